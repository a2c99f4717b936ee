import { readFile } from 'node:fs/promises';
import { until } from '@fleetgraph/kit/testing/until';
import { signPayload } from '@fleetgraph/local/stripe-sandbox/webhooks/sign-payload';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { factsOf, paid, providerFacts, refunded } from './testing/facts-of.js';
import { FaultySystem } from './testing/faulty-system.js';
import type { Purchase } from './testing/purchase.js';
import { expectInvariants, untilSettled } from './testing/until-settled.js';

const TIMEOUT_MS = 120_000;
const HARMLESS = {
  delayAnswerMs: 0,
  matching: '',
  doubleWebhooks: false,
  shuffleWebhooks: false,
  holdWebhooks: false,
  failDeliveries: 0,
};

let world: FaultySystem;
beforeAll(async () => {
  world = await FaultySystem.start({ settings: { repairAfterSeconds: 1 } });
}, TIMEOUT_MS);
afterAll(() => world?.stop());
afterEach(async () => {
  Object.assign(world.sandbox.controls, HARMLESS);
  await untilSettled(world);
  await expectInvariants(world);
}, TIMEOUT_MS);

/** What the janitor does each minute, at once. */
const callJanitor = () =>
  world.sql('payments', `select graphile_worker.add_job('repair-payments', job_key => 'called-by-a-test')`);

/** Waits for facts that need the janitor. */
async function untilRepaired(purchase: Purchase, facts: (purchase: Purchase) => unknown): Promise<void> {
  const wanted = JSON.stringify(facts(purchase));
  await until(async () => {
    await callJanitor();
    return JSON.stringify(await factsOf(world, purchase)) === wanted;
  }, 60_000);
}

describe('webhooks', () => {
  it.each([
    ['doubled', { doubleWebhooks: true }],
    ['shuffled', { shuffleWebhooks: true }],
    ['before the answers of the API', { delayAnswerMs: 1_000 }],
    ['lost many times before they arrive', { failDeliveries: 6 }],
    [
      'doubled, shuffled, lost and before the answers',
      { doubleWebhooks: true, shuffleWebhooks: true, failDeliveries: 3, delayAnswerMs: 1_000 },
    ],
  ])(
    'that come %s lead to the same end',
    async (_how, controls) => {
      const purchase = await world.purchase();
      Object.assign(world.sandbox.controls, controls);
      await purchase.finish();
      await untilSettled(world);
      expect(await factsOf(world, purchase)).toEqual(paid(purchase));
      await purchase.cancel();
      await untilSettled(world);
      expect(await factsOf(world, purchase)).toEqual(refunded(purchase));
    },
    TIMEOUT_MS,
  );

  it(
    'that come after the janitor find everything done',
    async () => {
      const purchase = await world.purchase();
      world.sandbox.controls.holdWebhooks = true;
      await purchase.finish();
      await untilRepaired(purchase, paid);
      await purchase.cancel();
      await untilRepaired(purchase, refunded);
      const before = await history(purchase);

      world.sandbox.controls.holdWebhooks = false;
      await callSandbox('controls/release');
      await untilSettled(world);
      expect(await factsOf(world, purchase)).toEqual(refunded(purchase));
      expect(await history(purchase)).toEqual(before);
    },
    TIMEOUT_MS,
  );
});

const callSandbox = (path: string) => fetch(`${world.system.url}/sandbox/${path}`, { method: 'POST' });

/** Every step that payment and refunds have made. */
const history = (purchase: Purchase) =>
  world.sql(
    'payments',
    `select p.version, t.from_state, t.to_state, t.cause from payment p join payment_transition t on t.payment_id = p.id
     where p.booking_id = $1 order by t.id`,
    [purchase.bookingId],
  );

describe('a webhook', () => {
  const nowSeconds = () => Math.floor(Date.now() / 1_000);
  let serial = 0;

  /** The provider seems to say that the card was accepted and the money taken. */
  async function lieAbout(purchase: Purchase): Promise<string> {
    const { clientSecret } = await purchase.startPayment();
    const [id] = clientSecret.split('_secret_');
    serial += 1;
    const object = { id, object: 'payment_intent', status: 'succeeded', amount_received: Number(purchase.totalMinor) };
    const created = nowSeconds();
    return JSON.stringify({
      id: `evt_lie_${serial}`,
      object: 'event',
      type: 'payment_intent.succeeded',
      created,
      data: { object },
    });
  }

  const send = (body: string, signature?: string) =>
    fetch(`${world.system.url}/webhooks/stripe`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(signature === undefined ? {} : { 'stripe-signature': signature }),
      },
      body,
    });

  const refusals = async () =>
    (await readFile(world.system.logFile, 'utf8')).split('webhook refused: no valid signature').length - 1;

  const known = async () =>
    Number((await world.sql('payments', 'select count(*) as count from provider_event'))[0]?.count);

  /** Nothing of the lie was believed, and the customer can still pay. */
  async function expectUntouched(purchase: Purchase): Promise<void> {
    await untilSettled(world);
    expect(await providerFacts(world, purchase)).toEqual([
      { status: 'requires_payment_method', taken: '0', givenBack: '0' },
    ]);
    expect(await factsOf(world, purchase)).toMatchObject({ state: 'AWAITING_PAYMENT', ledger: {}, documents: [] });
    await purchase.finish();
    await untilSettled(world);
    expect(await factsOf(world, purchase)).toEqual(paid(purchase));
  }

  it.each<[string, (body: string, secret: string) => [string, string?]]>([
    ['without a signature', (body) => [body]],
    ['signed by somebody else', (body) => [body, signPayload(body, 'whsec_forged')]],
    ['signed too long ago', (body, secret) => [body, signPayload(body, secret, nowSeconds() - 301)]],
    ['that was encoded anew', (body, secret) => [JSON.stringify(JSON.parse(body), null, 1), signPayload(body, secret)]],
  ])(
    '%s is refused with 400, counted, and changes nothing',
    async (_what, forge) => {
      const purchase = await world.purchase();
      await purchase.hold();
      const body = await lieAbout(purchase);
      await untilSettled(world);
      const [refusedBefore, knownBefore] = [await refusals(), await known()];

      const answer = await send(...forge(body, world.system.secrets.stripeWebhook));

      expect(answer.status).toBe(400);
      await until(async () => (await refusals()) === refusedBefore + 1);
      expect(await known()).toBe(knownBefore);
      await expectUntouched(purchase);
    },
    TIMEOUT_MS,
  );

  it(
    'that is signed well and lies is not believed: the provider is asked',
    async () => {
      const purchase = await world.purchase();
      await purchase.hold();
      const body = await lieAbout(purchase);
      const answer = await send(body, signPayload(body, world.system.secrets.stripeWebhook));
      expect(answer.status).toBe(200);
      await expectUntouched(purchase);
    },
    TIMEOUT_MS,
  );
});
