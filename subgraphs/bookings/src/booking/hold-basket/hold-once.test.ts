import { randomUUID } from 'node:crypto';
import { BookingHeldSchema, HoldRefusedSchema } from '@fleetgraph/schema/events/bookings_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SeenBooking, type SeenOffer, somebody, TestShop, wallClock } from '../testing/test-shop.js';

let shop: TestShop;
let car: SeenOffer;
let bikes: SeenOffer[];
let goods: SeenOffer;

beforeAll(async () => {
  shop = await TestShop.open({ maxBikeReservations: 2 });
  const [branch, station, store] = [
    await shop.catalogue.place('BRANCH'),
    await shop.catalogue.place('STATION'),
    await shop.catalogue.place('SHOP'),
  ];
  await shop.catalogue.units(60, 'CAR', branch, await shop.catalogue.carClass());
  for (let i = 0; i < 4; i++) await shop.catalogue.bike(station);
  await shop.catalogue.product(store, 3);
  await shop.catalogue.heard();
  const window = { from: wallClock(2, '10:00'), to: wallClock(3, '10:00') };
  [car] = (await shop.offers({ kinds: ['CAR'], fromLocationId: branch, window })) as [SeenOffer];
  bikes = await shop.offers({ kinds: ['BIKE'], fromLocationId: station });
  [goods] = (await shop.offers({ kinds: ['PRODUCT'], fromLocationId: store })) as [SeenOffer];
});
afterAll(() => shop.close());

describe('an idempotency key', () => {
  it('used fifty times at once has one effect and fifty equal answers', async () => {
    const customer = somebody();
    const quoteId = await shop.quoteId([{ offerId: car.id }], customer);
    const idempotencyKey = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => shop.hold(quoteId, customer, { idempotencyKey })),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.booking?.state).toBe('HELD');
    const events = await shop.subgraph.events(BookingHeldSchema);
    expect(events.filter(({ customerId }) => customerId === customer.subject)).toHaveLength(1);

    const other = await shop.quoteId([{ offerId: car.id }], customer);
    expect((await shop.hold(other, customer, { idempotencyKey })).__typename).toBe('IdempotencyConflict');
  });

  it.each(['', 'k'.repeat(129)])('has 1 to 128 characters, else the input is refused (%#)', async (idempotencyKey) => {
    const customer = somebody();
    const quoteId = await shop.quoteId([{ offerId: car.id }], customer);
    const refused = { __typename: 'InputInvalid', message: expect.stringContaining('idempotencyKey') };
    expect(await shop.hold(quoteId, customer, { idempotencyKey })).toMatchObject(refused);
    const { booking } = await shop.hold(quoteId, customer);
    for (const mutation of ['releaseHold', 'cancelBooking'] as const) {
      expect(await shop.change(mutation, { bookingId: booking?.id, idempotencyKey }, customer)).toMatchObject(refused);
    }
    expect((await shop.booking(booking?.id ?? '', customer))?.state).toBe('HELD');
  });

  it('gives the same refusal again, with the same alternatives, and counts the demand once', async () => {
    const [first, second] = [somebody(), somebody()];
    const lines = [{ offerId: goods.id, quantity: 3 }];
    const [mine, theirs] = [await shop.quoteId(lines, first), await shop.quoteId(lines, second)];
    await shop.hold(mine, first);
    const idempotencyKey = randomUUID();
    const refused = await shop.hold(theirs, second, { idempotencyKey });
    expect(refused.__typename).toBe('Unavailable');
    expect(await shop.hold(theirs, second, { idempotencyKey })).toEqual(refused);
    const refusals = await shop.subgraph.events(HoldRefusedSchema);
    expect(refusals.filter(({ bookableId }) => bookableId === goods.bookable.id)).toHaveLength(1);
  });
});

describe('a quote', () => {
  it('held from two tabs is one booking', async () => {
    const customer = somebody();
    const quoteId = await shop.quoteId([{ offerId: car.id }], customer);
    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.hold(quoteId, customer)));
    expect(new Set(answers.map(({ booking }) => booking?.id)).size).toBe(1);
  });

  it('is its owner’s: for others it is not there', async () => {
    const [owner, other] = [somebody(), somebody()];
    const quoteId = await shop.quoteId([{ offerId: car.id }], owner);
    expect((await shop.hold(quoteId, other)).__typename).toBe('QuoteExpired');
    expect((await shop.hold(randomUUID(), other)).__typename).toBe('QuoteExpired');
    expect((await shop.hold('no id of ours', other)).__typename).toBe('QuoteExpired');
  });

  it('made before signing in can be held after', async () => {
    const quoteId = await shop.quoteId([{ offerId: car.id }]);
    expect((await shop.hold(quoteId, somebody())).booking?.state).toBe('HELD');
  });

  it('is refused when it has expired, not re-priced', async () => {
    const customer = somebody();
    const quoteId = await shop.quoteId([{ offerId: car.id }], customer);
    await shop.subgraph.sql('update quote set expires_at = clock_timestamp() where id = $1', [quoteId]);
    expect((await shop.hold(quoteId, customer)).__typename).toBe('QuoteExpired');
  });

  it('refuses what was tampered with, what is none of ours, and what no rate has', async () => {
    const forged = Buffer.from(car.id, 'base64url');
    forged.writeUInt8((forged.at(-3) ?? 0) ^ 1, forged.length - 3);
    for (const offerId of [forged.toString('base64url'), 'x', '']) {
      expect((await shop.quote([{ offerId }])).__typename).toBe('OfferExpired');
    }
    const faults = [
      [{ offerId: car.id, quantity: 0 }],
      [{ offerId: car.id, quantity: 21 }],
      [{ offerId: car.id, seat: '1A' }],
      [{ offerId: car.id, extras: ['YACHT'] }],
      [{ offerId: goods.id, extras: ['CHILD_SEAT'] }],
      [],
    ];
    for (const lines of faults) expect((await shop.quote(lines)).__typename).toBe('InputInvalid');
    expect((await shop.quote([{ offerId: car.id }], undefined, { currency: 'USD' })).__typename).toBe('InputInvalid');
  });
});

describe('limits', () => {
  it('leave what is unpaid for others: twenty bookings of one customer at a time, and more once one is let go', async () => {
    const customer = somebody();
    const hold = async () => shop.hold(await shop.quoteId([{ offerId: car.id }], customer), customer);
    const held = [];
    for (let i = 0; i < 20; i++) held.push(await hold());
    expect(new Set(held.map(({ __typename }) => __typename))).toEqual(new Set(['HoldBasketSuccess']));
    expect(await hold()).toMatchObject({ __typename: 'BookingLimitReached', message: expect.stringContaining('20') });
    expect(await shop.hold(await shop.quoteId([{ offerId: car.id }]), somebody())).toHaveProperty(
      'booking.state',
      'HELD',
    );

    await shop.pay(held[0]?.booking as SeenBooking, customer);
    expect((await hold()).__typename).toBe('HoldBasketSuccess');
    expect((await hold()).__typename).toBe('BookingLimitReached');
    await shop.change('releaseHold', { bookingId: held[1]?.booking?.id }, customer);
    expect((await hold()).__typename).toBe('HoldBasketSuccess');
  });

  it('leave bikes for others', async () => {
    const customer = somebody();
    for (const offer of bikes.slice(0, 2)) await shop.book([{ offerId: offer.id }], customer);
    const third = await shop.hold(await shop.quoteId([{ offerId: bikes[2]?.id }], customer), customer);
    expect(third).toMatchObject({ __typename: 'BookingLimitReached', code: 'BOOKING_LIMIT_REACHED' });
    expect((await shop.hold(await shop.quoteId([{ offerId: bikes[2]?.id }], customer), somebody())).__typename).toBe(
      'QuoteExpired',
    );
  });
});
