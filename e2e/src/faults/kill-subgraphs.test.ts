import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { factsOf, paid, providerFacts, refunded } from './testing/facts-of.js';
import { FaultySystem } from './testing/faulty-system.js';
import { holdRelay, lockRows, lockWrites, untilBlocked } from './testing/obstacles.js';
import type { Purchase } from './testing/purchase.js';
import { expectInvariants, untilSettled } from './testing/until-settled.js';
import { startWebhookGate } from './testing/webhook-gate.js';

/** Brings a purchase to the place where the process is to die; answers how to clear the way for the next one. */
type Park = (purchase: Purchase) => Promise<() => unknown>;

const TIMEOUT_MS = 180_000;

let world: FaultySystem;
beforeAll(async () => {
  world = await FaultySystem.start();
}, TIMEOUT_MS);
afterAll(() => world?.stop());
afterEach(() => expectInvariants(world), TIMEOUT_MS);

/** Kills the one process of all six subgraphs there, lets it come again, and lets the customer go on. */
async function killAt(purchase: Purchase, park: Park): Promise<void> {
  const clearTheWay = await park(purchase);
  await world.kill();
  await clearTheWay();
  await world.untilRunning();
}

/** The provider answers this call late: there is time to die between its effect and our knowledge of it. */
const answerLate = (call: string) => tellSandbox({ delayAnswerMs: 5_000, matching: call });

/** The provider does not even begin with this call. */
const beginLate = (call: string) => tellSandbox({ delayRequestMs: 2_000, matching: call });

function tellSandbox(controls: Partial<FaultySystem['sandbox']['controls']>): () => unknown {
  const before = { ...world.sandbox.controls };
  Object.assign(world.sandbox.controls, controls);
  return () => Object.assign(world.sandbox.controls, before);
}

const atProvider = async (purchase: Purchase) => (await providerFacts(world, purchase))[0];

const isSo = (database: 'bookings' | 'payments', text: string, id: string) => async () =>
  (await world.sql(database, text, [id])).length > 0;

const DURING_THE_PURCHASE: readonly (readonly [string, Park])[] = [
  [
    'while the basket is being taken',
    async (purchase) => {
      await purchase.quote();
      const obstacle = await lockWrites(world, 'bookings', 'outbox');
      void purchase.hold().catch(() => undefined); // the answer dies with the process
      await untilBlocked(world, 'bookings');
      return () => obstacle.remove();
    },
  ],
  [
    'after the hold, before anybody has heard of it',
    async (purchase) => {
      await purchase.quote();
      const obstacle = await holdRelay(world, 'bookings');
      await purchase.hold();
      return () => obstacle.remove();
    },
  ],
  [
    'after the hold was told, before that is noted',
    async (purchase) => {
      await purchase.quote();
      const relay = await holdRelay(world, 'bookings');
      await purchase.hold();
      const rows = await lockRows(world, 'bookings', 'select from outbox where published_at is null');
      await relay.remove();
      await untilBlocked(world, 'bookings');
      return () => rows.remove();
    },
  ],
  [
    'after the provider has opened the payment, before we know its number',
    async (purchase) => {
      await purchase.hold();
      const undo = answerLate('POST /v1/payment_intents');
      void purchase.startPayment().catch(() => undefined); // the answer dies with the process
      await until(async () => (await atProvider(purchase)) !== undefined);
      return undo;
    },
  ],
  [
    'after the card was accepted, before the webhook',
    async (purchase) => {
      await purchase.hold();
      const undo = tellSandbox({ holdWebhooks: true });
      await purchase.pay();
      expect(await atProvider(purchase)).toMatchObject({ status: 'requires_capture' });
      return undo;
    },
  ],
  [
    'after the effect of the webhook, before its answer',
    async (purchase) => {
      await purchase.hold();
      const gate = await startWebhookGate(world);
      await purchase.pay();
      await gate.untilAnswered('payment_intent.amount_capturable_updated');
      return () => gate.stop();
    },
  ],
  [
    'after the authorisation is known, before bookings has heard of it',
    async (purchase) => {
      await purchase.hold();
      await purchase.startPayment();
      const obstacle = await holdRelay(world, 'payments');
      await purchase.pay();
      await until(
        isSo(
          'payments',
          `select from payment where booking_id = $1 and state = 'REQUIRES_CAPTURE'`,
          purchase.bookingId,
        ),
      );
      return () => obstacle.remove();
    },
  ],
  [
    'between confirmation and capture',
    async (purchase) => {
      await purchase.hold();
      await purchase.startPayment();
      const obstacle = await holdRelay(world, 'bookings');
      await purchase.pay();
      await until(
        isSo('bookings', `select from booking where id = $1 and hold_state = 'CONSUMED'`, purchase.bookingId),
      );
      return () => obstacle.remove();
    },
  ],
  [
    'while the provider is asked for the money',
    async (purchase) => {
      await purchase.hold();
      const undo = beginLate('/capture');
      await purchase.pay();
      await until(
        isSo('payments', 'select from payment where booking_id = $1 and capture_minor is not null', purchase.bookingId),
      );
      return undo;
    },
  ],
  [
    'after the provider has taken the money, before we have written it down',
    async (purchase) => {
      await purchase.hold();
      const undo = answerLate('/capture');
      await purchase.pay();
      await until(async () => (await atProvider(purchase))?.status === 'succeeded');
      return undo;
    },
  ],
  [
    'while the mail is planned',
    async (purchase) => {
      await purchase.hold();
      await untilSettled(world);
      const obstacle = await lockWrites(world, 'notifications', 'notification');
      await purchase.pay();
      await untilBlocked(world, 'notifications');
      return () => obstacle.remove();
    },
  ],
  [
    'after the mail was handed over, before that is noted',
    async (purchase) => {
      await purchase.hold();
      await untilSettled(world);
      const obstacle = await lockWrites(world, 'notifications', 'outbox');
      await purchase.pay();
      await until(async () => (await factsOf(world, purchase)).mails.includes('Confirmed'));
      return () => obstacle.remove();
    },
  ],
];

const DURING_THE_REFUND: readonly (readonly [string, Park])[] = [
  [
    'while the booking is being cancelled',
    async (purchase) => {
      const obstacle = await lockWrites(world, 'bookings', 'outbox');
      void purchase.cancel().catch(() => undefined); // the answer dies with the process
      await untilBlocked(world, 'bookings');
      return () => obstacle.remove();
    },
  ],
  [
    'after the cancellation, before anybody has heard of it',
    async (purchase) => {
      const obstacle = await holdRelay(world, 'bookings');
      await purchase.cancel();
      return () => obstacle.remove();
    },
  ],
  [
    'after the provider has given the money back, before we have written it down',
    async (purchase) => {
      const undo = answerLate('POST /v1/refunds');
      await purchase.cancel();
      await until(async () => (await atProvider(purchase))?.givenBack === purchase.totalMinor);
      return undo;
    },
  ],
];

describe("the subgraphs' process, killed", () => {
  it.each(DURING_THE_PURCHASE)(
    '%s: the customer pays once and gets everything',
    async (_place, park) => {
      const purchase = await world.purchase();
      await killAt(purchase, park);
      await purchase.finish();
      await untilSettled(world);
      expect(await factsOf(world, purchase)).toEqual(paid(purchase));
    },
    TIMEOUT_MS,
  );

  it.each(DURING_THE_REFUND)(
    '%s: the money goes back once',
    async (_place, park) => {
      const purchase = await world.purchase();
      await purchase.finish();
      await untilSettled(world);
      await killAt(purchase, park);
      await purchase.cancel();
      await untilSettled(world);
      expect(await factsOf(world, purchase)).toEqual(refunded(purchase));
    },
    TIMEOUT_MS,
  );
});
