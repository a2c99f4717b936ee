import { BookingHeldSchema } from '@fleetgraph/schema/events/bookings_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { somebody, TestShop, wallClock } from '../testing/test-shop.js';

let shop: TestShop;
let places: { branch: string; station: string; berlin: string; london: string; workshop: string; store: string };

beforeAll(async () => {
  shop = await TestShop.open();
  const { catalogue } = shop;
  places = {
    branch: await catalogue.place('BRANCH'),
    station: await catalogue.place('STATION'),
    berlin: await catalogue.place('AIRPORT'),
    london: await catalogue.place('AIRPORT', { timeZone: 'Europe/London', latitude: 51.5, longitude: -0.1 }),
    workshop: await catalogue.place('WORKSHOP', { openingHours: 'Mo-Su 08:00-18:00' }),
    store: await catalogue.place('SHOP'),
  };
  const car = await catalogue.carClass();
  await catalogue.units(3, 'CAR', places.branch, car);
  await catalogue.unit('BAY', places.workshop, { capabilities: ['LIFT'] });
  await catalogue.unit('TECHNICIAN', places.workshop, { capabilities: ['OIL', 'TYRES'] });
  await catalogue.bike(places.station);
  await catalogue.flight(places.berlin, places.london);
  await catalogue.service(places.workshop);
  await catalogue.product(places.store, 5);
  await catalogue.heard();
});
afterAll(() => shop.close());

const carSearch = () => ({
  kinds: ['CAR'],
  fromLocationId: places.branch,
  window: { from: wallClock(3, '10:00'), to: wallClock(5, '10:00') },
});

describe('a mixed basket', () => {
  it('is offered, quoted with every charge, held, and read by its customer', async () => {
    const customer = somebody();
    const [car] = await shop.offers(carSearch());
    const [bike] = await shop.offers({
      kinds: ['BIKE'],
      fromLocationId: places.station,
      window: { from: wallClock(3, '12:00'), to: wallClock(3, '12:45') },
    });
    const [flight] = await shop.offers({
      kinds: ['FLIGHT'],
      fromLocationId: places.berlin,
      toLocationId: places.london,
    });
    const [slot] = await shop.offers({
      kinds: ['WORKSHOP'],
      fromLocationId: places.workshop,
      window: { from: wallClock(3, '08:00'), to: wallClock(3, '18:00') },
    });
    const [goods] = await shop.offers({ kinds: ['PRODUCT'], fromLocationId: places.store, text: 'child' });
    expect(
      [car, bike, flight, slot, goods].map((offer) => [offer?.kind, offer?.unitsLeft, offer?.total.amountMinor]),
    ).toEqual([
      ['CAR', 3, '9800'],
      ['BIKE', 1, '500'],
      ['FLIGHT', 12, '11900'],
      ['WORKSHOP', 1, '8900'],
      ['PRODUCT', 5, '1999'],
    ]);

    const quoted = await shop.quote(
      [
        { offerId: car?.id, extras: ['CHILD_SEAT'] },
        { offerId: bike?.id },
        { offerId: flight?.id, seat: '2C' },
        { offerId: slot?.id, customerVehicleId: await shop.catalogue.vehicle(customer.subject) },
        { offerId: goods?.id, quantity: 2 },
      ],
      customer,
    );
    expect(quoted.quote?.lines.map(({ total }) => total.amountMinor)).toEqual([
      '10800',
      '500',
      '14400',
      '8900',
      '3998',
    ]);
    expect(quoted.quote?.total.amountMinor).toBe('38598');
    const charges = quoted.quote?.lines.flatMap(({ charges }) => charges) ?? [];
    expect(charges.map(({ code }) => code)).toEqual([
      'RENTAL',
      'EXTRA_CHILD_SEAT',
      'BASE',
      'TIME',
      'FARE',
      'SEAT_EXTRA_LEGROOM',
      'LIST_PRICE',
      'LIST_PRICE',
    ]);
    const taxed = charges.reduce((sum, { tax }) => sum + BigInt(tax.amountMinor), 0n);
    expect(taxed).toBe(((38598n - 14400n) * 1900n * 2n + 11900n) / (2n * 11900n)); // 19 % of what is not the flight, once

    const held = await shop.hold(quoted.quote?.id ?? '', customer);
    expect(held.message).toBeUndefined();
    const booking = held.booking;
    expect(booking?.state).toBe('HELD');
    expect(booking?.locator).toMatch(/^[ABCDEFGHJKMNPQRSTUVWXYZ23456789]{6}$/);
    expect(booking?.total.amountMinor).toBe('38598');
    expect(booking?.lines.map(({ __typename }) => __typename)).toEqual([
      'CarRental',
      'BikeRide',
      'FlightSeat',
      'WorkshopAppointment',
      'ShopOrder',
    ]);
    expect(booking?.lines[2]?.seat).toEqual({ designator: '2C', state: 'HELD' });
    expect(booking?.lines[0]?.window?.from).toMatchObject({
      local: `${wallClock(3, '10:00')}:00`,
      timeZone: 'Europe/Berlin',
    });
    expect(booking?.lines[2]?.window?.to.timeZone).toBe('Europe/London');

    const [event] = await shop.subgraph.events(BookingHeldSchema);
    expect(event?.lines.map(({ kind, unitIds }) => [kind, unitIds.length])).toEqual([
      ['CAR', 1],
      ['BIKE', 1],
      ['FLIGHT', 0],
      ['WORKSHOP', 2],
      ['PRODUCT', 0],
    ]);
    expect(event?.lines[0]?.unitIds[0]).toBe(booking?.lines[0]?.car?.id);
    expect(await shop.broken()).toEqual([]);
    const [left] = await shop.offers(carSearch());
    expect(left?.unitsLeft).toBe(2);
  });
});
