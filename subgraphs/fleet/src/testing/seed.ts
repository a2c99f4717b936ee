import type { FleetUnderTest } from './fleet-under-test.js';

let serial = 0;

/** A number that no other thing of this test has. */
export const next = (): number => {
  serial += 1;
  return serial;
};

/** A place in Germany, or elsewhere. */
export async function addPlace(
  fleet: FleetUnderTest,
  kind: string,
  facts: Record<string, unknown> = {},
): Promise<string> {
  const place = await fleet.make('addLocation', {
    kind,
    name: `${kind} ${next()}`,
    country: 'DE',
    timeZone: 'Europe/Berlin',
    position: { latitude: 53.55, longitude: 10 },
    ...facts,
  });
  return place.id;
}

/** The price of a bike ride by use, with German tax. */
export async function addUsagePlan(fleet: FleetUnderTest): Promise<string> {
  await fleet.make('setTaxRate', { country: 'DE', category: 'STANDARD', rateBps: 1900 }, 'rateBps');
  const plan = await fleet.make('saveRatePlan', {
    code: `BIKE_${next()}`,
    name: 'City bike',
    currency: 'EUR',
    taxCategory: 'STANDARD',
    usage: {
      baseMinor: '200',
      perMinute: [
        { start: 30, end: 60, interval: 0, rateMinor: '300' },
        { start: 60, interval: 1, rateMinor: '10' },
      ],
    },
  });
  return plan.id;
}

/** The price of a rental by days, with German tax. */
export async function addDayPlan(fleet: FleetUnderTest): Promise<string> {
  await fleet.make('setTaxRate', { country: 'DE', category: 'STANDARD', rateBps: 1900 }, 'rateBps');
  const plan = await fleet.make('saveRatePlan', {
    code: `CAR_${next()}`,
    name: 'Compact by days',
    currency: 'EUR',
    taxCategory: 'STANDARD',
    day: {
      perDayMinor: '4990',
      oneWayFeeMinor: '9900',
      extras: [{ code: 'CHILD_SEAT', title: 'Child seat', priceMinor: '700', isPerDay: true }],
    },
  });
  return plan.id;
}

/** A bike at a station. */
export const addBike = async (fleet: FleetUnderTest, locationId: string, ratePlanId: string, title = 'City bike') =>
  fleet.make('addBike', { title, locationId, propulsion: 'HUMAN', ratePlanId }, 'id unitId version state');

/** A VIN that nobody checks by digit, different each time. */
export const nextVin = (): string => `WVWZZZ1JZXW${String(next()).padStart(6, '0')}`;

/** A class with a car at a branch. */
export async function addClassWithCar(
  fleet: FleetUnderTest,
  acriss = 'CCAR',
): Promise<{ classId: string; carId: string; locationId: string }> {
  const locationId = await addPlace(fleet, 'BRANCH');
  const ratePlanId = await addDayPlan(fleet);
  const facts = { acriss, title: 'Compact, VW Golf or similar', country: 'DE', seats: 5, ratePlanId };
  const { id: classId } = await fleet.make('addCarClass', facts);
  const car = { plate: `HH-AB ${next()}`, country: 'DE', vin: nextVin(), classId, locationId };
  const { id: carId } = await fleet.make('addCar', car);
  return { classId, carId, locationId };
}

/** An aircraft with business and economy. */
export const addAircraft = async (fleet: FleetUnderTest, code = `32${next()}`): Promise<string> =>
  (
    await fleet.make(
      'saveAircraft',
      {
        code,
        name: 'Airbus A320',
        cabins: [
          { name: 'Business', class: 'BUSINESS', firstRow: 1, lastRow: 3, columns: 'AC DF' },
          {
            name: 'Economy',
            class: 'ECONOMY',
            firstRow: 10,
            lastRow: 20,
            columns: 'ABC DEF',
            skippedRows: [13],
            exitRows: [11],
            blockedSeats: ['20F'],
          },
        ],
      },
      'id',
    )
  ).id;

/** Frankfurt, San Francisco and a flight between them. */
export async function addFlight(fleet: FleetUnderTest, number = `LH${400 + next()}`, day = '2030-07-01') {
  const originId = await addPlace(fleet, 'AIRPORT', {
    name: 'Frankfurt',
    code: `F${next()}`,
    position: { latitude: 50.03, longitude: 8.57 },
  });
  const destinationId = await addPlace(fleet, 'AIRPORT', {
    name: 'San Francisco',
    code: `S${next()}`,
    country: 'US',
    timeZone: 'America/Los_Angeles',
    position: { latitude: 37.62, longitude: -122.38 },
  });
  const aircraftId = await addAircraft(fleet);
  const flight = await fleet.make('addFlight', {
    number,
    originId,
    destinationId,
    aircraftId,
    departs: `${day}T10:05`,
    arrives: `${day}T12:30`,
    currency: 'EUR',
    fare: {
      fares: [
        { cabinClass: 'ECONOMY', priceMinor: '39900' },
        { cabinClass: 'BUSINESS', priceMinor: '189900' },
      ],
    },
  });
  return { id: flight.id as string, version: flight.version as number, number, originId, destinationId, aircraftId };
}

/** A product with one variant in a shop. */
export async function addVariant(
  fleet: FleetUnderTest,
): Promise<{ variantId: string; locationId: string; sku: string }> {
  await addDayPlan(fleet);
  const locationId = await addPlace(fleet, 'SHOP');
  const { id: productId } = await fleet.make('addProduct', { name: `Child seat ${next()}`, brand: 'Maxi' });
  const sku = `SEAT-${next()}`;
  const variant = { productId, sku, title: 'Child seat, 9–18 kg', locationId, priceMinor: '12900', currency: 'EUR' };
  const { id: variantId } = await fleet.make('addProductVariant', variant);
  return { variantId, locationId, sku };
}
