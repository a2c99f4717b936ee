import { randomUUID } from 'node:crypto';
import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agent, type SeenOffer, somebody, TestShop, wallClock } from '../../booking/testing/test-shop.js';

let shop: TestShop;
let slot: SeenOffer;
let goods: SeenOffer;
let bike: SeenOffer;
let flight: SeenOffer;

beforeAll(async () => {
  shop = await TestShop.open();
  const workshop = await shop.catalogue.place('WORKSHOP', { openingHours: 'Mo-Su 08:00-18:00' });
  const [store, station] = [await shop.catalogue.place('SHOP'), await shop.catalogue.place('STATION')];
  const [origin, destination] = [
    await shop.catalogue.place('AIRPORT'),
    await shop.catalogue.place('AIRPORT', { latitude: -40 }),
  ];
  await shop.catalogue.service(workshop);
  await shop.catalogue.unit('BAY', workshop, { capabilities: ['LIFT'] });
  await shop.catalogue.unit('TECHNICIAN', workshop, { capabilities: ['OIL'] });
  await shop.catalogue.product(store, 3);
  await shop.catalogue.bike(station);
  await shop.catalogue.flight(origin, destination);
  await shop.catalogue.heard();
  const window = { from: wallClock(3, '08:00'), to: wallClock(3, '18:00') };
  const [first] = await shop.offers({ kinds: ['WORKSHOP'], fromLocationId: workshop, window });
  const [piece] = await shop.offers({ kinds: ['PRODUCT'], fromLocationId: store });
  const [ride] = await shop.offers({ kinds: ['BIKE'], fromLocationId: station });
  const [seats] = await shop.offers({ kinds: ['FLIGHT'], fromLocationId: origin });
  [slot, goods, bike, flight] = [first, piece, ride, seats] as [SeenOffer, SeenOffer, SeenOffer, SeenOffer];
});
afterAll(() => shop.close());

const refusal = (path: string, words: string) => ({
  __typename: 'InputInvalid',
  message: expect.stringMatching(new RegExp(`^${path}: .*${words}`)),
});

describe('a vehicle in a basket', () => {
  it('is the customer’s own, as soon as it is registered and until it is taken out of the list', async () => {
    const customer = somebody();
    const vehicleId = randomUUID();
    const lines = [{ offerId: slot.id, customerVehicleId: vehicleId }];
    const asked = shop.quote(lines, customer); // before the event of its registration has arrived
    await shop.catalogue.vehicle(customer.subject, { vehicleId });
    expect((await asked).__typename).toBe('QuoteBasketSuccess');
    const booking = await shop.book(lines, customer);
    expect(booking.lines[0]).toMatchObject({ vehicle: { id: vehicleId } });
    await shop.change('releaseHold', { bookingId: booking.id }, customer);

    await shop.catalogue.vehicle(customer.subject, { vehicleId, version: 2, active: false });
    await until(async () => (await shop.quote(lines, customer)).__typename === 'InputInvalid');
    await shop.catalogue.vehicle(customer.subject, { vehicleId, version: 1 }); // late: the last version counts
    expect(await shop.quote(lines, customer)).toMatchObject(refusal('lines.0.customerVehicleId', 'no such vehicle'));
  });

  it('that does not exist or is somebody else’s is refused in the same words; the desk may name any', async () => {
    const [owner, other] = [somebody(), somebody()];
    const vehicle = await shop.catalogue.vehicle(owner.subject);
    await shop.catalogue.heard();
    const partner = { ...somebody(), organisation: 'org', roles: ['PARTNER_ADMIN' as const] };
    for (const id of [vehicle, 'x', '']) {
      const lines = [{ offerId: goods.id }, { offerId: slot.id, customerVehicleId: id }];
      for (const as of [other, partner]) {
        expect(await shop.quote(lines, as)).toMatchObject(refusal('lines.1.customerVehicleId', 'no such vehicle'));
      }
      expect(await shop.quote(lines)).toMatchObject(refusal('lines.1.customerVehicleId', 'Sign in'));
    }
    const lines = [{ offerId: slot.id, customerVehicleId: vehicle }];
    expect((await shop.quote(lines, agent)).__typename).toBe('QuoteBasketSuccess');
    expect((await shop.quote(lines, owner)).__typename).toBe('QuoteBasketSuccess');
  });

  it('belongs to workshop lines only', async () => {
    const customer = somebody();
    const customerVehicleId = await shop.catalogue.vehicle(customer.subject);
    await shop.catalogue.heard();
    expect(await shop.quote([{ offerId: goods.id, customerVehicleId }], customer)).toMatchObject(
      refusal('lines.0.customerVehicleId', 'Only workshop'),
    );
  });
});

describe('a single thing', () => {
  it('is in a basket once', async () => {
    const seat = { offerId: flight.id, seat: '2C' };
    expect(await shop.quote([seat, seat])).toMatchObject(refusal('lines.1.seat', '2C is in the basket already'));
    const ride = { offerId: bike.id };
    expect(await shop.quote([ride, seat, ride])).toMatchObject(refusal('lines.2.offerId', 'already'));
    expect((await shop.quote([seat, { ...seat, seat: '2D' }, ride])).__typename).toBe('QuoteBasketSuccess');
    expect((await shop.quote([{ offerId: flight.id, seat: null, quantity: 2 }])).__typename).toBe('QuoteBasketSuccess');
  });

  it('that has no name is asked for', async () => {
    expect(await shop.quote([{ offerId: flight.id, seat: '' }])).toMatchObject(refusal('lines.0.seat', 'Name a seat'));
  });
});
