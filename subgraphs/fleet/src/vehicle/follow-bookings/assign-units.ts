import { timestampDate } from '@bufbuild/protobuf/wkt';
import { sqlAll, sqlRun } from '@fleetgraph/kit/database/sql';
import { schedule } from '@fleetgraph/kit/jobs/schedule';
import type { BookedLine } from '@fleetgraph/schema/events/bookings_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { changeState } from '../state/change-state.js';
import { VehicleEvent } from '../state/vehicle-state.js';
import { reserveUnitJob } from './reserve-unit.job.js';

/** How long before hand-over a car or bike stops being shown as available. */
const RESERVE_MINUTES_BEFORE = 30;

const isVehicleLine = ({ kind }: BookedLine): boolean => kind === 'CAR' || kind === 'BIKE';

/** Notes which units a paid line will get, and has them reserved shortly before hand-over. */
export async function assignUnits(tx: EntityManager, bookingId: string, line: BookedLine): Promise<void> {
  if (!isVehicleLine(line) || line.from === undefined) return;
  const from = timestampDate(line.from);
  for (const unitId of line.unitIds) {
    const assigned = await sqlRun(
      tx,
      `insert into unit_assignment (line_id, unit_id, booking_id, status) values ($1, $2, $3, 'ASSIGNED') on conflict do nothing`,
      [line.lineId, unitId, bookingId],
    );
    if (assigned === 0) continue;
    const runAt = new Date(from.getTime() - RESERVE_MINUTES_BEFORE * 60_000);
    await schedule(tx, reserveUnitJob, { lineId: line.lineId, unitId }, { runAt, key: `${line.lineId}:${unitId}` });
  }
}

/** The customer has the unit. */
export async function handOverUnits(tx: EntityManager, line: BookedLine): Promise<void> {
  for (const unitId of await takeAssignments(tx, line, { from: ['ASSIGNED', 'RESERVED'], to: 'ON_TRIP' })) {
    await changeState(tx, {
      vehicleId: unitId,
      event: VehicleEvent.TRIP_START,
      reason: `line ${line.lineId}`,
      actor: 'bookings',
    });
  }
}

/** The customer brought the unit back, perhaps elsewhere. */
export async function takeBackUnits(tx: EntityManager, line: BookedLine): Promise<void> {
  for (const unitId of await takeAssignments(tx, line, { from: ['ON_TRIP'], to: 'RETURNED' })) {
    const locationId = line.returnLocationId === '' ? null : line.returnLocationId;
    await changeState(tx, {
      vehicleId: unitId,
      event: VehicleEvent.TRIP_END,
      locationId,
      reason: `line ${line.lineId}`,
      actor: 'bookings',
    });
  }
}

/** The line was cancelled, or nobody came. */
export async function freeUnits(tx: EntityManager, line: BookedLine): Promise<void> {
  await takeAssignments(tx, line, { from: ['ASSIGNED'], to: 'CANCELLED' });
  for (const unitId of await takeAssignments(tx, line, { from: ['RESERVED'], to: 'CANCELLED' })) {
    await changeState(tx, {
      vehicleId: unitId,
      event: VehicleEvent.RESERVATION_CANCEL,
      reason: `line ${line.lineId}`,
      actor: 'bookings',
    });
  }
}

/** Moves the assignments of a line on and answers whose they are; an event that comes again finds none. */
async function takeAssignments(
  tx: EntityManager,
  { lineId }: BookedLine,
  { from, to }: { readonly from: readonly string[]; readonly to: string },
): Promise<string[]> {
  const rows = await sqlAll<{ unit_id: string }>(
    tx,
    'update unit_assignment set status = $3 where line_id = $1 and status = any($2) returning unit_id',
    [lineId, from, to],
  );
  return rows.map(({ unit_id }) => unit_id).sort();
}
