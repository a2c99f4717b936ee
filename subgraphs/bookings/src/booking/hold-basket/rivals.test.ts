import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SeenOffer, type SeenPayload, somebody, TestShop, wallClock } from '../testing/test-shop.js';

const RIVALS = 500;

let shop: TestShop;
beforeAll(async () => {
  shop = await TestShop.open();
});
afterAll(() => shop.close());

/** Everybody holds the same thing at once, by one quote that a stranger asked for. */
async function rush(offers: readonly (SeenOffer | undefined)[], rivals = RIVALS) {
  const lines = offers.map((offer) => ({ offerId: offer?.id, ...(offer?.seat && { seat: offer.seat }) }));
  const quoteId = await shop.quoteId(lines);
  const outcomes = await Promise.all(Array.from({ length: rivals }, () => shop.hold(quoteId, somebody())));
  expect(await shop.broken()).toEqual([]);
  return outcomes;
}

const winners = (outcomes: readonly SeenPayload[]) => outcomes.filter(({ booking }) => booking);

function expectOneWinner(outcomes: readonly SeenPayload[]) {
  expect(winners(outcomes)).toHaveLength(1);
  const losers = outcomes.filter(({ booking }) => !booking);
  expect(new Set(losers.map(({ __typename }) => __typename))).toEqual(new Set(['Unavailable']));
  for (const { lines } of losers) {
    expect(lines).toHaveLength(1);
    expect(lines?.[0]?.alternatives.length).toBeGreaterThan(0);
    expect(lines?.[0]?.alternatives.length).toBeLessThanOrEqual(3);
  }
}

const window = () => ({ from: wallClock(4, '10:00'), to: wallClock(5, '10:00') });

describe(`${RIVALS} rivals at once`, () => {
  it('get one car once', async () => {
    const branch = await shop.catalogue.place('BRANCH');
    const wanted = await shop.catalogue.carClass({ perDay: 3000 });
    const other = await shop.catalogue.carClass({ perDay: 5000, title: 'Estate' });
    await shop.catalogue.units(1, 'CAR', branch, wanted);
    await shop.catalogue.units(2, 'CAR', branch, other);
    await shop.catalogue.heard();
    const [offer] = await shop.offers({ kinds: ['CAR'], fromLocationId: branch, window: window() });
    expect(offer?.bookable.id).toBe(wanted);
    const outcomes = await rush([offer]);
    expectOneWinner(outcomes);
    const loser = outcomes.find(({ booking }) => !booking);
    expect(loser?.lines?.[0]?.alternatives[0]?.bookable.id).toBe(other);
  }, 120_000);

  it('get one seat once', async () => {
    const [from, to] = [await shop.catalogue.place('AIRPORT'), await shop.catalogue.place('AIRPORT', { latitude: 40 })];
    await shop.catalogue.flight(from, to);
    await shop.catalogue.heard();
    const [offer] = await shop.offers({ kinds: ['FLIGHT'], fromLocationId: from });
    expectOneWinner(await rush([offer && { ...offer, seat: '3B' }]));
  }, 120_000);

  it('get one bay once, and the technician with it', async () => {
    const workshop = await shop.catalogue.place('WORKSHOP', { openingHours: 'Mo-Su 08:00-18:00' });
    await shop.catalogue.service(workshop);
    await shop.catalogue.unit('BAY', workshop, { capabilities: ['LIFT'] });
    for (const _ of [1, 2]) await shop.catalogue.unit('TECHNICIAN', workshop, { capabilities: ['OIL'] });
    await shop.catalogue.heard();
    const [offer] = await shop.offers({ kinds: ['WORKSHOP'], fromLocationId: workshop, window: window() });
    expectOneWinner(await rush([offer]));
  }, 120_000);

  it('get the last product once', async () => {
    const store = await shop.catalogue.place('SHOP');
    await shop.catalogue.product(store, 1, { title: 'Roof box' });
    await shop.catalogue.product(store, 9, { title: 'Ski rack' });
    await shop.catalogue.heard();
    const [offer] = await shop.offers({ kinds: ['PRODUCT'], fromLocationId: store, text: 'roof' });
    expectOneWinner(await rush([offer]));
  }, 120_000);

  it('all get one while there are enough', async () => {
    const branch = await shop.catalogue.place('BRANCH');
    await shop.catalogue.units(100, 'CAR', branch, await shop.catalogue.carClass());
    await shop.catalogue.heard();
    const [offer] = await shop.offers({ kinds: ['CAR'], fromLocationId: branch, window: window() });
    expect(winners(await rush([offer], 120))).toHaveLength(100);
  }, 120_000);
});

describe('mixed baskets in opposite orders', () => {
  it('never wait for each other, and a lost line takes nothing', async () => {
    const branch = await shop.catalogue.place('BRANCH');
    const store = await shop.catalogue.place('SHOP');
    const [from, to] = [await shop.catalogue.place('AIRPORT'), await shop.catalogue.place('AIRPORT', { latitude: 41 })];
    await shop.catalogue.units(3, 'CAR', branch, await shop.catalogue.carClass());
    await shop.catalogue.product(store, 20);
    await shop.catalogue.product(store, 20, { title: 'Bike lock' });
    await shop.catalogue.flight(from, to);
    await shop.catalogue.heard();
    const [car] = await shop.offers({ kinds: ['CAR'], fromLocationId: branch, window: window() });
    const [flight] = await shop.offers({ kinds: ['FLIGHT'], fromLocationId: from });
    const [seat] = await shop.offers({ kinds: ['PRODUCT'], fromLocationId: store, text: 'child' });
    const [lock] = await shop.offers({ kinds: ['PRODUCT'], fromLocationId: store, text: 'lock' });
    const basket = [car, seat, lock, flight, seat];

    const lines = basket.map((offer) => ({ offerId: offer?.id }));
    const quotes = [await shop.quoteId(lines), await shop.quoteId(lines.toReversed())];
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, i) => shop.hold(quotes[i % 2] ?? '', somebody())),
    );
    expect(winners(outcomes)).toHaveLength(3);
    expect(new Set(outcomes.map(({ __typename }) => __typename))).toEqual(
      new Set(['HoldBasketSuccess', 'Unavailable']),
    );
    expect(await shop.broken()).toEqual([]);
    const [left] = await shop.offers({ kinds: ['PRODUCT'], fromLocationId: store, text: 'child' });
    expect(left?.unitsLeft).toBe(20 - 3 * 2);
  }, 120_000);
});
