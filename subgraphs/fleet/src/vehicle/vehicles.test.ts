import {
  BookableChangedSchema,
  UnitChangedSchema,
  VehicleStateChangedSchema,
} from '@fleetgraph/schema/events/fleet_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CUSTOMER, FleetUnderTest } from '../testing/fleet-under-test.js';
import { addBike, addClassWithCar, addDayPlan, addPlace, addUsagePlan, nextVin } from '../testing/seed.js';

let fleet: FleetUnderTest;
beforeAll(async () => {
  fleet = await FleetUnderTest.start();
});
afterAll(() => fleet.stop());

describe('cars and classes', () => {
  it('are added by staff only', async () => {
    const document = 'mutation ($input: AddCarInput!) { addCar(input: $input) { __typename } }';
    const input = { plate: 'HH-X 1', country: 'DE', vin: nextVin(), classId: 'x', locationId: 'x' };
    const stranger = await fleet.subgraph.query(document, { input });
    expect(stranger.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    const customer = await fleet.subgraph.query(document, { input }, { as: CUSTOMER });
    expect(customer.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    const agent = await fleet.subgraph.query(document, { input }, { as: { subject: 'agent', roles: ['AGENT'] } });
    expect(agent.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  it('are refused with the fact that is wrong', async () => {
    const { classId, locationId } = await addClassWithCar(fleet, 'ECAR');
    const car = { plate: 'HH-QQ 77', country: 'DE', vin: nextVin(), classId, locationId };
    await fleet.make('addCar', car);
    const again = async (change: object) =>
      (await fleet.do('addCar', { ...car, vin: nextVin(), plate: 'B-1', ...change })).__typename;
    expect(await again({ plate: 'hh qq-77' })).toBe('PlateTaken');
    expect(await again({ plate: 'hh qq-77', country: 'AT' })).toBe('AddCarSuccess');
    expect(await again({ vin: '1M8GDM9A1KP042788' })).toBe('VinInvalid');
    expect(await again({ vin: car.vin })).toBe('VinInvalid');
    expect(await again({ classId: 'nowhere' })).toBe('SupplyNotFound');
    const paris = await addPlace(fleet, 'BRANCH', { country: 'FR', timeZone: 'Europe/Paris' });
    expect(await again({ locationId: paris })).toBe('InputInvalid');
  });

  it('are of a class with a right ACRISS code and a plan by days', async () => {
    const ratePlanId = await addDayPlan(fleet);
    const usagePlanId = await addUsagePlan(fleet);
    const facts = { acriss: 'IDMR', title: 'Intermediate', country: 'DE', seats: 5, ratePlanId };
    expect((await fleet.do('addCarClass', { ...facts, acriss: 'ZZZZ' })).code).toBe('INPUT_INVALID');
    expect((await fleet.do('addCarClass', { ...facts, ratePlanId: usagePlanId })).code).toBe('INPUT_INVALID');
    await fleet.make('addCarClass', facts);
    expect((await fleet.do('addCarClass', facts)).code).toBe('SUPPLY_DUPLICATE');
  });

  it('tell bookings everything that it needs to price them', async () => {
    const { classId, carId, locationId } = await addClassWithCar(fleet, 'SDAR');
    const told = (await fleet.subgraph.events(BookableChangedSchema)).filter(
      ({ bookableId }) => bookableId === classId,
    );
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ kind: 'CAR', locationId: '', active: true, version: 1 });
    expect(told[0]?.details).toMatchObject({ case: 'carClass', value: { acriss: 'SDAR', turnaroundMinutes: 60 } });
    expect(told[0]?.ratePlan).toMatchObject({ currency: 'EUR', taxCategory: 'STANDARD', taxRateBps: 1900 });
    expect(told[0]?.ratePlan?.day).toMatchObject({
      perDay: { amountMinor: 4990n, currency: 'EUR' },
      graceMinutes: 59,
      oneWayFee: { amountMinor: 9900n },
      extras: [{ code: 'CHILD_SEAT', perDay: true }],
    });
    const units = (await fleet.subgraph.events(UnitChangedSchema)).filter(({ unitId }) => unitId === carId);
    expect(units).toMatchObject([{ kind: 'CAR', bookableId: classId, locationId, inService: true }]);
  });

  it('are edited by whoever read them last, and their odometer never goes back', async () => {
    const { carId: id } = await addClassWithCar(fleet, 'FDAR');
    const edit = (change: object) => fleet.do('editCar', { id, ...change }, 'car { version odometerKm }');
    expect((await edit({ expectedVersion: 1, odometerKm: 100 })).car).toEqual({ version: 2, odometerKm: 100 });
    expect((await edit({ expectedVersion: 1, odometerKm: 200 })).code).toBe('SUPPLY_VERSION_STALE');
    expect((await edit({ expectedVersion: 2, odometerKm: 99 })).code).toBe('INPUT_INVALID');
    expect((await edit({ expectedVersion: 2, plate: 'HH-NEW 1' })).car).toEqual({ version: 3, odometerKm: 100 });
  });

  it('show their VIN to staff only', async () => {
    const { carId } = await addClassWithCar(fleet, 'PDAR');
    const document =
      'query ($id: ID!) { _entities(representations: [{ __typename: "Car", id: $id }]) { ... on Car { plate vin } } }';
    const byCustomer = await fleet.subgraph.query<{ _entities: unknown[] }>(
      document.replace('($id: ID!)', '').replace('$id', `"${carId}"`),
      {},
      { as: CUSTOMER },
    );
    expect(byCustomer.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});

describe('vehicle states', () => {
  it('let exactly one of 100 reservations win', async () => {
    const station = await addPlace(fleet, 'STATION');
    const { unitId } = await addBike(fleet, station, await addUsagePlan(fleet));
    const reserve = () =>
      fleet.do('changeVehicleState', { vehicleId: unitId, event: 'RESERVATION_START', reason: 'rush' });
    const answers = await Promise.all(Array.from({ length: 100 }, reserve));
    const won = answers.filter(({ __typename }) => __typename === 'ChangeVehicleStateSuccess');
    expect(won).toHaveLength(1);
    expect(answers.filter(({ __typename }) => __typename === 'IllegalTransition')).toHaveLength(99);
    const told = (await fleet.subgraph.events(VehicleStateChangedSchema)).filter(
      ({ vehicleId }) => vehicleId === unitId,
    );
    expect(told).toMatchObject([
      { fromState: 'AVAILABLE', toState: 'RESERVED', event: 'reservation_start', kind: 'BIKE' },
    ]);
  });

  it('name what is possible when a change is not', async () => {
    const { carId: vehicleId } = await addClassWithCar(fleet, 'LDAR');
    const document = `mutation ($input: ChangeVehicleStateInput!) { changeVehicleState(input: $input) {
      ... on IllegalTransition { from to allowed } ... on ChangeVehicleStateSuccess { state car { state version } } } }`;
    const change = async (event: string, extra = {}) =>
      (await fleet.ask(document, { input: { vehicleId, event, reason: 'test', ...extra } })).changeVehicleState;
    const refused = await change('TRIP_END');
    expect(refused).toMatchObject({ from: 'AVAILABLE', to: 'TRIP_END' });
    expect(refused.allowed).toEqual(expect.arrayContaining(['RESERVATION_START', 'TRIP_START', 'MAINTENANCE']));
    expect(await change('TRIP_START')).toMatchObject({ state: 'ON_TRIP', car: { state: 'ON_TRIP' } });
    expect(await change('COMMS_LOST')).toMatchObject({ state: 'NON_CONTACTABLE' });
    expect(await change('COMMS_RESTORED')).toMatchObject({ state: 'ON_TRIP' });
    expect(await change('TRIP_END')).toMatchObject({ state: 'AVAILABLE' });
    expect(await change('MAINTENANCE', { expectedVersion: 1 })).toEqual({});
    expect(await change('DECOMMISSIONED')).toMatchObject({ state: 'REMOVED' });
    const units = (await fleet.subgraph.events(UnitChangedSchema)).filter(({ unitId }) => unitId === vehicleId);
    expect(units.at(-1)).toMatchObject({ inService: false });
  });
});
