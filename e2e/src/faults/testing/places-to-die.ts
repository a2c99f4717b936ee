import { until } from '@fleetgraph/kit/testing/until';
import { expect } from '@jest/globals';
import { factsOf, providerFacts } from './facts-of.js';
import type { FaultySystem } from './faulty-system.js';
import { answerLate, beginLate, holdRelay, lockRows, lockWrites, tellSandbox, untilBlocked } from './obstacles.js';
import type { Purchase } from './purchase.js';
import { untilSettled } from './until-settled.js';
import { startWebhookGate } from './webhook-gate.js';

/** Brings a purchase to the place where the process is to die; answers how to clear the way for the next one. */
export type Park = (world: FaultySystem, purchase: Purchase) => Promise<() => unknown>;

const atProvider = async (world: FaultySystem, purchase: Purchase) => (await providerFacts(world, purchase))[0];

interface Question {
  readonly database: 'bookings' | 'payments';
  readonly text: string;
}

const isSo =
  (world: FaultySystem, { database, text }: Question, { bookingId }: Purchase) =>
  async () =>
    (await world.sql(database, text, [bookingId])).length > 0;

/** Every step from an empty basket to the confirmation's mail. */
export const DURING_THE_PURCHASE: readonly (readonly [string, Park])[] = [
  [
    'while the basket is being taken',
    async (world, purchase) => {
      await purchase.quote();
      const obstacle = await lockWrites(world, 'bookings', 'outbox');
      void purchase.hold().catch(() => undefined); // the answer dies with the process
      await untilBlocked(world, 'bookings');
      return () => obstacle.remove();
    },
  ],
  [
    'after the hold, before anybody has heard of it',
    async (world, purchase) => {
      await purchase.quote();
      const obstacle = await holdRelay(world, 'bookings');
      await purchase.hold();
      return () => obstacle.remove();
    },
  ],
  [
    'after the hold was told, before that is noted',
    async (world, purchase) => {
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
    async (world, purchase) => {
      await purchase.hold();
      const undo = answerLate(world, 'POST /v1/payment_intents');
      void purchase.startPayment().catch(() => undefined); // the answer dies with the process
      await until(async () => (await atProvider(world, purchase)) !== undefined);
      return undo;
    },
  ],
  [
    'after the card was accepted, before the webhook',
    async (world, purchase) => {
      await purchase.hold();
      const undo = tellSandbox(world, { holdWebhooks: true });
      await purchase.pay();
      expect(await atProvider(world, purchase)).toMatchObject({ status: 'requires_capture' });
      return undo;
    },
  ],
  [
    'after the effect of the webhook, before its answer',
    async (world, purchase) => {
      await purchase.hold();
      const gate = await startWebhookGate(world);
      await purchase.pay();
      await gate.untilAnswered('payment_intent.amount_capturable_updated');
      return () => gate.stop();
    },
  ],
  [
    'after the authorisation is known, before bookings has heard of it',
    async (world, purchase) => {
      await purchase.hold();
      await purchase.startPayment();
      const obstacle = await holdRelay(world, 'payments');
      await purchase.pay();
      await until(
        isSo(
          world,
          { database: 'payments', text: `select from payment where booking_id = $1 and state = 'REQUIRES_CAPTURE'` },
          purchase,
        ),
      );
      return () => obstacle.remove();
    },
  ],
  [
    'between confirmation and capture',
    async (world, purchase) => {
      await purchase.hold();
      await purchase.startPayment();
      const obstacle = await holdRelay(world, 'bookings');
      await purchase.pay();
      await until(
        isSo(
          world,
          { database: 'bookings', text: `select from booking where id = $1 and hold_state = 'CONSUMED'` },
          purchase,
        ),
      );
      return () => obstacle.remove();
    },
  ],
  [
    'while the provider is asked for the money',
    async (world, purchase) => {
      await purchase.hold();
      const undo = beginLate(world, '/capture');
      await purchase.pay();
      await until(
        isSo(
          world,
          { database: 'payments', text: 'select from payment where booking_id = $1 and capture_minor is not null' },
          purchase,
        ),
      );
      return undo;
    },
  ],
  [
    'after the provider has taken the money, before we have written it down',
    async (world, purchase) => {
      await purchase.hold();
      const undo = answerLate(world, '/capture');
      await purchase.pay();
      await until(async () => (await atProvider(world, purchase))?.status === 'succeeded');
      return undo;
    },
  ],
  [
    'while the mail is planned',
    async (world, purchase) => {
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
    async (world, purchase) => {
      await purchase.hold();
      await untilSettled(world);
      const obstacle = await lockWrites(world, 'notifications', 'outbox');
      await purchase.pay();
      await until(async () => (await factsOf(world, purchase)).mails.includes('Confirmed'));
      return () => obstacle.remove();
    },
  ],
];

/** Every step of giving the money back. */
export const DURING_THE_REFUND: readonly (readonly [string, Park])[] = [
  [
    'while the booking is being cancelled',
    async (world, purchase) => {
      const obstacle = await lockWrites(world, 'bookings', 'outbox');
      void purchase.cancel().catch(() => undefined); // the answer dies with the process
      await untilBlocked(world, 'bookings');
      return () => obstacle.remove();
    },
  ],
  [
    'after the cancellation, before anybody has heard of it',
    async (world, purchase) => {
      const obstacle = await holdRelay(world, 'bookings');
      await purchase.cancel();
      return () => obstacle.remove();
    },
  ],
  [
    'after the provider has given the money back, before we have written it down',
    async (world, purchase) => {
      const undo = answerLate(world, 'POST /v1/refunds');
      await purchase.cancel();
      await until(async () => (await atProvider(world, purchase))?.givenBack === purchase.totalMinor);
      return undo;
    },
  ],
];
