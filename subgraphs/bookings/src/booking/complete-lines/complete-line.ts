import { sqlRun } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingLine } from '../model/booking-line.entity.js';
import { BookableKind, BookingState } from '../model/line-state.js';
import type { LockedBooking } from '../model/lock-booking.js';
import { releaseLines } from '../model/release-lines.js';
import { moveLine } from './move-line.js';

/** The line was delivered: others can have what it no longer needs. */
export async function completeLine(tx: EntityManager, locked: LockedBooking, line: BookingLine): Promise<void> {
  await moveLine(tx, locked, { line, to: BookingState.COMPLETED, title: `Done: ${line.title}` });
  switch (line.kind) {
    case BookableKind.CAR:
      return beginTurnaround(tx, line);
    case BookableKind.BIKE:
    case BookableKind.WORKSHOP:
      return releaseLines(tx, [line]);
    case BookableKind.FLIGHT: // the seat stays sold
    case BookableKind.PRODUCT: // stays allocated until fleet tells of the sale
      return;
  }
}

/** The turnaround begins now; what is booked behind it keeps its own time. */
async function beginTurnaround(tx: EntityManager, { id, turnaroundMinutes }: BookingLine): Promise<void> {
  await sqlRun(
    tx,
    `update allocation a set due_at = null, moves_to = null, period = tstzrange(lower(a.period), least(
       greatest(clock_timestamp(), lower(a.period) + interval '1 second') + make_interval(mins => $2),
       (select min(lower(n.period)) from allocation n
        where n.unit_id = a.unit_id and n.released_at is null and n.id <> a.id and n.period >> a.period)))
     where a.line_id = $1 and a.released_at is null`,
    [id, turnaroundMinutes],
  );
}
