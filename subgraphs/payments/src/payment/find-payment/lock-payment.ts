import { sqlOne } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Booking } from '../../booking/booking.entity.js';
import { lockBooking } from '../../booking/lock-booking.js';
import { Payment } from '../payment.entity.js';
import { PaymentState } from '../payment-state.js';

/** A payment and its booking, both as they are while their lock is held. */
export interface LockedPayment {
  readonly booking: Booking;
  readonly payment: Payment;
}

/** Locks everything that moves money for a payment's booking until the transaction ends. */
export async function lockPayment(tx: EntityManager, paymentId: string): Promise<LockedPayment> {
  const row = await sqlOne<{ booking_id: string }>(tx, 'select booking_id from payment where id = $1', [paymentId]);
  const booking = row && (await lockBooking(tx, row.booking_id));
  if (!booking) throw new Error(`There is no payment ${paymentId}.`);
  return { booking, payment: await tx.findOneOrFail(Payment, paymentId, { refresh: true }) };
}

/** The payment of a locked booking that was not given up; a booking has at most one. */
export function findStandingPayment(tx: EntityManager, booking: Booking): Promise<Payment | null> {
  return tx.findOne(Payment, { bookingId: booking.id, state: { $ne: PaymentState.CANCELED } }, { refresh: true });
}
