import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxBench } from '../testing/sandbox-bench.js';
import { signPayload } from './sign-payload.js';

const bench = new SandboxBench();
beforeAll(() => bench.start());
afterAll(() => bench.stop());

async function control(change: object): Promise<void> {
  const answer = await fetch(`${bench.sandbox.url}/sandbox/controls`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
  expect(answer.status).toBe(200);
}

beforeEach(async () => {
  await fetch(`${bench.sandbox.url}/sandbox/controls`, { method: 'DELETE' });
  bench.endpointStatus = 200;
});

const pay = () =>
  bench.stripe.paymentIntents.create({ amount: 900, currency: 'eur', payment_method: 'pm_card_visa', confirm: true });
const ORDER = ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded'];

describe('a webhook', () => {
  it('is signed like the real client signs', () => {
    const real = bench.stripe.webhooks.generateTestHeaderString({
      payload: '{}',
      secret: 'whsec_x',
      timestamp: 1_700_000_000,
    });
    expect(signPayload('{}', 'whsec_x', 1_700_000_000)).toBe(real);
  });

  it('is delivered again until the endpoint accepts it', async () => {
    bench.endpointStatus = 500;
    const { id } = await pay();
    await until(() => bench.typesAbout(id).length >= 3);
    bench.endpointStatus = 200;
    await until(() => bench.typesAbout(id).length >= 6);
    await until(async () => (await overview()).pending_deliveries === 0);
  });

  it('survives a restart when it was not accepted', async () => {
    await control({ holdWebhooks: true });
    const { id } = await pay();
    expect(bench.typesAbout(id)).toEqual([]);
    await bench.restart();
    await until(() => bench.typesAbout(id).length === 3);
  });

  it('can be held back and released', async () => {
    await control({ holdWebhooks: true });
    const { id } = await pay();
    expect((await overview()).pending_deliveries).toBe(3);
    await fetch(`${bench.sandbox.url}/sandbox/controls/release`, { method: 'POST' });
    await until(() => bench.typesAbout(id).length === 3);
  });

  it('can come twice', async () => {
    await control({ doubleWebhooks: true });
    const { id } = await pay();
    await until(() => bench.typesAbout(id).length === 6);
    expect(new Set(bench.typesAbout(id)).size).toBe(3);
  });

  it('can come in the opposite order', async () => {
    await control({ shuffleWebhooks: true });
    const { id } = await pay();
    await until(() => bench.typesAbout(id).length === 3);
    expect(bench.typesAbout(id)).toEqual([...ORDER].reverse());
  });

  it('can overtake the answer', async () => {
    await control({ delayAnswerMs: 2_000, matching: 'POST /v1/payment_intents' });
    let isAnswered = false;
    const paying = pay().then((intent) => {
      isAnswered = true;
      return intent;
    });
    const before = bench.received.length;
    await until(() => bench.received.length >= before + 3);
    expect(isAnswered).toBe(false);
    expect((await paying).status).toBe('succeeded');
  });

  it('can fail on its way a number of times', async () => {
    await control({ failDeliveries: 3 });
    const { id } = await pay();
    await until(async () => bench.typesAbout(id).length === 3 && (await overview()).pending_deliveries === 0);
    const { deliveries } = await overview();
    expect(deliveries.slice(0, 3).map(({ attempts }) => attempts)).toEqual([2, 2, 2]);
  });

  it('can be sent again by hand', async () => {
    const { id } = await pay();
    await until(async () => bench.typesAbout(id).length === 3 && (await overview()).pending_deliveries === 0);
    const [latest] = (await overview()).deliveries;
    const answer = await fetch(`${bench.sandbox.url}/sandbox/deliveries/${latest?.id}/resend`, { method: 'POST' });
    expect(await answer.text()).toContain('Payment sandbox');
    await until(() => bench.typesAbout(id).length === 4);
  });

  it('knows its controls', async () => {
    const answer = await fetch(`${bench.sandbox.url}/sandbox/controls`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ doubleWebhook: true }),
    });
    expect(answer.status).toBe(400);
  });
});

interface Overview {
  pending_deliveries: number;
  deliveries: { id: string; attempts: number }[];
}

async function overview(): Promise<Overview> {
  return (await (await fetch(`${bench.sandbox.url}/sandbox/overview.json`)).json()) as Overview;
}
