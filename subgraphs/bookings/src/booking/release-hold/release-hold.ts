import { idempotent } from '@fleetgraph/kit/database/idempotency';
import { record } from '@fleetgraph/kit/events/record';
import { IllegalTransition } from '@fleetgraph/kit/graphql/common-errors';
import { requireViewer } from '@fleetgraph/kit/graphql/context';
import { GraphError } from '@fleetgraph/kit/graphql/graph-error';
import { BookingReleasedSchema } from '@fleetgraph/schema/events/bookings_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingsContext } from '../../context.js';
import { expireBookings } from '../expire-holds/expire-holds.js';
import { type Booking, HoldState } from '../model/booking.entity.js';
import { allowedFrom, type BookingState } from '../model/line-state.js';
import { type LockedBooking, lockBooking } from '../model/lock-booking.js';
import { actorOn } from '../model/may-see.js';
import { recordChange } from '../model/record-change.js';
import { releaseLines } from '../model/release-lines.js';

/** Lets go of a held booking before it is paid (B-09). Answers its id. */
export function releaseHold(
  context: BookingsContext,
  { bookingId, idempotencyKey: key }: { bookingId: string; idempotencyKey: string },
): Promise<string> {
  const viewer = requireViewer(context);
  return idempotent(context.em, { viewer, operation: 'releaseHold', key, input: { bookingId } }, async (tx) => {
    const locked = await lockBooking(tx, bookingId);
    if (!locked || !actorOn(viewer, locked.booking)) throw new GraphError('NOT_FOUND');
    await endHold(tx, locked);
    return bookingId;
  });
}

/** Ends the hold of a locked booking: released when it stands, expired when its time was up before. */
export async function endHold(tx: EntityManager, { booking, now }: LockedBooking): Promise<void> {
  if (booking.holdState !== HoldState.ACTIVE) {
    throw new IllegalTransition(booking.state, HoldState.RELEASED, stepsOf(booking));
  }
  if (booking.holdStands(now)) await release(tx, booking);
  else await expireBookings(tx, [booking]);
}

/** Where the lines can still go, though not by a release: a paid booking is cancelled. */
const stepsOf = ({ lines }: Booking): BookingState[] => [
  ...new Set(lines.getItems().flatMap(({ kind, state }) => allowedFrom(kind, state))),
];

async function release(tx: EntityManager, booking: Booking): Promise<void> {
  booking.release();
  await recordChange(tx, booking, 'Released before paying');
  await releaseLines(tx, booking.lines);
  await record(tx, BookingReleasedSchema, {
    key: booking.id,
    payload: {
      bookingId: booking.id,
      customerId: booking.customerId ?? '',
      organisationId: booking.organisationId ?? '',
      sequence: booking.version,
    },
  });
}
