import { OffersSearchedSchema } from '@fleetgraph/schema/events/bookings_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { somebody, TestShop, wallClock } from '../../booking/testing/test-shop.js';

let shop: TestShop;
beforeAll(async () => {
  shop = await TestShop.open({ mostDaysAhead: 400 });
});
afterAll(() => shop.close());

const customer = somebody();

/** The next two nights in which the clocks of Berlin change: one day has 23 hours, the other 25. */
function nightsOfChange() {
  const soon = Temporal.Now.zonedDateTimeISO('Europe/Berlin').add({ days: 2 });
  const first = soon.getTimeZoneTransition('next');
  return [first, first?.getTimeZoneTransition('next')].map((change) => {
    if (!change) throw new Error('Berlin changes its clocks no more.');
    const day = change.toPlainDate();
    return { from: `${day.subtract({ days: 1 })}T10:00`, to: `${day}T10:00`, hours: change.hoursInDay };
  });
}

describe('offers', () => {
  it('are searched around a place that lacks a kind, and within a circle', async () => {
    const far = { latitude: 20, longitude: 20 };
    const airport = await shop.catalogue.place('AIRPORT', far);
    const near = await shop.catalogue.place('BRANCH', { latitude: 20.1, longitude: 20 });
    const away = await shop.catalogue.place('BRANCH', { latitude: 21, longitude: 20 });
    const car = await shop.catalogue.carClass();
    for (const branch of [near, away]) await shop.catalogue.unit('CAR', branch, { bookableId: car });
    await shop.catalogue.heard();
    const window = { from: wallClock(2, '10:00'), to: wallClock(3, '10:00') };
    const places = async (input: object) =>
      (await shop.offers({ kinds: ['CAR'], window, ...input })).map(({ location }) => location.id);
    expect(await places({ fromLocationId: airport })).toEqual([near]);
    expect(await places({ fromLocationId: away })).toEqual([away]);
    expect((await places({ near: { ...far, radiusMeters: 200_000 } })).sort()).toEqual([near, away].sort());
    expect(await places({ near: { ...far, radiusMeters: 1_000 } })).toEqual([]);
    const searches = await shop.subgraph.events(OffersSearchedSchema);
    expect(searches.map(({ results }) => results)).toEqual([1, 1, 2, 0]);
  });

  it('alternate between kinds, and pages stay whole while offers come and go', async () => {
    const at = { latitude: -30, longitude: -30 };
    const [branch, station, store] = [
      await shop.catalogue.place('BRANCH', at),
      await shop.catalogue.place('STATION', at),
      await shop.catalogue.place('SHOP', at),
    ];
    for (const perDay of [1000, 2000, 3000])
      await shop.catalogue.unit('CAR', branch, { bookableId: await shop.catalogue.carClass({ perDay }) });
    for (let i = 0; i < 4; i++) await shop.catalogue.bike(station);
    for (const price of [100, 200, 300, 400, 500]) await shop.catalogue.product(store, 3, { price });
    await shop.catalogue.heard();
    const input = {
      kinds: ['CAR', 'BIKE', 'PRODUCT'],
      near: { ...at, radiusMeters: 5_000 },
      window: { from: wallClock(2, '10:00'), to: wallClock(2, '10:20') },
    };
    const first = await shop.offerPage(input, { first: 5, after: null });
    expect(first.edges.map(({ node }) => node.kind)).toEqual(['CAR', 'BIKE', 'PRODUCT', 'CAR', 'BIKE']);
    await shop.catalogue.product(store, 3, { price: 1 }); // would push everything down by one
    await shop.catalogue.heard();
    const second = await shop.offerPage(input, { first: 50, after: first.pageInfo.endCursor });
    expect(second.pageInfo.hasNextPage).toBe(false);
    const all = [...first.edges, ...second.edges].map(({ node }) => node.bookable.id);
    expect(all).toHaveLength(12);
    expect(new Set(all).size).toBe(12);
    await expect(shop.offerPage(input, { first: 5, after: 'bogus' })).rejects.toThrow('BAD_USER_INPUT');
    await expect(shop.offerPage(input, { first: 101, after: null })).rejects.toThrow('BAD_USER_INPUT');
  });

  it.each(nightsOfChange())(
    'take the clock on the wall, also over a day of $hours hours: one day',
    async ({ from, to, hours }) => {
      const branch = await shop.catalogue.place('BRANCH');
      await shop.catalogue.unit('CAR', branch, { bookableId: await shop.catalogue.carClass() });
      await shop.catalogue.heard();
      const [offer] = await shop.offers({ kinds: ['CAR'], fromLocationId: branch, window: { from, to } });
      expect(offer?.total.amountMinor).toBe('4900');
      const booking = await shop.book([{ offerId: offer?.id }], customer);
      const window = booking.lines[0]?.window;
      expect(Date.parse(window?.to.at ?? '') - Date.parse(window?.from.at ?? '')).toBe(hours * 3_600_000);
      expect([window?.from.local, window?.to.local]).toEqual([`${from}:00`, `${to}:00`]);
    },
  );

  it('of a one-way rental cost the fee, and keep the car from being promised where it will not be', async () => {
    const [here, there] = [
      await shop.catalogue.place('BRANCH'),
      await shop.catalogue.place('BRANCH', { timeZone: 'Asia/Kolkata' }),
    ];
    await shop.catalogue.unit('CAR', here, { bookableId: await shop.catalogue.carClass() });
    await shop.catalogue.heard();
    const search = (from: number, to: number, toLocationId?: string) =>
      shop.offers({
        kinds: ['CAR'],
        fromLocationId: here,
        ...(toLocationId && { toLocationId }),
        window: { from: wallClock(from, '10:00'), to: wallClock(to, '10:00') },
      });
    const [offer] = await search(4, 5, there);
    expect(offer?.total.amountMinor).toBe(String(4900 + 7500));
    const booking = await shop.book([{ offerId: offer?.id }], customer);
    expect(booking.lines[0]).toMatchObject({
      pickUp: { id: here },
      dropOff: { id: there },
      window: { to: { timeZone: 'Asia/Kolkata' } },
    });
    expect(await search(7, 8)).toEqual([]);
    expect(await search(2, 3)).toHaveLength(1);
    expect(await search(2, 3, there)).toEqual([]);
  });

  it('of a workshop need a bay with the capability and a technician with the skill, in opening hours, with buffers', async () => {
    const workshop = await shop.catalogue.place('WORKSHOP', { openingHours: 'Mo-Su 08:00-11:00' });
    await shop.catalogue.service(workshop);
    await shop.catalogue.unit('BAY', workshop, { capabilities: ['LIFT'] });
    await shop.catalogue.unit('BAY', workshop, { capabilities: ['ALIGNMENT'] });
    await shop.catalogue.heard();
    const window = { from: wallClock(6, '00:00'), to: wallClock(6, '23:00') };
    const slots = async () => await shop.offers({ kinds: ['WORKSHOP'], fromLocationId: workshop, window });
    expect(await slots()).toEqual([]);
    await shop.catalogue.unit('TECHNICIAN', workshop, { capabilities: ['TYRES'] });
    await shop.catalogue.unit('TECHNICIAN', workshop, { capabilities: ['OIL'] });
    await shop.catalogue.heard();
    const all = await slots();
    const times = (list: typeof all) => list.map(({ window: slot }) => slot?.from.local.slice(11, 16)).sort();
    expect(times(all)).toEqual(['08:00', '08:30', '09:00', '09:30', '10:00']);
    await shop.book([{ offerId: all.find(({ window: slot }) => slot?.from.local.endsWith('08:00:00'))?.id }], customer);
    expect(times(await slots())).toEqual(['09:30', '10:00']); // 08:00 to 09:20 is taken, and 09:30 needs ten minutes before
  });

  it('of flights are the cheapest cabin with enough seats, by the day at the origin', async () => {
    const [from, to] = [
      await shop.catalogue.place('AIRPORT', { latitude: 5 }),
      await shop.catalogue.place('AIRPORT', { latitude: -40 }),
    ];
    const departsAt = new Date(`${wallClock(3, '22:30')}:00Z`); // the next day in Berlin
    const flight = await shop.catalogue.flight(from, to, { departsAt, rows: 1 });
    await shop.catalogue.heard();
    const search = (day: number, travellers?: number) =>
      shop.offers({
        kinds: ['FLIGHT'],
        fromLocationId: from,
        toLocationId: to,
        window: { from: wallClock(day, '09:00') },
        travellers,
      });
    const localDay =
      departsAt.toLocaleDateString('sv', { timeZone: 'Europe/Berlin' }) === wallClock(3, '').slice(0, 10) ? 3 : 4;
    expect(await search(localDay + 1)).toEqual([]);
    const [offer] = await search(localDay);
    expect(offer).toMatchObject({ bookable: { id: flight }, unitsLeft: 6, total: { amountMinor: '11900' } });
    expect(await search(localDay, 7)).toEqual([]);
    await shop.book([{ offerId: offer?.id, quantity: 5 }], customer);
    expect((await search(localDay, 2))[0]).toMatchObject({ unitsLeft: 2, total: { amountMinor: '39900' } });
    expect((await search(localDay, 1))[0]).toMatchObject({ unitsLeft: 1, total: { amountMinor: '11900' } });
  });
});
