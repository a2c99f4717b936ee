import { consume } from '@fleetgraph/kit/events/consume';
import {
  BookingCancelledSchema,
  BookingConfirmedSchema,
  BookingExpiredSchema,
  BookingHeldSchema,
  BookingReleasedSchema,
  ConfirmationRefusedSchema,
  LineStateChangedSchema,
} from '@fleetgraph/schema/events/bookings_pb';
import { applyBookingEvent } from './apply-booking-event.js';
import { projectBooking } from './project-booking.js';

/** Keeps the projection of bookings, and moves the money after each change of theirs. One group: order holds. */
export const onBookingEvents = consume(
  [
    BookingHeldSchema,
    BookingConfirmedSchema,
    ConfirmationRefusedSchema,
    BookingReleasedSchema,
    BookingExpiredSchema,
    BookingCancelledSchema,
    LineStateChangedSchema,
  ],
  'payments.follow-booking',
  (em, event) =>
    event.$typeName === 'fleetgraph.bookings.v1.BookingHeld' ? projectBooking(em, event) : applyBookingEvent(em, event),
);
