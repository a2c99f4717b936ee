import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { factsOf } from './testing/facts-of.js';
import { FaultySystem } from './testing/faulty-system.js';
import { lockRows } from './testing/obstacles.js';
import type { Purchase } from './testing/purchase.js';
import { expectInvariants, untilSettled } from './testing/until-settled.js';

const TIMEOUT_MS = 120_000;
/** Short enough to be waited for; long enough to begin paying before it is over. */
const HOLD_S = 12;
const PAYING_S = 6;
const SWEPT_WITHIN_S = 5;

let world: FaultySystem;
beforeAll(async () => {
  const bookings = { holdMinutes: HOLD_S / 60, holdWarningMinutes: HOLD_S / 240, payingMinutes: PAYING_S / 60 };
  world = await FaultySystem.start({ settings: { bookings } });
}, TIMEOUT_MS);
afterAll(() => world?.stop());
afterEach(() => expectInvariants(world), TIMEOUT_MS);

interface Hold {
  readonly state: string;
  /** Seconds since its own end, and since the end with the time that a payment adds, by the database's clock. */
  readonly overdue: number;
  readonly overdueWhilePaying: number;
  /** Seconds between its last end and the moment at which it was ended; null while it stands. */
  readonly endedAfter: number | null;
}

async function holdOf({ bookingId }: Purchase): Promise<Hold> {
  const [row] = await world.sql(
    'bookings',
    `select hold_state as state, extract(epoch from clock_timestamp() - hold_expires_at)::float as overdue,
       extract(epoch from clock_timestamp() - coalesce(paying_until, hold_expires_at))::float as "overdueWhilePaying",
       (select extract(epoch from at - coalesce(paying_until, hold_expires_at))::float from booking_change
         where booking_id = b.id and title = 'Hold expired') as "endedAfter"
     from booking b where id = $1`,
    [bookingId],
  );
  return row as unknown as Hold; // the columns above
}

/** Nothing was booked, nothing was taken, and the customer knows. */
const NOTHING_BOOKED = { state: 'EXPIRED', lines: ['EXPIRED', 'EXPIRED'], ledger: {}, documents: [] };

describe('a hold', () => {
  it(
    'ends within five seconds of its end when nobody pays, and can no longer be paid',
    async () => {
      const purchase = await world.purchase();
      await purchase.hold();
      const ended = await until(async () => {
        const hold = await holdOf(purchase);
        return hold.state === 'EXPIRED' && hold;
      }, 60_000);
      expect(ended.endedAfter).toBeGreaterThanOrEqual(0);
      expect(ended.endedAfter).toBeLessThan(SWEPT_WITHIN_S);

      await untilSettled(world);
      await expect(purchase.startPayment()).rejects.toThrow('BookingNotPayable');
      const told = { told: ['Held for you', 'Your hold ends soon', 'Your hold has ended'] };
      expect(await factsOf(world, purchase)).toMatchObject({ ...NOTHING_BOOKED, payments: [], provider: [], ...told });
    },
    TIMEOUT_MS,
  );

  it(
    'never ends while it is being paid, for a bounded time; a card that comes after that is not charged',
    async () => {
      const purchase = await world.purchase();
      await purchase.hold();
      await purchase.startPayment();
      await until(async () => (await holdOf(purchase)).overdue > PAYING_S / 2, 60_000);
      expect(await holdOf(purchase)).toMatchObject({ state: 'ACTIVE' });

      const ended = await until(async () => {
        const hold = await holdOf(purchase);
        return hold.state === 'EXPIRED' && hold;
      }, 60_000);
      expect(ended.endedAfter).toBeGreaterThanOrEqual(0);
      expect(ended.endedAfter).toBeLessThan(SWEPT_WITHIN_S);

      await untilSettled(world);
      expect(await purchase.pay()).not.toMatchObject({ status: 'requires_capture' });
      await untilSettled(world);
      expect(await factsOf(world, purchase)).toMatchObject({
        ...NOTHING_BOOKED,
        payments: ['CANCELED'],
        provider: [{ status: 'canceled', taken: '0', givenBack: '0' }],
        told: expect.arrayContaining(['Your hold has ended']),
      });
    },
    TIMEOUT_MS,
  );

  it(
    'that ended one second before the card was accepted is no booking: the money is let go and the customer is told',
    async () => {
      const purchase = await world.purchase();
      await purchase.hold();
      await purchase.startPayment();
      await until(async () => (await factsOf(world, purchase)).state === 'AWAITING_PAYMENT');
      // Nobody can sweep it: what counts is the check at use.
      const obstacle = await lockRows(world, 'bookings', `select from booking where id = '${purchase.bookingId}'`);
      await until(async () => (await holdOf(purchase)).overdueWhilePaying > 1, 60_000);
      expect(await purchase.pay()).toMatchObject({ status: 'requires_capture' });
      await until(async () => (await factsOf(world, purchase)).payments.includes('REQUIRES_CAPTURE'));
      await obstacle.remove();

      await untilSettled(world);
      expect(await factsOf(world, purchase)).toMatchObject({
        ...NOTHING_BOOKED,
        payments: ['CANCELED'],
        provider: [{ status: 'canceled', taken: '0', givenBack: '0' }],
        told: expect.arrayContaining(['Not booked, nothing charged', 'Your hold has ended']),
        mails: ['Not booked, nothing charged'],
      });
    },
    TIMEOUT_MS,
  );
});
