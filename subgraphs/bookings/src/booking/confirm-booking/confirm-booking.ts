import { record } from '@fleetgraph/kit/events/record';
import { BookingConfirmedSchema, ConfirmationRefusedSchema } from '@fleetgraph/schema/events/bookings_pb';
import type { PaymentAuthorised } from '@fleetgraph/schema/events/payments_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingSettings } from '../../config.js';
import { scheduleLineTimers } from '../complete-lines/line-timer.job.js';
import { expireBookings } from '../expire-holds/expire-holds.js';
import { bookedLines } from '../model/booked-line.js';
import { type Booking, HoldState } from '../model/booking.entity.js';
import { type LockedBooking, lockBooking } from '../model/lock-booking.js';
import { recordChange } from '../model/record-change.js';

type Reason = 'HOLD_EXPIRED' | 'HOLD_RELEASED' | 'ALREADY_CONFIRMED' | 'AMOUNT_MISMATCH';

/** The money is reserved: confirms the booking if its hold stands at this instant, else tells payments to give it back. */
export async function confirmBooking(
  tx: EntityManager,
  payment: PaymentAuthorised,
  settings: BookingSettings,
): Promise<void> {
  const locked = await lockBooking(tx, payment.bookingId);
  if (!locked) return refuse(tx, payment, { reason: 'HOLD_EXPIRED', sequence: 0 });
  const { booking, now } = locked;
  const isRepeat = booking.holdState === HoldState.CONSUMED && booking.paymentId === payment.paymentId;
  if (isRepeat) return;
  const reason = refusalOf(locked, payment);
  if (reason === undefined) return confirm(tx, booking, { paymentId: payment.paymentId, settings, now });
  // Checked at use: the sweeper may not have come by yet.
  if (booking.holdState === HoldState.ACTIVE && reason === 'HOLD_EXPIRED') await expireBookings(tx, [booking]);
  return refuse(tx, payment, { reason, sequence: booking.version });
}

function refusalOf({ booking, now }: LockedBooking, payment: PaymentAuthorised): Reason | undefined {
  if (booking.holdState === HoldState.CONSUMED) return 'ALREADY_CONFIRMED';
  if (booking.holdState === HoldState.RELEASED) return 'HOLD_RELEASED';
  if (!booking.holdStands(now)) return 'HOLD_EXPIRED';
  const isExact = payment.amount?.amountMinor === booking.totalMinor && payment.amount.currency === booking.currency;
  return isExact ? undefined : 'AMOUNT_MISMATCH';
}

interface Confirmation {
  readonly paymentId: string;
  readonly settings: BookingSettings;
  readonly now: Date;
}

async function confirm(tx: EntityManager, booking: Booking, { paymentId, settings, now }: Confirmation): Promise<void> {
  booking.confirm(paymentId);
  await recordChange(tx, booking, 'Confirmed');
  await record(tx, BookingConfirmedSchema, {
    key: booking.id,
    payload: {
      bookingId: booking.id,
      locator: booking.locator,
      customerId: booking.customerId ?? '',
      organisationId: booking.organisationId ?? '',
      lines: await bookedLines(tx, booking.lines.getItems()),
      total: { amountMinor: booking.totalMinor, currency: booking.currency },
      paymentId,
      sequence: booking.version,
    },
  });
  await scheduleLineTimers(tx, booking, { settings, now });
}

async function refuse(
  tx: EntityManager,
  { bookingId, paymentId }: PaymentAuthorised,
  why: { reason: Reason; sequence: number },
): Promise<void> {
  await record(tx, ConfirmationRefusedSchema, { key: bookingId, payload: { bookingId, paymentId, ...why } });
}
