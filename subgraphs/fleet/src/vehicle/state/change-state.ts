import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { sqlOne } from '@fleetgraph/kit/database/sql';
import { record } from '@fleetgraph/kit/events/record';
import { IllegalTransition } from '@fleetgraph/kit/graphql/common-errors';
import { VehicleStateChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { publishBookables } from '../../catalogue/publish/publish-bookables.js';
import { SupplyNotFound, SupplyVersionStale } from '../../editing/supply.errors.js';
import { Bike } from '../bike/bike.entity.js';
import { rotatePublicId } from '../bike/rotate-public-id.js';
import { Car } from '../car/car.entity.js';
import { publishVehicleUnits } from '../publish-units.js';
import { allowedEvents, nextState, targetsOf } from './transitions.js';
import { OUT_OF_SERVICE, VehicleEvent, VehicleState } from './vehicle-state.js';

/** What happened to which vehicle. */
export interface StateChange {
  /** Id of a car or of a bike, by its unit or present public id. */
  readonly vehicleId: string;
  readonly event: VehicleEvent;
  /** Needed where the event leaves the target open. */
  readonly to?: VehicleState | null;
  /** Where it is now; undefined: where it was. */
  readonly locationId?: string | null;
  readonly reason: string;
  readonly actor: string;
  readonly expectedVersion?: number | null;
}

const UNSEEN: ReadonlySet<VehicleState> = new Set([VehicleState.NON_CONTACTABLE, VehicleState.MISSING]);

/** Moves a vehicle by the MDS table, in the caller's transaction: of many at once, one wins and the others are refused. */
export async function changeState(tx: EntityManager, change: StateChange): Promise<Car | Bike> {
  const vehicle = await lockVehicle(tx, change.vehicleId);
  const { state: from, locationId: before } = vehicle;
  const { event, expectedVersion } = change;
  if (expectedVersion != null && expectedVersion !== vehicle.version) throw new SupplyVersionStale(vehicle.version);
  const to = nextState({ from, event, previous: vehicle.stateBefore ?? undefined, to: change.to ?? undefined });
  if (to === undefined)
    throw new IllegalTransition(from, change.to ?? targetsOf(from, event)[0] ?? event, allowedEvents(from));
  if (UNSEEN.has(to) && !UNSEEN.has(from)) vehicle.stateBefore = from;
  if (!UNSEEN.has(to)) vehicle.stateBefore = null;
  vehicle.state = to;
  vehicle.locationId = change.locationId ?? before;
  vehicle.version += 1;
  await tx.flush();
  await tell(tx, vehicle, { ...change, from });
  if (vehicle instanceof Bike) {
    if (event === VehicleEvent.TRIP_END) await rotatePublicId(tx, vehicle);
    else if (before !== vehicle.locationId) await publishBookables(tx, [vehicle]); // it is found where it stands
  }
  const isOut = OUT_OF_SERVICE.has(to);
  if (event === VehicleEvent.TRIP_END || before !== vehicle.locationId || isOut !== OUT_OF_SERVICE.has(from)) {
    await publishVehicleUnits(tx, [vehicle]);
  }
  return vehicle;
}

async function lockVehicle(tx: EntityManager, id: string): Promise<Car | Bike> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE };
  const vehicle =
    (await tx.findOne(Car, { id }, lock)) ?? (await tx.findOne(Bike, { $or: [{ id }, { publicId: id }] }, lock));
  if (vehicle === null) throw new SupplyNotFound('Vehicle', id);
  return vehicle;
}

async function tell(
  tx: EntityManager,
  vehicle: Car | Bike,
  change: StateChange & { from: VehicleState },
): Promise<void> {
  const { event, reason, actor, from } = change;
  const row = await sqlOne<{ at: Date }>(
    tx,
    `insert into vehicle_state_change (id, vehicle_id, from_state, to_state, event, reason, actor)
     values ($1, $2, $3, $4, $5, $6, $7) returning at`,
    [crypto.randomUUID(), vehicle.id, from, vehicle.state, event, reason, actor],
  );
  if (row === undefined) throw new Error('insert … returning gives a row');
  await record(tx, VehicleStateChangedSchema, {
    key: vehicle.id,
    payload: {
      vehicleId: vehicle.id,
      kind: vehicle instanceof Bike ? 'BIKE' : 'CAR',
      fromState: from,
      toState: vehicle.state,
      event: event.toLowerCase(),
      at: timestampFromDate(row.at),
      locationId: vehicle.locationId,
      reason,
    },
  });
}
