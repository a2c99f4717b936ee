import { until } from '@fleetgraph/kit/testing/until';
import { BookingConfirmedSchema } from '@fleetgraph/schema/events/bookings_pb';
import { BookableChangedSchema, UnitChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CUSTOMER, FleetUnderTest } from '../testing/fleet-under-test.js';
import { addDayPlan, addPlace, next } from '../testing/seed.js';

let fleet: FleetUnderTest;
beforeAll(async () => {
  fleet = await FleetUnderTest.start();
  await addDayPlan(fleet);
});
afterAll(() => fleet.stop());

describe('workshops', () => {
  it('have bays, technicians and services that tell what they need', async () => {
    const locationId = await addPlace(fleet, 'WORKSHOP');
    const bay = await fleet.make('addBay', { locationId, name: 'Bay 1', capabilities: ['LIFT'] });
    expect((await fleet.do('addBay', { locationId, name: 'Bay 1', capabilities: [] })).code).toBe('SUPPLY_DUPLICATE');
    expect(
      (await fleet.do('addBay', { locationId: await addPlace(fleet, 'SHOP'), name: 'x', capabilities: [] })).code,
    ).toBe('INPUT_INVALID');
    const technician = await fleet.make('addTechnician', { locationId, userId: 'u-1', skills: ['MECHANIC'] });
    const facts = {
      title: 'Oil change',
      durationMinutes: 45,
      bufferBeforeMinutes: 5,
      bufferAfterMinutes: 15,
      bayCapability: 'LIFT',
      skill: 'MECHANIC',
    };
    const { id } = await fleet.make('addWorkshopService', {
      locationId,
      ...facts,
      priceMinor: '8900',
      currency: 'EUR',
    });

    const told = (await fleet.subgraph.events(BookableChangedSchema)).filter(({ bookableId }) => bookableId === id);
    expect(told).toMatchObject([
      {
        kind: 'WORKSHOP',
        locationId,
        details: { value: { durationMinutes: 45, bufferAfterMinutes: 15, skill: 'MECHANIC' } },
      },
    ]);
    expect(told[0]?.ratePlan?.unit?.price?.amountMinor).toBe(8900n);
    const retired = await fleet.do('editBay', { id: bay.id, expectedVersion: 1, isRetired: true }, 'bay { version }');
    expect(retired.bay).toEqual({ version: 2 });
    const units = (await fleet.subgraph.events(UnitChangedSchema)).filter(({ locationId: at }) => at === locationId);
    expect(units.map(({ unitId, kind, inService }) => [unitId, kind, inService])).toEqual([
      [bay.id, 'BAY', true],
      [technician.id, 'TECHNICIAN', true],
      [bay.id, 'BAY', false],
    ]);
    const seen = await fleet.ask('query ($id: ID!) { location(id: $id) { bays { id } technicians { id skills } } }', {
      id: locationId,
    });
    expect(seen.location).toEqual({ bays: [], technicians: [{ id: technician.id, skills: ['MECHANIC'] }] });
    const edited = await fleet.do(
      'editWorkshopService',
      { id, expectedVersion: 1, priceMinor: '9900' },
      'service { price { amountMinor currency } }',
    );
    expect(edited.service.price).toEqual({ amountMinor: '9900', currency: 'EUR' });
  });
});

describe('maintenance jobs', () => {
  const open = async () => {
    const locationId = await addPlace(fleet, 'WORKSHOP');
    const { vehicle } = await fleet.do(
      'addCustomerVehicle',
      { country: 'DE', model: 'VW Golf' },
      'vehicle { id }',
      CUSTOMER,
    );
    const lineId = `job-${next()}`;
    const line = { lineId, kind: 'WORKSHOP', locationId, customerVehicleId: vehicle.id as string };
    await fleet.subgraph.publish(BookingConfirmedSchema, {
      key: lineId,
      payload: { bookingId: lineId, lines: [line] },
    });
    await until(
      async () => (await fleet.subgraph.sql('select 1 from maintenance_job where id = $1', [lineId])).length === 1,
    );
    return { id: lineId, vehicleId: vehicle.id as string };
  };
  const job = (id: string) =>
    `{ _entities(representations: [{ __typename: "MaintenanceJob", id: "${id}" }]) { ... on MaintenanceJob { state vehicle { id } } } }`;

  it('are opened by a paid appointment and seen by the owner and staff only', async () => {
    const { id, vehicleId } = await open();
    expect((await fleet.ask(job(id), {}, CUSTOMER))._entities).toEqual([
      { state: 'SCHEDULED', vehicle: { id: vehicleId } },
    ]);
    expect((await fleet.ask(job(id), {}, { subject: 'other' }))._entities).toEqual([null]);
    const list = `{ _entities(representations: [{ __typename: "User", id: "customer" }]) { ... on User { vehicles { id jobs { edges { node { id } } } } } } }`;
    const [{ vehicles }] = (await fleet.ask(list, {}, CUSTOMER))._entities;
    expect(vehicles.find((vehicle: { id: string }) => vehicle.id === vehicleId).jobs.edges).toEqual([{ node: { id } }]);
  });

  it('move by their states, and followers see each change once', async () => {
    const { id } = await open();
    const move = (expectedVersion: number, to: string, as?: object) =>
      fleet.do(
        'moveMaintenanceJob',
        { id, expectedVersion, to },
        'job { state version }',
        (as ?? { subject: 't', roles: ['TECHNICIAN'] }) as never,
      );
    expect((await move(1, 'IN_PROGRESS')).code).toBe('ILLEGAL_TRANSITION');
    expect((await move(1, 'CHECKED_IN')).job).toEqual({ state: 'CHECKED_IN', version: 2 });
    expect((await move(1, 'INSPECTING')).code).toBe('SUPPLY_VERSION_STALE');
    await move(2, 'INSPECTING');

    const document =
      'subscription ($id: ID!, $after: Int) { maintenanceJobUpdated(id: $id, after: $after) { sequence job { state } } }';
    const now = await fleet.subgraph.subscribe<Update>(document, { id }, { as: CUSTOMER });
    expect((await now.next()).value.data?.maintenanceJobUpdated).toEqual({ sequence: 3, job: { state: 'INSPECTING' } });
    const resumed = await fleet.subgraph.subscribe<Update>(document, { id, after: 1 }, { as: CUSTOMER });
    expect((await resumed.next()).value.data?.maintenanceJobUpdated).toEqual({
      sequence: 2,
      job: { state: 'CHECKED_IN' },
    });
    expect((await resumed.next()).value.data?.maintenanceJobUpdated.sequence).toBe(3);
    await move(3, 'ESTIMATE_SENT');
    for (const follower of [now, resumed]) {
      expect((await follower.next()).value.data?.maintenanceJobUpdated).toEqual({
        sequence: 4,
        job: { state: 'ESTIMATE_SENT' },
      });
      await follower.return?.();
    }
    const stranger = await fleet.subgraph.subscribe<Update>(document, { id }, { as: { subject: 'other' } });
    await expect(stranger.next()).rejects.toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });
});

interface Update {
  maintenanceJobUpdated: { sequence: number; job: { state: string } };
}
