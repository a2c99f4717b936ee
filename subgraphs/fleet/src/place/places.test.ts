import { LocationChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FleetUnderTest } from '../testing/fleet-under-test.js';
import { addBike, addPlace, addUsagePlan } from '../testing/seed.js';

let fleet: FleetUnderTest;
beforeAll(async () => {
  fleet = await FleetUnderTest.start();
});
afterAll(() => fleet.stop());

describe('places', () => {
  const hamburg = {
    kind: 'AIRPORT',
    name: 'Hamburg Airport',
    code: 'HAM',
    country: 'DE',
    timeZone: 'Europe/Berlin',
    position: { latitude: 53.63, longitude: 9.99 },
  };

  it('have a zone that exists, a position on earth and a code of their own', async () => {
    const { id } = await fleet.make('addLocation', hamburg);
    expect((await fleet.do('addLocation', hamburg)).code).toBe('SUPPLY_DUPLICATE');
    expect((await fleet.do('addLocation', { ...hamburg, kind: 'BRANCH' })).__typename).toBe('AddLocationSuccess');
    expect((await fleet.do('addLocation', { ...hamburg, position: { latitude: 91, longitude: 0 } })).code).toBe(
      'INPUT_INVALID',
    );
    const badZone = { query: 'mutation ($input: AddLocationInput!) { addLocation(input: $input) { __typename } }' };
    const { errors } = await fleet.subgraph.query(badZone.query, { input: { ...hamburg, timeZone: 'Mars/Base' } });
    expect(errors).toBeDefined();
    const told = (await fleet.subgraph.events(LocationChangedSchema)).filter(({ locationId }) => locationId === id);
    expect(told).toMatchObject([
      { code: 'HAM', kind: 'AIRPORT', timeZone: 'Europe/Berlin', country: 'DE', version: 1 },
    ]);
  });

  it('are edited by whoever read them last', async () => {
    const id = await addPlace(fleet, 'SHOP', { openingHours: 'Mo-Fr 09:00-18:00' });
    const edit = (change: object) =>
      fleet.do('editLocation', { id, ...change }, 'location { name version openingHours timeZone }');
    expect((await edit({ expectedVersion: 1, name: 'New shop' })).location).toEqual({
      name: 'New shop',
      version: 2,
      openingHours: 'Mo-Fr 09:00-18:00',
      timeZone: 'Europe/Berlin',
    });
    expect((await edit({ expectedVersion: 1, name: 'Other' })).code).toBe('SUPPLY_VERSION_STALE');
    expect((await edit({ expectedVersion: 2, capacity: -1 })).code).toBe('INPUT_INVALID');
    expect((await fleet.do('editLocation', { id: 'nowhere', expectedVersion: 1 })).code).toBe('SUPPLY_NOT_FOUND');
  });

  it('are found by words with a typing mistake, by kind and by distance', async () => {
    const id = await addPlace(fleet, 'STATION', {
      name: 'Landungsbrücken',
      position: { latitude: 53.5453, longitude: 9.9703 },
    });
    await addPlace(fleet, 'STATION', { name: 'Alexanderplatz', position: { latitude: 52.5219, longitude: 13.4132 } });
    const find = async (filter: object) => {
      const document =
        'query ($filter: LocationFilter) { locations(first: 50, filter: $filter) { edges { node { id } } } }';
      return (await fleet.ask(document, { filter })).locations.edges.map(
        ({ node }: { node: { id: string } }) => node.id,
      );
    };
    expect(await find({ text: 'landungsbrucken' })).toContain(id);
    expect(await find({ text: 'Alexanderplatz' })).not.toContain(id);
    expect(await find({ kinds: ['SHOP'] })).not.toContain(id);
    expect(await find({ near: { latitude: 53.546, longitude: 9.97, radiusMeters: 200 } })).toEqual([id]);
    expect(await find({ text: '%' })).toEqual([]);
  });
});

describe('garagesNeeded', () => {
  const ask = async (variables: Record<string, unknown>) =>
    (
      await fleet.ask(
        `query ($locationId: ID, $includeOnTrip: Boolean! = true, $capacity: Int) {
          garagesNeeded(kind: BIKE, locationId: $locationId, includeOnTrip: $includeOnTrip, capacityPerGarage: $capacity) {
            __typename ... on GaragesNeeded { garages units capacity } ... on GarageCapacityShort { shortBy }
            ... on GarageCapacityInvalid { capacity } } }`,
        variables,
      )
    ).garagesNeeded;

  it('answers all vectors of the bike rental system', async () => {
    const [a, b] = [await addPlace(fleet, 'STATION'), await addPlace(fleet, 'STATION')];
    const plan = await addUsagePlan(fleet);
    expect(await ask({ capacity: 20 })).toMatchObject({ garages: 0, units: 0 });
    expect(await ask({})).toMatchObject({ garages: 0, units: 0, capacity: 0 });

    const { unitId } = await addBike(fleet, a, plan);
    expect(await ask({ capacity: 20 })).toMatchObject({ garages: 1, units: 1 });
    expect(await ask({ capacity: 0 })).toEqual({ __typename: 'GarageCapacityInvalid', capacity: 0 });
    expect(await ask({ capacity: -1 })).toEqual({ __typename: 'GarageCapacityInvalid', capacity: -1 });

    for (const capacity of [10, 5, 5]) await addPlace(fleet, 'GARAGE', { capacity });
    for (let count = 2; count <= 12; count += 1) await addBike(fleet, count % 2 ? a : b, plan);
    expect(await ask({})).toMatchObject({ garages: 2, units: 12, capacity: 20 });
    const parts = [await ask({ locationId: a }), await ask({ locationId: b })];
    expect(parts[0].units + parts[1].units).toBe(12);

    for (let count = 13; count <= 20; count += 1) await addBike(fleet, b, plan);
    expect(await ask({ capacity: 20 })).toMatchObject({ garages: 1, units: 20 });
    await addBike(fleet, b, plan);
    expect(await ask({ capacity: 20 })).toMatchObject({ garages: 2, units: 21 });
    expect(await ask({})).toEqual({ __typename: 'GarageCapacityShort', shortBy: 1 });

    await fleet.do('changeVehicleState', { vehicleId: unitId, event: 'TRIP_START', reason: 'ride' });
    expect(await ask({ includeOnTrip: false })).toMatchObject({ garages: 3, units: 20 });
    expect(await ask({ includeOnTrip: true })).toEqual({ __typename: 'GarageCapacityShort', shortBy: 1 });
    expect((await ask({ locationId: 'nowhere' })).__typename).toBe('SupplyNotFound');
  });
});

describe('imports', () => {
  const station = (line: number, change: object = {}) => ({
    line,
    stationId: String(line),
    name: `W ${line} St`,
    country: 'US',
    timeZone: 'America/New_York',
    latitude: 40.7,
    longitude: -74,
    capacity: 30,
    ...change,
  });
  const run = async (rows: object[]) => {
    const document = `mutation ($input: ImportStationsInput!) { importStations(input: $input) {
      ... on ImportReport { added changed unchanged faults { line message } } ... on InputInvalid { code } } }`;
    return (await fleet.ask(document, { input: { system: 'citibike', rows } })).importStations;
  };

  it('report rows that are wrong by their line and take the others', async () => {
    const report = await run([
      station(1),
      station(2, { timeZone: '\\N' }),
      station(3, { latitude: 99 }),
      station(4, { country: 'USA' }),
      station(5),
    ]);
    expect(report).toMatchObject({ added: 2, changed: 0, unchanged: 0 });
    expect(report.faults.map(({ line }: { line: number }) => line)).toEqual([2, 3, 4]);
  });

  it('change nothing when they are repeated, and only what differs otherwise', async () => {
    const before = (await fleet.subgraph.events(LocationChangedSchema)).length;
    expect(await run([station(1), station(5)])).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
    expect(await fleet.subgraph.events(LocationChangedSchema)).toHaveLength(before);
    expect(await run([station(1, { capacity: 31 }), station(5)])).toMatchObject({ added: 0, changed: 1, unchanged: 1 });
    expect(await fleet.subgraph.events(LocationChangedSchema)).toHaveLength(before + 1);
  });

  it('refuse more than 500 rows at once', async () => {
    expect(await run(Array.from({ length: 501 }, (_, line) => station(line)))).toEqual({ code: 'INPUT_INVALID' });
  });
});
