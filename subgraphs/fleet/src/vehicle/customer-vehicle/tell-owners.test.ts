import { runSubgraph } from '@fleetgraph/kit/run-subgraph';
import { CustomerVehicleChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fleet } from '../../subgraph.js';
import { CUSTOMER, FleetUnderTest } from '../../testing/fleet-under-test.js';

let under: FleetUnderTest;
beforeAll(async () => {
  under = await FleetUnderTest.start();
});
afterAll(() => under.stop());

const told = async () =>
  (await under.subgraph.events(CustomerVehicleChangedSchema)).map(({ $typeName: _, $unknown: __, ...event }) => event);

it('tells whose a vehicle is with each change, and at the start of those of which nobody was told', async () => {
  const { vehicle } = await under.do(
    'addCustomerVehicle',
    { country: 'DE', model: 'Golf' },
    'vehicle { id }',
    CUSTOMER,
  );
  const edit = { id: vehicle.id, expectedVersion: 1, isRetired: true };
  await under.do('editCustomerVehicle', edit, '', CUSTOMER);
  const facts = { vehicleId: vehicle.id, ownerId: CUSTOMER.subject };
  const [added, retired] = [
    { ...facts, version: 1, active: true },
    { ...facts, version: 2, active: false },
  ];
  expect(await told()).toEqual([added, retired]);

  // As it was before this event was known.
  await under.subgraph.sql('delete from outbox returning 1');
  await under.subgraph.sql(`delete from mikro_orm_migrations where name like '%tell-customer-vehicles' returning 1`);
  const again = await runSubgraph(fleet, under.subgraph.running.runtime.options);
  await again.stop();
  expect(await told()).toEqual([retired]);
});
