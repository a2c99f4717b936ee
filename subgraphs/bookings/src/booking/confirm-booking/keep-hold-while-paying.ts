import type { PaymentFailed, PaymentStarted } from '@fleetgraph/schema/events/payments_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingSettings } from '../../config.js';
import { lockBooking } from '../model/lock-booking.js';
import { recordChange } from '../model/record-change.js';

/** A payment is in progress: the hold is kept for a bounded time. */
export async function startPaying(
  tx: EntityManager,
  { bookingId, paymentId }: PaymentStarted,
  { payingMinutes }: BookingSettings,
): Promise<void> {
  const locked = await lockBooking(tx, bookingId);
  // Too late is told when the money comes: confirmBooking refuses it then.
  if (!locked?.booking.holdStands(locked.now)) return;
  const isFirst = locked.booking.payingUntil === null;
  locked.booking.startPaying(paymentId, payingMinutes);
  if (isFirst) await recordChange(tx, locked.booking, 'Payment in progress');
}

/** The attempt failed: the hold runs on to its own end, and the customer may try again. */
export async function stopPaying(tx: EntityManager, { bookingId }: PaymentFailed): Promise<void> {
  const locked = await lockBooking(tx, bookingId);
  if (!locked?.booking.holdStands(locked.now) || locked.booking.payingUntil === null) return;
  locked.booking.stopPaying();
  await recordChange(tx, locked.booking, 'Payment failed; held until the time is up');
}
