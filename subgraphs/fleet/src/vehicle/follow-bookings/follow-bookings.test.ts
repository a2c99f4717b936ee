import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { until } from '@fleetgraph/kit/testing/until';
import {
  BookingCancelledSchema,
  BookingConfirmedSchema,
  LineStateChangedSchema,
} from '@fleetgraph/schema/events/bookings_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FleetUnderTest } from '../../testing/fleet-under-test.js';
import { addBike, addClassWithCar, addPlace, addUsagePlan, next } from '../../testing/seed.js';

let fleet: FleetUnderTest;
beforeAll(async () => {
  fleet = await FleetUnderTest.start();
});
afterAll(() => fleet.stop());

const MINUTE = 60_000;
const line = (kind: string, unitId: string, minutesFromNow: number, facts: object = {}) => ({
  lineId: `line-${next()}`,
  kind,
  unitIds: [unitId],
  from: timestampFromDate(new Date(Date.now() + minutesFromNow * MINUTE)),
  ...facts,
});
const tell = (schema: typeof BookingConfirmedSchema, bookingId: string, lines: object[]) =>
  fleet.subgraph.publish(schema, { key: bookingId, payload: { bookingId, lines } });
const tellLine = (bookingId: string, of: object, toState: string) =>
  fleet.subgraph.publish(LineStateChangedSchema, { key: bookingId, payload: { bookingId, line: of, toState } });
const stateOf = async (table: 'car' | 'bike', id: string) =>
  (
    await fleet.subgraph.sql<{ state: string; location_id: string }>(
      `select state, location_id from ${table} where id = $1`,
      [id],
    )
  )[0];
const becomes = (table: 'car' | 'bike', id: string, state: string) =>
  until(async () => (await stateOf(table, id))?.state === state);

describe('vehicles follow bookings', () => {
  it('are reserved shortly before hand-over, on a trip until return, and then where they were returned', async () => {
    const { carId, locationId } = await addClassWithCar(fleet);
    const returnLocationId = await addPlace(fleet, 'BRANCH');
    const rental = line('CAR', carId, 10, { locationId, returnLocationId });
    await tell(BookingConfirmedSchema, 'b-1', [rental]);
    await tell(BookingConfirmedSchema, 'b-1', [rental]);
    await becomes('car', carId, 'RESERVED');
    await tellLine('b-1', rental, 'IN_USE');
    await tellLine('b-1', rental, 'IN_USE');
    await becomes('car', carId, 'ON_TRIP');
    await tellLine('b-1', rental, 'COMPLETED');
    await becomes('car', carId, 'AVAILABLE');
    expect((await stateOf('car', carId))?.location_id).toBe(returnLocationId);
    const history = await fleet.subgraph.sql<{ event: string }>(
      'select event from vehicle_state_change where vehicle_id = $1 order by at',
      [carId],
    );
    expect(history.map(({ event }) => event)).toEqual(['RESERVATION_START', 'TRIP_START', 'TRIP_END']);
  });

  it('stay available for a rental that is far away, and when it is cancelled', async () => {
    const { carId } = await addClassWithCar(fleet, 'EDMR');
    const far = line('CAR', carId, 60 * 24);
    const near = line('CAR', carId, 5);
    await tell(BookingConfirmedSchema, 'b-2', [far]);
    await tell(BookingConfirmedSchema, 'b-3', [near]);
    await becomes('car', carId, 'RESERVED');
    await fleet.subgraph.publish(BookingCancelledSchema, {
      key: 'b-3',
      payload: { bookingId: 'b-3', lines: [{ line: near }] },
    });
    await becomes('car', carId, 'AVAILABLE');
    const rows = await fleet.subgraph.sql<{ status: string }>(
      'select status from unit_assignment where unit_id = $1 order by booking_id',
      [carId],
    );
    expect(rows.map(({ status }) => status)).toEqual(['ASSIGNED', 'CANCELLED']);
  });

  it('change the public id of a bike after its ride', async () => {
    const station = await addPlace(fleet, 'STATION');
    const { unitId, id: former } = await addBike(fleet, station, await addUsagePlan(fleet));
    const ride = line('BIKE', unitId, 0);
    await tell(BookingConfirmedSchema, 'b-4', [ride]);
    await tellLine('b-4', ride, 'IN_USE');
    await becomes('bike', unitId, 'ON_TRIP');
    await tellLine('b-4', ride, 'COMPLETED');
    await becomes('bike', unitId, 'AVAILABLE');
    const [bike] = await fleet.subgraph.sql<{ public_id: string }>('select public_id from bike where id = $1', [
      unitId,
    ]);
    expect(bike?.public_id).not.toBe(former);
  });
});
