import { sqlOne } from '@fleetgraph/kit/database/sql';
import { record } from '@fleetgraph/kit/events/record';
import { schedule } from '@fleetgraph/kit/jobs/schedule';
import { PaymentStartedSchema } from '@fleetgraph/schema/events/payments_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Booking } from '../../booking/booking.entity.js';
import { lockBooking } from '../../booking/lock-booking.js';
import { findStandingPayment } from '../find-payment/lock-payment.js';
import { Payment } from '../payment.entity.js';
import { PaymentState, TransitionCause } from '../payment-state.js';
import { adoptIntent } from '../settle-payment/adopt-intent.js';
import { settlePaymentJob } from '../settle-payment/settle-payment.job.js';
import { BookingNotPayable } from './payment.errors.js';

/** After which a payment whose request died between row and provider is completed by the job. */
const COMPLETE_AFTER_MS = 15_000;

/** The one payment of a booking: the open one, or a new row. The provider is asked later, so that a crash loses nothing. */
export async function openPayment(tx: EntityManager, bookingId: string): Promise<Payment> {
  const booking = await lockBooking(tx, bookingId);
  if (booking === null) throw new BookingNotPayable(bookingId, 'There is no such booking to pay, or it is not yours.');
  const open = await findStandingPayment(tx, booking);
  if (open !== null) return refuseWhenPaid(open);
  await refuseUnlessHeld(tx, booking);
  const payment = new Payment(booking);
  tx.persist(payment);
  await record(tx, PaymentStartedSchema, {
    key: booking.id,
    payload: { paymentId: payment.id, bookingId: booking.id, amount: payment.amount },
  });
  if (payment.amountMinor === 0n) await authoriseNothing(tx, payment);
  else await completeLater(tx, payment);
  return payment;
}

function refuseWhenPaid(payment: Payment): Payment {
  if (payment.state !== PaymentState.SUCCEEDED) return payment;
  throw new BookingNotPayable(payment.bookingId, 'This booking is paid.');
}

/** The database's clock decides, and a hold that ends now is over. */
async function refuseUnlessHeld(tx: EntityManager, { id, state }: Booking): Promise<void> {
  const hold = await sqlOne<{ stands: boolean }>(
    tx,
    'select coalesce(hold_expires_at > clock_timestamp(), false) as stands from booking where id = $1',
    [id],
  );
  if (state === 'HELD' && hold?.stands === true) return;
  throw new BookingNotPayable(id, 'This booking is no longer held: search and hold again, then pay.');
}

/** A booking that costs nothing goes the same way without the provider. */
async function authoriseNothing(tx: EntityManager, payment: Payment): Promise<void> {
  const snapshot = { intentId: null, state: PaymentState.REQUIRES_CAPTURE, capturedMinor: 0n };
  await adoptIntent(tx, { paymentId: payment.id, seenVersion: payment.version, snapshot, cause: TransitionCause.API });
}

function completeLater(tx: EntityManager, { id, createdAt }: Payment): Promise<void> {
  const runAt = new Date(createdAt.getTime() + COMPLETE_AFTER_MS);
  return schedule(
    tx,
    settlePaymentJob,
    { paymentId: id, cause: TransitionCause.JANITOR },
    { runAt, key: `${id}:complete` },
  );
}
