import { until } from '@fleetgraph/kit/testing/until';
import {
  BookingConfirmedSchema,
  BookingExpiredSchema,
  BookingReleasedSchema,
  ConfirmationRefusedSchema,
  HoldExpiringSchema,
} from '@fleetgraph/schema/events/bookings_pb';
import { PaymentFailedSchema } from '@fleetgraph/schema/events/payments_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SeenBooking, type SeenOffer, somebody, TestShop, wallClock } from '../testing/test-shop.js';

const SECOND = 1 / 60;

/** One car for everybody: whoever holds it keeps it from all others. */
async function openWithOneCar(settings: Parameters<typeof TestShop.open>[0]) {
  const shop = await TestShop.open(settings);
  const branch = await shop.catalogue.place('BRANCH');
  const car = await shop.catalogue.carClass();
  await shop.catalogue.unit('CAR', branch, { bookableId: car });
  await shop.catalogue.heard();
  const [offer] = await shop.offers({
    kinds: ['CAR'],
    fromLocationId: branch,
    window: { from: wallClock(2, '10:00'), to: wallClock(3, '10:00') },
  });
  return { shop, lines: [{ offerId: (offer as SeenOffer).id }] };
}

const told = async <T extends { bookingId: string }>(events: Promise<T[]>, { id }: SeenBooking) =>
  (await events).filter(({ bookingId }) => bookingId === id);

describe('a hold of six seconds', () => {
  let shop: TestShop;
  let lines: object[];
  beforeAll(async () => {
    ({ shop, lines } = await openWithOneCar({
      holdMinutes: 6 * SECOND,
      holdWarningMinutes: 4 * SECOND,
      payingMinutes: 4 * SECOND,
    }));
  });
  afterAll(() => shop.close());

  it('is announced, then ends within five seconds of its end, and the next customer gets the car', async () => {
    const [first, second] = [somebody(), somebody()];
    const quote = await shop.quoteId(lines, second);
    const booking = await shop.book(lines, first);
    expect((await shop.hold(quote, second)).__typename).toBe('Unavailable');
    const expired = await shop.inState(booking.id, 'EXPIRED', first);
    expect(Date.now() - Date.parse(booking.holdExpiresAt ?? '')).toBeLessThan(5_000);
    expect(expired.holdExpiresAt).toBeNull();
    expect(expired.timeline.map(({ title }) => title)).toEqual(['Held, waiting for payment', 'Hold expired']);
    expect(await told(shop.subgraph.events(HoldExpiringSchema), booking)).toHaveLength(1);
    expect(await told(shop.subgraph.events(BookingExpiredSchema), booking)).toHaveLength(1);
    const next = await shop.hold(quote, second);
    expect(next.booking?.state).toBe('HELD');
    await shop.change('releaseHold', { bookingId: next.booking?.id }, second);
    expect(await shop.broken()).toEqual([]);
  });

  it('stands while somebody pays, and ends when that takes too long', async () => {
    const customer = somebody();
    const booking = await shop.book(lines, customer);
    await shop.startPayment(booking);
    const paying = await shop.inState(booking.id, 'AWAITING_PAYMENT', customer);
    const [end, kept] = [booking.holdExpiresAt, paying.holdExpiresAt].map((at) => Date.parse(at ?? ''));
    expect((kept ?? 0) - (end ?? 0)).toBe(4_000);
    await until(() => Date.now() > (end ?? 0) + 1_500);
    expect((await shop.booking(booking.id, customer))?.state).toBe('AWAITING_PAYMENT');
    await shop.inState(booking.id, 'EXPIRED', customer);
    expect(Date.now()).toBeGreaterThanOrEqual(kept ?? 0);
    expect(Date.now() - (kept ?? 0)).toBeLessThan(5_000);
    expect(await told(shop.subgraph.events(HoldExpiringSchema), booking)).toHaveLength(0);
  });

  it('runs on to its own end after a failed payment', async () => {
    const customer = somebody();
    const booking = await shop.book(lines, customer);
    const paymentId = await shop.startPayment(booking);
    await shop.inState(booking.id, 'AWAITING_PAYMENT', customer);
    await shop.subgraph.publish(PaymentFailedSchema, {
      key: booking.id,
      payload: { paymentId, bookingId: booking.id, reason: 'card_declined' },
    });
    await shop.inState(booking.id, 'EXPIRED', customer);
    expect(Date.now() - Date.parse(booking.holdExpiresAt ?? '')).toBeLessThan(5_000);
    expect(await shop.broken()).toEqual([]);
  });
});

describe('a hold of ten minutes', () => {
  let shop: TestShop;
  let lines: object[];
  beforeAll(async () => {
    ({ shop, lines } = await openWithOneCar({}));
    // Nobody sweeps, so that only the check at use can be what ends a hold here.
    await shop.subgraph.sql(`create table held_back as select 1`);
    await shop.subgraph.sql(`create function hold_back_sweeper() returns trigger language plpgsql as $$
      begin new.run_at := now() + interval '1 day'; return new; end $$`);
    await shop.subgraph.sql(`create trigger hold_back before insert on graphile_worker._private_jobs
      for each row execute function hold_back_sweeper()`);
    await shop.subgraph.sql('delete from graphile_worker._private_jobs');
  });
  afterAll(() => shop.close());

  const runOut = (booking: SeenBooking, seconds: number) =>
    shop.subgraph.sql(
      `update booking set hold_expires_at = clock_timestamp() - make_interval(secs => $2) where id = $1`,
      [booking.id, seconds],
    );

  it('gives way to the next customer at the instant of its end, without a sweeper', async () => {
    const [first, second] = [somebody(), somebody()];
    const quote = await shop.quoteId(lines, second);
    const booking = await shop.book(lines, first);
    expect((await shop.hold(quote, second)).__typename).toBe('Unavailable');
    await runOut(booking, 0);
    const next = await shop.hold(quote, second);
    expect(next.booking?.state).toBe('HELD');
    expect((await shop.booking(booking.id, first))?.state).toBe('EXPIRED');
    await shop.change('releaseHold', { bookingId: next.booking?.id }, second);
  });

  it('is not confirmed by money that comes a second late', async () => {
    const customer = somebody();
    const booking = await shop.book(lines, customer);
    await runOut(booking, 1);
    const paymentId = await shop.authorise(booking);
    await shop.inState(booking.id, 'EXPIRED', customer);
    const refused = await until(async () => (await told(shop.subgraph.events(ConfirmationRefusedSchema), booking))[0]);
    expect(refused).toMatchObject({ paymentId, reason: 'HOLD_EXPIRED' });
    expect(await told(shop.subgraph.events(BookingConfirmedSchema), booking)).toEqual([]);
    expect(await shop.broken()).toEqual([]);
  });

  it('is confirmed by money in time, once, whatever is delivered again', async () => {
    const customer = somebody();
    const booking = await shop.book(lines, customer);
    const paymentId = await shop.startPayment(booking);
    await shop.authorise(booking, paymentId);
    await shop.authorise(booking, paymentId);
    const other = await shop.authorise(booking);
    const refused = await until(async () => (await told(shop.subgraph.events(ConfirmationRefusedSchema), booking))[0]);
    expect(refused).toMatchObject({ paymentId: other, reason: 'ALREADY_CONFIRMED' });
    const [confirmed, ...more] = await told(shop.subgraph.events(BookingConfirmedSchema), booking);
    expect(more).toEqual([]);
    expect(confirmed).toMatchObject({ paymentId, locator: booking.locator });
    const cancelled = await shop.change('cancelBooking', { bookingId: booking.id }, customer);
    expect(cancelled.booking?.state).toBe('CANCELLED');
  });

  it('is not confirmed by another amount, nor after it was let go', async () => {
    const customer = somebody();
    const booking = await shop.book(lines, customer);
    await shop.authorise(booking, 'cheap', '1');
    await until(async () =>
      (await told(shop.subgraph.events(ConfirmationRefusedSchema), booking)).some(
        ({ reason }) => reason === 'AMOUNT_MISMATCH',
      ),
    );
    expect((await shop.booking(booking.id, customer))?.state).toBe('HELD');
    const released = await shop.change('releaseHold', { bookingId: booking.id }, customer);
    expect(released.booking?.state).toBe('CANCELLED');
    expect(await told(shop.subgraph.events(BookingReleasedSchema), booking)).toHaveLength(1);
    await shop.authorise(booking);
    await until(async () =>
      (await told(shop.subgraph.events(ConfirmationRefusedSchema), booking)).some(
        ({ reason }) => reason === 'HOLD_RELEASED',
      ),
    );
    const again = await shop.change('releaseHold', { bookingId: booking.id }, customer);
    expect(again.__typename).toBe('IllegalTransition');
    expect(await shop.broken()).toEqual([]);
  });
});
