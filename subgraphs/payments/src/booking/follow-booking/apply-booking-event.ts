import { timestampDate } from '@bufbuild/protobuf/wkt';
import type {
  BookingCancelled,
  BookingConfirmed,
  BookingExpired,
  BookingReleased,
  ConfirmationRefused,
  LineStateChanged,
} from '@fleetgraph/schema/events/bookings_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { findStandingPayment } from '../../payment/find-payment/lock-payment.js';
import type { Payment } from '../../payment/payment.entity.js';
import { TransitionCause } from '../../payment/payment-state.js';
import { settleLines } from '../../payment/settle-payment/settle-lines.js';
import { settleSoon } from '../../payment/settle-payment/settle-payment.job.js';
import type { Booking } from '../booking.entity.js';
import { lockBooking } from '../lock-booking.js';
import { minor } from './project-booking.js';

/** What bookings tells after it has told that a booking is held. */
export type BookingEvent =
  | BookingConfirmed
  | ConfirmationRefused
  | BookingReleased
  | BookingExpired
  | BookingCancelled
  | LineStateChanged;

/** States in which a line has been delivered, or was kept for a customer who did not come: its price is earned. */
const EARNED = new Set(['COMPLETED', 'NO_SHOW']);

/** Notes what became of a booking, and starts what follows for its money. */
export async function applyBookingEvent(tx: EntityManager, event: BookingEvent): Promise<void> {
  const booking = await lockBooking(tx, event.bookingId);
  if (booking === null) throw new Error(`${event.$typeName} of a booking that was never held here.`);
  booking.sequence = Math.max(booking.sequence, event.sequence);
  const payment = await findStandingPayment(tx, booking);
  apply(booking, payment, event);
  if (payment === null) return;
  await settleLines(tx, { booking, payment });
  if (!payment.isFinal) await settleSoon(tx, payment, TransitionCause.BOOKING);
}

function apply(booking: Booking, payment: Payment | null, event: BookingEvent): void {
  switch (event.$typeName) {
    case 'fleetgraph.bookings.v1.BookingConfirmed':
      booking.state = 'CONFIRMED';
      booking.confirmedPaymentId = event.paymentId || null;
      return;
    case 'fleetgraph.bookings.v1.ConfirmationRefused':
      // A payment that did confirm the booking is good, whatever a repeated authorisation was answered.
      if (payment?.id === event.paymentId && booking.confirmedPaymentId !== event.paymentId)
        payment.refusal = event.reason;
      return;
    case 'fleetgraph.bookings.v1.BookingReleased':
      booking.state = 'RELEASED';
      return;
    case 'fleetgraph.bookings.v1.BookingExpired':
      booking.state = 'EXPIRED';
      return;
    case 'fleetgraph.bookings.v1.BookingCancelled':
      cancelLines(booking, payment, event);
      return;
    case 'fleetgraph.bookings.v1.LineStateChanged':
      deliverLine(booking, event);
  }
}

function cancelLines(booking: Booking, payment: Payment | null, { lines, whole }: BookingCancelled): void {
  if (whole) booking.state = 'CANCELLED';
  for (const { line: cancelled, refund } of lines) {
    booking.line(cancelled?.lineId)?.cancel(minor(refund), payment?.isCharged ?? false);
  }
}

function deliverLine(booking: Booking, { line: moved, toState, at }: LineStateChanged): void {
  const line = booking.line(moved?.lineId);
  if (line === undefined || !EARNED.has(toState) || line.deliveredOn !== null) return;
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: line.timeZone, dateStyle: 'short' });
  line.deliveredOn = day.format(at === undefined ? new Date() : timestampDate(at));
}
