import { idempotent } from '@fleetgraph/kit/database/idempotency';
import { FieldFault, IllegalTransition, InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { requireViewer } from '@fleetgraph/kit/graphql/context';
import { GraphError } from '@fleetgraph/kit/graphql/graph-error';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingsContext } from '../../context.js';
import type { BookingLine } from '../model/booking-line.entity.js';
import { allowedFrom, type BookableKind, BookingState } from '../model/line-state.js';
import { type LockedBooking, lockBooking } from '../model/lock-booking.js';
import { actorOn } from '../model/may-see.js';
import type { HandOverInput } from './hand-over.input.js';

/** One step of staff on one line. */
export interface StaffStep {
  readonly operation: string;
  /** Kinds that the step is for; undefined: all. */
  readonly kind?: BookableKind;
  readonly work: (tx: EntityManager, locked: LockedBooking, line: BookingLine) => Promise<void>;
}

/** Does a step of the operator's staff on a locked line, once per key. Answers the booking's id. */
export function stepOnLine(
  context: BookingsContext,
  { idempotencyKey: key, ...input }: HandOverInput,
  step: StaffStep,
): Promise<string> {
  const viewer = requireViewer(context);
  return idempotent(context.em, { viewer, operation: step.operation, key, input }, async (tx) => {
    const locked = await lockBooking(tx, input.bookingId);
    if (!locked || actorOn(viewer, locked.booking) !== 'OPERATOR') throw new GraphError('NOT_FOUND');
    const line = locked.booking.lines.getItems().find(({ id }) => id === input.lineId);
    if (!line) throw new InputInvalid([new FieldFault('lineId', 'This booking has no such line.')]);
    if (step.kind && line.kind !== step.kind) {
      throw new IllegalTransition(line.state, BookingState.IN_USE, allowedFrom(line.kind, line.state));
    }
    await step.work(tx, locked, line);
    return locked.booking.id;
  });
}
