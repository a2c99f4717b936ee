import { timestampDate } from '@bufbuild/protobuf/wkt';
import { notify } from '@fleetgraph/kit/database/listener';
import type { BookedLine, BookingHeld } from '@fleetgraph/schema/events/bookings_pb';
import type { Money } from '@fleetgraph/schema/events/money_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Booking, BookingLine } from '../booking.entity.js';

/** Channel on which a payment that waits for its booking learns that it has arrived. */
export const BOOKING_PROJECTED = 'booking_projected';

/** Writes down what a held booking will cost. */
export async function projectBooking(tx: EntityManager, event: BookingHeld): Promise<void> {
  const booking = tx.create(Booking, {
    id: event.bookingId,
    locator: event.locator,
    customerId: event.customerId || null,
    organisationId: event.organisationId || null,
    currency: event.total?.currency ?? '',
    totalMinor: minor(event.total),
    state: 'HELD',
    holdExpiresAt: event.holdExpiresAt ? timestampDate(event.holdExpiresAt) : null,
    sequence: event.sequence,
  });
  event.lines.forEach((line, index) => {
    tx.create(BookingLine, { ...projectLine(line), booking, position: index + 1 });
  });
  await tx.flush();
  await notify(tx, BOOKING_PROJECTED, booking.id);
}

function projectLine(line: BookedLine) {
  return {
    id: line.lineId,
    kind: line.kind,
    title: line.title,
    locationId: line.locationId,
    timeZone: line.timeZone || 'UTC',
    grossMinor: minor(line.gross),
    chargeMinor: minor(line.gross),
    taxCategory: line.taxCategory,
    taxRateBps: line.taxRateBps,
  };
}

/** Minor units of an amount in an event; an absent one is zero. */
export const minor = (money: Money | undefined): bigint => money?.amountMinor ?? 0n;
