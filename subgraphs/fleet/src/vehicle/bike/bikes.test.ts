import { BookableChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CUSTOMER, FleetUnderTest } from '../../testing/fleet-under-test.js';
import { addBike, addDayPlan, addPlace, addUsagePlan, next } from '../../testing/seed.js';

let fleet: FleetUnderTest;
beforeAll(async () => {
  fleet = await FleetUnderTest.start();
});
afterAll(() => fleet.stop());

describe('bikes', () => {
  it('get a new public id after each ride, and the former one tracks nothing', async () => {
    const station = await addPlace(fleet, 'STATION');
    const elsewhere = await addPlace(fleet, 'STATION', { name: 'Elsewhere' });
    const { id: former, unitId } = await addBike(fleet, station, await addUsagePlan(fleet));
    const change = (event: string, locationId?: string) =>
      fleet.do(
        'changeVehicleState',
        { vehicleId: unitId, event, reason: 'ride', ...(locationId && { locationId }) },
        'bike { id location { id } }',
      );
    await change('TRIP_START');
    const { bike } = await change('TRIP_END', elsewhere);
    expect(bike.id).not.toBe(former);
    expect(bike.location.id).toBe(elsewhere);
    await change('TRIP_START');

    const shown = await entities(
      `{ __typename: "Bookable", id: "${former}" }, { __typename: "Bike", id: "${bike.id}" }`,
    );
    expect(shown).toMatchObject([
      { id: former, state: 'AVAILABLE', location: { id: elsewhere } },
      { id: bike.id, state: 'ON_TRIP' },
    ]);
    const told = await fleet.subgraph.events(BookableChangedSchema);
    expect(told.filter(({ bookableId }) => bookableId === former).at(-1)).toMatchObject({ active: false });
    expect(told.filter(({ bookableId }) => bookableId === bike.id).at(-1)).toMatchObject({
      active: true,
      details: { value: { unitId } },
    });
  });

  it('are found and shown where they are brought to', async () => {
    const station = await addPlace(fleet, 'STATION');
    const elsewhere = await addPlace(fleet, 'STATION', { name: 'Where there are none' });
    const { id, unitId } = await addBike(fleet, station, await addUsagePlan(fleet));
    for (const [event, locationId] of [
      ['REBALANCE_PICK_UP', station],
      ['PROVIDER_DROP_OFF', elsewhere],
    ]) {
      await fleet.do('changeVehicleState', { vehicleId: unitId, event, reason: 'too many', locationId }, 'bike { id }');
    }
    const told = await fleet.subgraph.events(BookableChangedSchema);
    expect(told.filter(({ bookableId }) => bookableId === id).at(-1)).toMatchObject({ locationId: elsewhere });
  });

  it('show their lasting id to nobody but staff', async () => {
    const { id } = await addBike(fleet, await addPlace(fleet, 'STATION'), await addUsagePlan(fleet));
    const document = `{ _entities(representations: [{ __typename: "Bike", id: "${id}" }]) { ... on Bike { unitId } } }`;
    const { errors } = await fleet.subgraph.query(document, {}, { as: CUSTOMER });
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  it('need a range when they have a motor, a station and a plan by use', async () => {
    const locationId = await addPlace(fleet, 'STATION');
    const branch = await addPlace(fleet, 'BRANCH');
    const bike = {
      title: 'E-bike',
      locationId,
      propulsion: 'ELECTRIC_ASSIST',
      rangeMeters: 60000,
      ratePlanId: await addUsagePlan(fleet),
    };
    const refused = async (change: object) => (await fleet.do('addBike', { ...bike, ...change })).code;
    expect(await refused({ rangeMeters: null })).toBe('INPUT_INVALID');
    expect(await refused({ locationId: branch })).toBe('INPUT_INVALID');
    expect(await refused({ ratePlanId: await addDayPlan(fleet) })).toBe('INPUT_INVALID');
    expect(await refused({})).toBeUndefined();
  });

  const entities = async (representations: string) =>
    (
      await fleet.ask(
        `{ _entities(representations: [${representations}]) { ... on Bike { id state location { id } } } }`,
      )
    )._entities;
});

describe("customers' vehicles", () => {
  const mine =
    'query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { vehicles { id plate } } } }';

  it('are seen by their owner and staff; for others they are not there', async () => {
    const vehicle = { plate: `HH-C ${next()}`, country: 'DE', vin: '1M8GDM9AXKP042788', model: 'VW Golf' };
    const { vehicle: added } = await fleet.do('addCustomerVehicle', vehicle, 'vehicle { id owner { id } }', CUSTOMER);
    expect(added.owner.id).toBe('customer');
    const document = `{ _entities(representations: [{ __typename: "Vehicle", id: "${added.id}" }]) { ... on Vehicle { plate } } }`;
    const seenBy = async (as?: object) =>
      (await fleet.subgraph.query<{ _entities: unknown[] }>(document, {}, as ? { as: as as never } : {})).data
        ?._entities[0];
    expect(await seenBy(CUSTOMER)).toEqual({ plate: vehicle.plate });
    expect(await seenBy({ subject: 'technician', roles: ['TECHNICIAN'] })).toEqual({ plate: vehicle.plate });
    expect(await seenBy({ subject: 'other' })).toBeNull();
    expect(await seenBy()).toBeNull();

    const document2 = mine.replace('($id: ID!)', '').replace('$id', '"customer"');
    const listFor = async (as: object) => (await fleet.ask(document2, {}, as as never))._entities[0].vehicles;
    expect(await listFor(CUSTOMER)).toEqual([{ id: added.id, plate: vehicle.plate }]);
    expect(await listFor({ subject: 'other' })).toBeNull();

    const edit = { id: added.id, expectedVersion: 1, model: 'VW Golf VII' };
    expect((await fleet.do('editCustomerVehicle', edit, '', { subject: 'other' })).code).toBe('SUPPLY_NOT_FOUND');
    expect((await fleet.do('editCustomerVehicle', { ...edit, isRetired: true }, '', CUSTOMER)).__typename).toBe(
      'EditCustomerVehicleSuccess',
    );
    expect(await listFor(CUSTOMER)).toEqual([]);
  });

  it('need a right VIN, when one is told', async () => {
    const vehicle = { country: 'US', vin: '1M8GDM9A1KP042788', model: 'Ford' };
    expect((await fleet.do('addCustomerVehicle', vehicle, '', CUSTOMER)).code).toBe('VIN_INVALID');
  });
});
