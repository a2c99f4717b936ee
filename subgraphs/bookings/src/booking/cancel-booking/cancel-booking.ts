import { randomUUID } from 'node:crypto';
import { idempotent } from '@fleetgraph/kit/database/idempotency';
import { record } from '@fleetgraph/kit/events/record';
import { FieldFault, IllegalTransition, InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { requireViewer } from '@fleetgraph/kit/graphql/context';
import { GraphError } from '@fleetgraph/kit/graphql/graph-error';
import { BookingCancelledSchema } from '@fleetgraph/schema/events/bookings_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingsContext } from '../../context.js';
import { bookedLines } from '../model/booked-line.js';
import { type Booking, HoldState } from '../model/booking.entity.js';
import type { BookingLine } from '../model/booking-line.entity.js';
import { allowedFrom, BookingState } from '../model/line-state.js';
import { type LockedBooking, lockBooking } from '../model/lock-booking.js';
import { type Actor, actorOn } from '../model/may-see.js';
import { recordChange } from '../model/record-change.js';
import { releaseLines } from '../model/release-lines.js';
import { endHold } from '../release-hold/release-hold.js';
import type { CancelBookingInput } from './cancel-booking.input.js';
import {
  type CancellationShares,
  cancellableLines,
  cancellationShares,
  linesOf,
  NO_SUCH_LINES,
} from './quote-cancellation.js';
import { StaleVersion } from './stale-version.error.js';

/** What was cancelled. */
export interface Cancelled {
  readonly bookingId: string;
  readonly refundMinor: string;
  readonly currency: string;
  readonly [key: string]: string;
}

/** Cancels a booking or some of its lines by the policy that was promised with it. */
export function cancelBooking(
  context: BookingsContext,
  { idempotencyKey: key, ...input }: CancelBookingInput,
): Promise<Cancelled> {
  const viewer = requireViewer(context);
  return idempotent(context.em, { viewer, operation: 'cancelBooking', key, input }, async (tx) => {
    const locked = await lockBooking(tx, input.bookingId);
    const actor = locked && actorOn(viewer, locked.booking);
    if (!locked || !actor) throw new GraphError('NOT_FOUND');
    const { booking } = locked;
    if (input.expectedVersion != null && input.expectedVersion !== booking.version) {
      throw new StaleVersion(booking.id, booking.version);
    }
    const refundMinor = await cancelLocked(tx, locked, { input, actor });
    return { bookingId: booking.id, refundMinor: refundMinor.toString(), currency: booking.currency };
  });
}

interface Cancellation {
  readonly input: Omit<CancelBookingInput, 'idempotencyKey'>;
  readonly actor: Actor;
}

async function cancelLocked(tx: EntityManager, locked: LockedBooking, { input, actor }: Cancellation): Promise<bigint> {
  const { booking, now } = locked;
  // What is not paid yet is let go as a whole: its price, and a payment in progress, stand for all lines.
  if (booking.holdState === HoldState.ACTIVE && !input.lineIds) {
    await endHold(tx, locked);
    return 0n;
  }
  const lines = linesToCancel(booking, input.lineIds);
  const shares = cancellationShares(lines, { at: now, actor });
  for (const { line, refundMinor } of shares.shares) {
    line.moveTo(BookingState.CANCELLED);
    line.refundMinor = refundMinor;
  }
  const isWhole = booking.state === BookingState.CANCELLED;
  await recordChange(
    tx,
    booking,
    isWhole ? 'Cancelled' : `Cancelled in part: ${lines.map(({ title }) => title).join(', ')}`,
  );
  await releaseLines(tx, lines);
  await announce(tx, booking, { shares, actor, reason: input.reason ?? '', isWhole });
  return shares.refundMinor;
}

function linesToCancel(booking: Booking, lineIds: readonly string[] | null | undefined): BookingLine[] {
  const cancellable = cancellableLines(booking);
  if (!lineIds && cancellable.length > 0) return cancellable;
  const chosen = lineIds ? linesOf(booking, lineIds) : booking.lines.getItems();
  if (!chosen) throw new InputInvalid([new FieldFault('lineIds', NO_SUCH_LINES)]);
  const stuck = chosen.find((line) => !cancellable.includes(line));
  if (stuck) throw new IllegalTransition(stuck.state, BookingState.CANCELLED, paidSteps(stuck));
  return chosen;
}

/** A held line alone cannot be cancelled, so that step is not offered. */
const paidSteps = ({ kind, state }: BookingLine) =>
  allowedFrom(kind, state).filter((next) => next !== BookingState.CANCELLED);

interface Announcement {
  readonly shares: CancellationShares;
  readonly actor: Actor;
  readonly reason: string;
  readonly isWhole: boolean;
}

async function announce(
  tx: EntityManager,
  booking: Booking,
  { shares, actor, reason, isWhole }: Announcement,
): Promise<void> {
  const { currency } = booking;
  const told = await bookedLines(
    tx,
    shares.shares.map(({ line }) => line),
  );
  await record(tx, BookingCancelledSchema, {
    key: booking.id,
    payload: {
      bookingId: booking.id,
      cancellationId: randomUUID(),
      customerId: booking.customerId ?? '',
      organisationId: booking.organisationId ?? '',
      lines: shares.shares.map(({ refundMinor, feeMinor }, i) => ({
        ...(told[i] && { line: told[i] }),
        refund: { amountMinor: refundMinor, currency },
        fee: { amountMinor: feeMinor, currency },
      })),
      refund: { amountMinor: shares.refundMinor, currency },
      fee: { amountMinor: shares.feeMinor, currency },
      cancelledBy: actor,
      reason,
      whole: isWhole,
      sequence: booking.version,
    },
  });
}
