import { until } from '@fleetgraph/kit/testing/until';
import { LineStateChangedSchema } from '@fleetgraph/schema/events/bookings_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agent, type SeenBooking, type SeenOffer, somebody, TestShop, wallClock } from '../testing/test-shop.js';

let shop: TestShop;
beforeAll(async () => {
  shop = await TestShop.open();
});
afterAll(() => shop.close());

const customer = somebody();
const changes = async ({ id }: SeenBooking) =>
  (await shop.subgraph.events(LineStateChangedSchema))
    .filter(({ bookingId }) => bookingId === id)
    .map(({ fromState, toState }) => `${fromState} ${toState}`);

async function fleetOf(count: number, options = {}) {
  const branch = await shop.catalogue.place('BRANCH');
  const car = await shop.catalogue.carClass(options);
  await shop.catalogue.units(count, 'CAR', branch, car);
  await shop.catalogue.heard();
  return branch;
}

const carAt = async (branch: string, from: string, to: string) =>
  (await shop.offers({ kinds: ['CAR'], fromLocationId: branch, window: { from, to } }))[0] as SeenOffer;

const step = (mutation: 'checkOutCar' | 'checkInCar' | 'completeLine', booking: SeenBooking, as = agent) =>
  shop.change(mutation, { bookingId: booking.id, lineId: booking.lines[0]?.id }, as);

/** Brings the end of a rental to now, as time would. */
const runOut = async ({ lines }: SeenBooking) => {
  const id = lines[0]?.id;
  await shop.subgraph.sql(
    `update booking_line set starts_at = clock_timestamp() - interval '1 day', ends_at = clock_timestamp() where id = $1`,
    [id],
  );
  await shop.subgraph.sql(
    `update allocation set period = tstzrange(clock_timestamp() - interval '1 day', clock_timestamp() + interval '1 minute'),
       due_at = case when due_at is not null then clock_timestamp() end where line_id = $1`,
    [id],
  );
};

const fireTimer = ({ lines }: SeenBooking) =>
  shop.subgraph.sql(
    `select graphile_worker.add_job('end-line', json_build_object('lineId', $1::text), job_key => 'end-line:' || $1)`,
    [lines[0]?.id],
  );

describe('a rented car', () => {
  it('is handed over and taken back by staff only, and is free after its turnaround', async () => {
    const branch = await fleetOf(1);
    const offer = await carAt(branch, wallClock(3, '10:00'), wallClock(6, '10:00'));
    const booking = await shop.pay(await shop.book([{ offerId: offer.id }], customer), customer);
    await expect(step('checkOutCar', booking, customer)).rejects.toThrow('FORBIDDEN');
    await expect(
      step('checkOutCar', booking, { subject: 'p', roles: ['PARTNER_ADMIN'], organisation: 'o' }),
    ).rejects.toThrow('NOT_FOUND');
    expect((await step('checkInCar', booking)).__typename).toBe('IllegalTransition');
    expect((await step('checkOutCar', booking)).booking?.state).toBe('IN_USE');
    expect((await shop.change('cancelBooking', { bookingId: booking.id }, customer)).__typename).toBe(
      'IllegalTransition',
    );
    expect((await step('checkInCar', booking)).booking?.state).toBe('COMPLETED');
    expect(await changes(booking)).toEqual(['CONFIRMED IN_USE', 'IN_USE COMPLETED']);
    expect((await carAt(branch, wallClock(3, '10:00'), wallClock(6, '10:00')))?.unitsLeft).toBe(1);
    const soon = new Date(Date.now() + 60_000).toISOString().slice(0, 16);
    const asked = await shop.offers({
      kinds: ['CAR'],
      fromLocationId: branch,
      window: { from: soon, to: wallClock(2, '10:00'), timeZone: 'UTC' },
    });
    expect(asked).toEqual([]);
    expect(await shop.broken()).toEqual([]);
  });

  it('stays taken from the second it is overdue, with or without the job, until it is back', async () => {
    const branch = await fleetOf(1, { turnaroundMinutes: 0 });
    const offer = await carAt(branch, wallClock(1, '10:00'), wallClock(2, '10:00'));
    const booking = await shop.pay(await shop.book([{ offerId: offer.id }], customer), customer);
    await step('checkOutCar', booking);
    expect(await carAt(branch, wallClock(5, '10:00'), wallClock(6, '10:00'))).toBeDefined();
    const quoteId = await shop.quoteId(
      [{ offerId: (await carAt(branch, wallClock(5, '10:00'), wallClock(6, '10:00'))).id }],
      customer,
    );
    await runOut(booking);
    expect(await carAt(branch, wallClock(5, '10:00'), wallClock(6, '10:00'))).toBeUndefined();
    expect((await shop.hold(quoteId, customer)).__typename).toBe('Unavailable');

    await fireTimer(booking);
    await until(async () =>
      (await shop.booking(booking.id, customer))?.timeline.some(({ title }) => title.startsWith('Overdue')),
    );
    const [{ open } = { open: false }] = await shop.subgraph.sql<{ open: boolean }>(
      'select upper_inf(period) as open from allocation where line_id = $1',
      [booking.lines[0]?.id],
    );
    expect(open).toBe(true);
    await step('checkInCar', booking);
    expect(await carAt(branch, wallClock(5, '10:00'), wallClock(6, '10:00'))).toBeDefined();
    expect(await shop.broken()).toEqual([]);
  });

  it('that is overdue leaves the next customer another one, or tells that it is at risk', async () => {
    const branch = await fleetOf(1, { turnaroundMinutes: 0 });
    const late = await shop.pay(
      await shop.book([{ offerId: (await carAt(branch, wallClock(1, '10:00'), wallClock(2, '10:00'))).id }], customer),
      customer,
    );
    const next = await shop.pay(
      await shop.book([{ offerId: (await carAt(branch, wallClock(4, '10:00'), wallClock(5, '10:00'))).id }], customer),
      customer,
    );
    await step('checkOutCar', late);
    await runOut(late);
    const soon = `tstzrange(clock_timestamp() + interval '3 hours', clock_timestamp() + interval '9 hours')`;
    await shop.subgraph.sql(`update allocation set period = ${soon} where line_id = $1`, [next.lines[0]?.id]);
    await fireTimer(late);
    const timeline = async () => (await shop.booking(next.id, customer))?.timeline.map(({ title }) => title) ?? [];
    await until(async () => (await timeline()).some((title) => title.startsWith('At risk')));

    const [unit] = await shop.subgraph.sql<{ bookable_id: string }>('select bookable_id from unit where id = $1', [
      next.lines[0]?.car?.id,
    ]);
    const spare = await shop.catalogue.unit('CAR', branch, { bookableId: unit?.bookable_id ?? '' });
    await shop.catalogue.heard();
    await fireTimer(late);
    await until(async () => (await timeline()).some((title) => title.startsWith('Another unit')));
    expect((await shop.booking(next.id, customer))?.lines[0]?.car?.id).toBe(spare);
    expect(await shop.broken()).toEqual([]);
  });

  it('that nobody picks up is free again', async () => {
    const branch = await fleetOf(1);
    const booking = await shop.pay(
      await shop.book([{ offerId: (await carAt(branch, wallClock(1, '10:00'), wallClock(2, '10:00'))).id }], customer),
      customer,
    );
    await fireTimer(booking);
    await shop.inState(booking.id, 'NO_SHOW', customer);
    expect(await carAt(branch, wallClock(1, '10:00'), wallClock(2, '10:00'))).toBeDefined();
    expect(await changes(booking)).toEqual(['CONFIRMED NO_SHOW']);
  });

  it('cannot be handed over while it is still somebody else’s', async () => {
    const branch = await fleetOf(1, { turnaroundMinutes: 0 });
    const first = await shop.book(
      [{ offerId: (await carAt(branch, wallClock(1, '10:00'), wallClock(2, '10:00'))).id }],
      customer,
    );
    const second = await shop.pay(
      await shop.book([{ offerId: (await carAt(branch, wallClock(3, '10:00'), wallClock(4, '10:00'))).id }], customer),
      customer,
    );
    expect((await step('checkOutCar', second)).__typename).toBe('UnitNotReady');
    expect((await shop.booking(second.id, customer))?.state).toBe('CONFIRMED');
    await shop.change('releaseHold', { bookingId: first.id }, customer);
    expect((await step('checkOutCar', second)).booking?.state).toBe('IN_USE');
  });
});
