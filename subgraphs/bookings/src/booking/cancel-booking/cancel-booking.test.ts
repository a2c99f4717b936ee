import { randomUUID } from 'node:crypto';
import type { TestViewer } from '@fleetgraph/kit/testing/start-test-subgraph';
import { BookingCancelledSchema } from '@fleetgraph/schema/events/bookings_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agent, type SeenBooking, type SeenOffer, somebody, TestShop, wallClock } from '../testing/test-shop.js';

let shop: TestShop;
let car: SeenOffer;
let goods: SeenOffer;
let flight: SeenOffer;

beforeAll(async () => {
  shop = await TestShop.open();
  const [branch, store] = [await shop.catalogue.place('BRANCH'), await shop.catalogue.place('SHOP')];
  const [from, to] = [await shop.catalogue.place('AIRPORT'), await shop.catalogue.place('AIRPORT', { latitude: 40 })];
  await shop.catalogue.units(20, 'CAR', branch, await shop.catalogue.carClass());
  await shop.catalogue.product(store, 50);
  await shop.catalogue.flight(from, to);
  await shop.catalogue.heard();
  const window = { from: wallClock(10, '10:00'), to: wallClock(13, '10:00') };
  [car] = (await shop.offers({ kinds: ['CAR'], fromLocationId: branch, window })) as [SeenOffer];
  [goods] = (await shop.offers({ kinds: ['PRODUCT'], fromLocationId: store })) as [SeenOffer];
  [flight] = (await shop.offers({ kinds: ['FLIGHT'], fromLocationId: from })) as [SeenOffer];
});
afterAll(() => shop.close());

async function paid(customer: TestViewer): Promise<SeenBooking> {
  const lines = [{ offerId: car.id }, { offerId: flight.id }, { offerId: goods.id, quantity: 2 }];
  return shop.pay(await shop.book(lines, customer), customer);
}

/** Moves a promise in time: what was to start in ten days starts after so many hours. */
async function startsIn(line: { id: string } | undefined, hours: number): Promise<void> {
  await shop.subgraph.sql(
    `update booking_line l set cancellation = (
       select jsonb_agg(case when t->>'until' is null then t
         else jsonb_set(t, '{until}', to_jsonb((t->>'until')::timestamptz - (l.starts_at - clock_timestamp()) + make_interval(hours => $2))) end)
       from jsonb_array_elements(l.cancellation) t) where id = $1`,
    [line?.id, hours],
  );
}

const quoteOf = (bookingId: string, as: TestViewer, lineIds?: string[]) =>
  shop.subgraph.query<{
    cancellationQuote: {
      refund: { amountMinor: string };
      fee: { amountMinor: string };
      bookingVersion: number;
      lines: { line: { id: string } }[];
    } | null;
  }>(
    `query ($id: ID!, $lines: [ID!]) { cancellationQuote(bookingId: $id, lineIds: $lines) { refund { amountMinor } fee { amountMinor } bookingVersion validUntil lines { line { id } } } }`,
    { id: bookingId, lines: lineIds },
    { as },
  );

describe('a cancellation', () => {
  it('is quoted for lines of the booking only', async () => {
    const customer = somebody();
    const [booking, other] = [await paid(customer), await paid(customer)];
    const ids = booking.lines.map(({ id }) => id);
    for (const lineIds of [[], ['x'], [other.lines[0]?.id ?? ''], [...ids, 'x']]) {
      const { data, errors } = await quoteOf(booking.id, customer, lineIds);
      expect(data?.cancellationQuote ?? null).toBeNull();
      expect(errors?.[0]).toMatchObject({
        message: expect.stringContaining('lineIds'),
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
    const { data } = await quoteOf(booking.id, customer, [...ids, ...ids]);
    expect(data?.cancellationQuote?.lines).toHaveLength(ids.length);
  });

  it('is what is possible when a paid booking cannot be released', async () => {
    const customer = somebody();
    const booking = await paid(customer);
    const release = () => shop.change('releaseHold', { bookingId: booking.id }, customer);
    expect(await release()).toMatchObject({
      __typename: 'IllegalTransition',
      message: expect.stringMatching(/^From CONFIRMED there is no way to RELEASED; possible: .*CANCELLED/),
    });
    await shop.change('cancelBooking', { bookingId: booking.id }, customer);
    expect((await release()).message).toContain('it is final');
  });

  it('of one line pays back by the promise, frees what it had, and leaves the rest', async () => {
    const customer = somebody();
    const booking = await paid(customer);
    const [rental] = booking.lines;
    await startsIn(rental, 47);
    const { data } = await quoteOf(booking.id, customer, [rental?.id ?? '']);
    expect(data?.cancellationQuote).toMatchObject({ refund: { amountMinor: '9800' }, fee: { amountMinor: '4900' } });
    const done = await shop.change(
      'cancelBooking',
      {
        bookingId: booking.id,
        lineIds: [rental?.id],
        expectedVersion: data?.cancellationQuote?.bookingVersion,
        reason: 'ill',
      },
      customer,
    );
    expect(done.refund?.amountMinor).toBe('9800');
    expect(done.booking?.state).toBe('PARTIALLY_CANCELLED');
    expect(done.booking?.lines.map(({ state }) => state)).toEqual(['CANCELLED', 'CONFIRMED', 'CONFIRMED']);
    const [event] = (await shop.subgraph.events(BookingCancelledSchema)).filter(
      ({ bookingId }) => bookingId === booking.id,
    );
    expect(event).toMatchObject({
      cancelledBy: 'CUSTOMER',
      reason: 'ill',
      whole: false,
      refund: { amountMinor: 9800n },
      fee: { amountMinor: 4900n },
    });
    expect(event?.lines[0]?.line?.unitIds).toEqual([rental?.car?.id]);

    const rest = await shop.change('cancelBooking', { bookingId: booking.id }, customer);
    expect(rest.booking?.state).toBe('CANCELLED');
    expect(rest.refund?.amountMinor).toBe(String(11900 + 3998));
    expect(await shop.broken()).toEqual([]);
  });

  it.each([
    [48.001, 14700],
    [47.999, 9800],
    [0.001, 9800],
    [-0.001, 0],
  ])('of a car %f hours before its pick-up pays back %i', async (hours, refund) => {
    const customer = somebody();
    const booking = await shop.pay(await shop.book([{ offerId: car.id }], customer), customer);
    await shop.subgraph.sql(
      `update booking_line set cancellation = (select jsonb_agg(case when t->>'until' is null then t else jsonb_set(t, '{until}',
         to_jsonb((t->>'until')::timestamptz - (starts_at - clock_timestamp()) + make_interval(secs => $2::double precision * 3600))) end)
       from jsonb_array_elements(cancellation) t) where id = $1`,
      [booking.lines[0]?.id, hours],
    );
    expect((await shop.change('cancelBooking', { bookingId: booking.id }, customer)).refund?.amountMinor).toBe(
      String(refund),
    );
  });

  it('by the operator pays everything back', async () => {
    const customer = somebody();
    const booking = await paid(customer);
    await startsIn(booking.lines[0], -1);
    const done = await shop.change('cancelBooking', { bookingId: booking.id, reason: 'weather' }, agent);
    expect(done.refund?.amountMinor).toBe(booking.total.amountMinor);
    const event = (await shop.subgraph.events(BookingCancelledSchema)).find(
      ({ bookingId }) => bookingId === booking.id,
    );
    expect(event).toMatchObject({ cancelledBy: 'OPERATOR', whole: true, fee: { amountMinor: 0n } });
  });

  it('is refused for what changed meanwhile, and tells what it is now', async () => {
    const customer = somebody();
    const booking = await paid(customer);
    const answer = await shop.subgraph.query<{ done: { current: { version: number } } }>(
      `mutation ($input: CancelBookingInput!) { done: cancelBooking(input: $input) { ... on StaleVersion { code current { version } } } }`,
      { input: { bookingId: booking.id, expectedVersion: booking.version - 1, idempotencyKey: randomUUID() } },
      { as: customer },
    );
    expect(answer.data?.done.current.version).toBe(booking.version);
    expect((await shop.booking(booking.id, customer))?.state).toBe('CONFIRMED');
  });

  it('of a line that is over, or of another booking, is refused', async () => {
    const customer = somebody();
    const booking = await paid(customer);
    const lineIds = [booking.lines[0]?.id];
    await shop.change('cancelBooking', { bookingId: booking.id, lineIds }, customer);
    expect((await shop.change('cancelBooking', { bookingId: booking.id, lineIds }, customer)).__typename).toBe(
      'IllegalTransition',
    );
    expect(
      (await shop.change('cancelBooking', { bookingId: booking.id, lineIds: [randomUUID()] }, customer)).__typename,
    ).toBe('InputInvalid');
  });

  it('done twice at once pays back once', async () => {
    const customer = somebody();
    const booking = await paid(customer);
    const input = { bookingId: booking.id, idempotencyKey: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.change('cancelBooking', input, customer)));
    expect(new Set(answers.map(({ refund }) => refund?.amountMinor))).toEqual(new Set([booking.total.amountMinor]));
    const others = await Promise.all(
      [1, 2, 3].map(() => shop.change('cancelBooking', { bookingId: booking.id }, customer)),
    );
    expect(new Set(others.map(({ __typename }) => __typename))).toEqual(new Set(['IllegalTransition']));
    const events = await shop.subgraph.events(BookingCancelledSchema);
    expect(events.filter(({ bookingId }) => bookingId === booking.id)).toHaveLength(1);
  });

  it('before paying lets everything go', async () => {
    const customer = somebody();
    const booking = await shop.book([{ offerId: car.id }, { offerId: goods.id }], customer);
    expect(
      (await shop.change('cancelBooking', { bookingId: booking.id, lineIds: [booking.lines[0]?.id] }, customer))
        .__typename,
    ).toBe('IllegalTransition');
    const done = await shop.change('cancelBooking', { bookingId: booking.id }, customer);
    expect(done).toMatchObject({ refund: { amountMinor: '0' }, booking: { state: 'CANCELLED' } });
    expect(await shop.broken()).toEqual([]);
  });
});
