import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { record } from '@fleetgraph/kit/events/record';
import { LineStateChangedSchema } from '@fleetgraph/schema/events/bookings_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { bookedLines } from '../model/booked-line.js';
import type { BookingLine } from '../model/booking-line.entity.js';
import type { BookingState } from '../model/line-state.js';
import type { LockedBooking } from '../model/lock-booking.js';
import { recordChange } from '../model/record-change.js';

/** Moves one line of a locked booking on and tells everybody. */
export async function moveLine(
  tx: EntityManager,
  { booking, now }: LockedBooking,
  step: { readonly line: BookingLine; readonly to: BookingState; readonly title: string },
): Promise<void> {
  const { line, to, title } = step;
  const from = line.moveTo(to);
  await recordChange(tx, booking, title);
  const [told] = await bookedLines(tx, [line]);
  await record(tx, LineStateChangedSchema, {
    key: booking.id,
    payload: {
      bookingId: booking.id,
      customerId: booking.customerId ?? '',
      organisationId: booking.organisationId ?? '',
      ...(told && { line: told }),
      fromState: from,
      toState: to,
      at: timestampFromDate(now),
      sequence: booking.version,
    },
  });
}
