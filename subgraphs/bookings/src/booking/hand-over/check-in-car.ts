import { sqlRun } from '@fleetgraph/kit/database/sql';
import { unschedule } from '@fleetgraph/kit/jobs/schedule';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingsContext } from '../../context.js';
import { completeLine, lineTimer } from '../complete-lines/line-timer.job.js';
import type { BookingLine } from '../model/booking-line.entity.js';
import { BookableKind } from '../model/line-state.js';
import type { HandOverInput } from './hand-over.input.js';
import { stepOnLine } from './step-on-line.js';

/** Takes a car back, early, in time or late: it is free again after its turnaround. */
export const checkInCar = (context: BookingsContext, input: HandOverInput): Promise<string> =>
  stepOnLine(context, input, {
    operation: 'checkInCar',
    kind: BookableKind.CAR,
    work: async (tx, locked, line) => {
      await completeLine(tx, locked, line);
      await markBack(tx, line);
      await unschedule(tx, lineTimer, line.id);
    },
  });

/** The turnaround begins now; what is booked behind it keeps its own time. */
async function markBack(tx: EntityManager, { id, turnaroundMinutes }: BookingLine): Promise<void> {
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
