import type { TestSubgraph } from '@fleetgraph/kit/testing/start-test-subgraph';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import Stripe from 'stripe';
import { startTestPayments, WEBHOOK_SECRETS } from '../../booking/testing/start-test-payments.js';

const { webhooks } = new Stripe('sk_test_signing_only');
const nowSeconds = () => Math.floor(Date.now() / 1000);
const refusals = new Map<string, number>();

let payments: TestSubgraph;
let serial = 0;

beforeAll(async () => {
  // What an exporter would read: the counters of this process.
  metrics.setGlobalMeterProvider({
    getMeter: () => ({
      createCounter: (name: string) => ({ add: (by: number) => refusals.set(name, (refusals.get(name) ?? 0) + by) }),
    }),
  } as never);
  payments = await startTestPayments();
});
beforeEach(() => {
  serial += 1;
});
afterAll(async () => {
  await payments.stop();
  metrics.disable();
});

const eventText = (type = 'customer.created', object: object = { id: 'cus_1', object: 'customer' }) =>
  JSON.stringify({ id: `evt_${serial}`, object: 'event', type, created: nowSeconds(), data: { object } });

const signatureOf = (payload: string, secret: string = WEBHOOK_SECRETS[0], timestamp = nowSeconds()) =>
  webhooks.generateTestHeaderString({ payload, secret, timestamp });

const deliver = (body: string, signature?: string) =>
  fetch(new URL('/webhooks/stripe', payments.running.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(signature && { 'stripe-signature': signature }) },
    body,
  });

const stored = () =>
  payments.sql<{ type: string; outcome: string }>('select type, outcome from provider_event where id = $1', [
    `evt_${serial}`,
  ]);

describe('the webhook endpoint', () => {
  it('stores and acknowledges an event of an unknown type', async () => {
    const body = eventText('invention.of_next_year');
    expect((await deliver(body, signatureOf(body))).status).toBe(200);
    expect(await stored()).toEqual([{ type: 'invention.of_next_year', outcome: 'IGNORED_TYPE' }]);
  });

  it("acknowledges an event about somebody else's payment", async () => {
    const body = eventText('payment_intent.succeeded', { id: 'pi_of_nobody', object: 'payment_intent', metadata: {} });
    expect((await deliver(body, signatureOf(body))).status).toBe(200);
    expect(await stored()).toEqual([{ type: 'payment_intent.succeeded', outcome: 'UNKNOWN_OBJECT' }]);
  });

  it('stores an event once that is delivered ten times at once', async () => {
    const body = eventText();
    const answers = await Promise.all(Array.from({ length: 10 }, () => deliver(body, signatureOf(body))));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(await stored()).toHaveLength(1);
  });

  it('accepts every configured secret, so that the secret can be rotated', async () => {
    const body = eventText();
    expect((await deliver(body, signatureOf(body, WEBHOOK_SECRETS[1]))).status).toBe(200);
  });

  it('accepts a signature that is just inside the tolerance', async () => {
    const body = eventText();
    expect((await deliver(body, signatureOf(body, WEBHOOK_SECRETS[0], nowSeconds() - 290))).status).toBe(200);
  });

  it.each<[string, (body: string) => [string, string?]]>([
    ['without a signature', (body) => [body]],
    ['with a signature of another secret', (body) => [body, signatureOf(body, 'whsec_forged')]],
    ['older than 300 seconds', (body) => [body, signatureOf(body, WEBHOOK_SECRETS[0], nowSeconds() - 301)]],
    ['that was encoded anew', (body) => [JSON.stringify(JSON.parse(body), null, 1), signatureOf(body)]],
    ['with one byte more', (body) => [`${body} `, signatureOf(body)]],
    ['with a broken signature header', (body) => [body, 't=1,v0=abc']],
  ])('refuses and counts an event %s, and keeps nothing of it', async (_what, forge) => {
    const before = refusals.get('payments.webhooks.refused') ?? 0;
    const answer = await deliver(...forge(eventText()));

    expect(answer.status).toBe(400);
    expect(await stored()).toEqual([]);
    expect(refusals.get('payments.webhooks.refused')).toBe(before + 1);
  });
});
