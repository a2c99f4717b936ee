import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { record } from '@fleetgraph/kit/events/record';
import {
  PaymentAuthorisedSchema,
  PaymentFailedSchema,
  PaymentVoidedSchema,
} from '@fleetgraph/schema/events/payments_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { lockPayment } from '../find-payment/lock-payment.js';
import type { Payment } from '../payment.entity.js';
import { PaymentState, type TransitionCause } from '../payment-state.js';
import type { IntentSnapshot } from '../provider/intent.js';
import { bookCapture } from './book-capture.js';

/** A snapshot, and the version of the payment before it was taken. */
export interface IntentToAdopt {
  readonly paymentId: string;
  readonly seenVersion: number;
  readonly snapshot: IntentSnapshot;
  readonly cause: TransitionCause;
}

/**
 * Takes over the provider's state with its effects. False when the payment moved while the provider was asked: the
 * snapshot may then be older than what is known, and has no effect. So no order of answers and webhooks can lead back.
 */
export async function adoptIntent(tx: EntityManager, { paymentId, seenVersion, snapshot, cause }: IntentToAdopt) {
  const locked = await lockPayment(tx, paymentId);
  const { payment } = locked;
  if (payment.version !== seenVersion) return false;
  payment.checkedAt = new Date();
  payment.intentId ??= snapshot.intentId;
  if (payment.state !== snapshot.state) {
    payment.moveTo(snapshot.state, cause, snapshot.failure?.code ?? snapshot.cancellationReason ?? null);
    if (payment.state === PaymentState.SUCCEEDED) await bookCapture(tx, locked, snapshot.capturedMinor);
    await tellState(tx, payment);
  }
  await tellFailure(tx, payment, snapshot);
  return true;
}

async function tellState(tx: EntityManager, payment: Payment): Promise<void> {
  const ids = { paymentId: payment.id, bookingId: payment.bookingId };
  if (payment.state === PaymentState.REQUIRES_CAPTURE) {
    const payload = { ...ids, amount: payment.amount, at: timestampFromDate(payment.checkedAt) };
    await record(tx, PaymentAuthorisedSchema, { key: payment.bookingId, payload });
  }
  if (payment.state === PaymentState.CANCELED) {
    const payload = { ...ids, reason: payment.refusal ?? 'LET_GO' };
    await record(tx, PaymentVoidedSchema, { key: payment.bookingId, payload });
  }
}

/** Each failed attempt is told once; the customer may try another card. */
async function tellFailure(tx: EntityManager, payment: Payment, { state, failure }: IntentSnapshot): Promise<void> {
  if (state !== PaymentState.REQUIRES_METHOD || failure === undefined || failure.mark === payment.lastFailure) return;
  payment.lastFailure = failure.mark;
  payment.version += 1;
  const payload = { paymentId: payment.id, bookingId: payment.bookingId, reason: failure.code };
  await record(tx, PaymentFailedSchema, { key: payment.bookingId, payload });
}
