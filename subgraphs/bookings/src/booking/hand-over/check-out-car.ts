import { violatedConstraint } from '@fleetgraph/kit/database/on-constraint';
import { sqlRun } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingsContext } from '../../context.js';
import { moveLine } from '../complete-lines/move-line.js';
import type { BookingLine } from '../model/booking-line.entity.js';
import { BookableKind, BookingState } from '../model/line-state.js';
import { UnitNotReady } from './hand-over.errors.js';
import type { HandOverInput } from './hand-over.input.js';
import { stepOnLine } from './step-on-line.js';

/** Hands a car over: from now on it is out, and due back at the end of the rental. */
export const checkOutCar = (context: BookingsContext, input: HandOverInput): Promise<string> =>
  stepOnLine(context, input, {
    operation: 'checkOutCar',
    kind: BookableKind.CAR,
    work: async (tx, locked, line) => {
      await moveLine(tx, locked, { line, to: BookingState.IN_USE, title: `Handed over: ${line.title}` });
      await markOut(tx, line);
    },
  });

/** An early hand-over takes the unit from now on; the constraint knows whether it is somebody else's until then. */
async function markOut(tx: EntityManager, { id, endsAt }: BookingLine): Promise<void> {
  try {
    await sqlRun(
      tx,
      `update allocation set due_at = $2,
         period = tstzrange(least(lower(period), clock_timestamp()), upper(period))
       where line_id = $1 and released_at is null`,
      [id, endsAt],
    );
  } catch (error) {
    if (violatedConstraint(error) === 'allocation_no_overlap') throw new UnitNotReady(id);
    throw error;
  }
}
