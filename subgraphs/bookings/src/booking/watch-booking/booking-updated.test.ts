import type { TestViewer } from '@fleetgraph/kit/testing/start-test-subgraph';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agent, type SeenOffer, somebody, TestShop, wallClock } from '../testing/test-shop.js';

let shop: TestShop;
let car: SeenOffer;

beforeAll(async () => {
  shop = await TestShop.open();
  const branch = await shop.catalogue.place('BRANCH');
  await shop.catalogue.units(5, 'CAR', branch, await shop.catalogue.carClass());
  await shop.catalogue.heard();
  [car] = (await shop.offers({
    kinds: ['CAR'],
    fromLocationId: branch,
    window: { from: wallClock(5, '10:00'), to: wallClock(6, '10:00') },
  })) as [SeenOffer];
});
afterAll(() => shop.close());

interface Update {
  bookingUpdated: { sequence: number; at: string; booking: { state: string } };
}

const watch = (id: string, as: TestViewer, after?: number) =>
  shop.subgraph.subscribe<Update>(
    'subscription ($id: ID!, $after: Int) { bookingUpdated(id: $id, after: $after) { sequence at booking { state } } }',
    { id, after },
    { as },
  );

async function next(updates: AsyncIterator<{ data?: Update | null; errors?: unknown }>) {
  const { value } = await updates.next();
  return [value?.data?.bookingUpdated.sequence, value?.data?.bookingUpdated.booking.state];
}

describe('a watched booking', () => {
  it('tells its state first, then every change once', async () => {
    const customer = somebody();
    const booking = await shop.book([{ offerId: car.id }], customer);
    const updates = await watch(booking.id, customer);
    expect(await next(updates)).toEqual([1, 'HELD']);
    const paymentId = await shop.startPayment(booking);
    expect(await next(updates)).toEqual([2, 'AWAITING_PAYMENT']);
    await shop.authorise(booking, paymentId);
    expect(await next(updates)).toEqual([3, 'CONFIRMED']);
    await updates.return?.();
  });

  it('goes on behind the last change that a client has, without gap or double', async () => {
    const customer = somebody();
    const booking = await shop.book([{ offerId: car.id }], customer);
    const first = await watch(booking.id, customer);
    expect(await next(first)).toEqual([1, 'HELD']);
    await first.return?.();
    await shop.startPayment(booking);
    await shop.inState(booking.id, 'AWAITING_PAYMENT', customer);
    await shop.authorise(booking);
    await shop.inState(booking.id, 'CONFIRMED', customer);
    const second = await watch(booking.id, customer, 1);
    expect((await next(second))[0]).toBe(2);
    expect(await next(second)).toEqual([3, 'CONFIRMED']);
    await shop.change('cancelBooking', { bookingId: booking.id }, customer);
    expect(await next(second)).toEqual([4, 'CANCELLED']);
    await second.return?.();
  });

  it('is told exactly to whom the query is', async () => {
    const customer = somebody();
    const booking = await shop.book([{ offerId: car.id }], customer);
    const staff = await watch(booking.id, agent);
    expect(await next(staff)).toEqual([1, 'HELD']);
    await staff.return?.();
    const updates = await watch(booking.id, somebody());
    const refused = await updates.next().then(
      ({ value }) => JSON.stringify(value),
      (error: unknown) => JSON.stringify(error),
    );
    expect(refused).toContain('NOT_FOUND');
  });
});
