import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { record } from '@fleetgraph/kit/events/record';
import { RefundFailedSchema, RefundSucceededSchema } from '@fleetgraph/schema/events/payments_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Booking } from '../../booking/booking.entity.js';
import { lockBooking } from '../../booking/lock-booking.js';
import { postEntry } from '../../ledger/post-entry/post-entry.js';
import type { TransitionCause } from '../../payment/payment-state.js';
import type { RefundSnapshot } from '../../payment/provider/provider-refund.js';
import { Refund } from '../refund.entity.js';
import { RefundState } from '../refund-state.js';

/** A snapshot, and the version of the refund before it was taken. */
export interface RefundToAdopt {
  readonly refundId: string;
  readonly seenVersion: number;
  readonly snapshot: RefundSnapshot;
  readonly cause: TransitionCause;
}

/** Takes over the provider's state with its effects; false when the refund moved meanwhile, so the snapshot may be old. */
export async function adoptRefund(tx: EntityManager, { refundId, seenVersion, snapshot, cause }: RefundToAdopt) {
  const { payment } = await tx.findOneOrFail(Refund, refundId, { populate: ['payment'] });
  const booking = await lockBooking(tx, payment.bookingId);
  const refund = await tx.findOneOrFail(Refund, refundId, { refresh: true });
  if (booking === null || refund.version !== seenVersion) return false;
  refund.checkedAt = new Date();
  refund.providerRefundId ??= snapshot.providerRefundId;
  const next = nextState(refund.state, snapshot.state);
  if (next === refund.state) return true;
  refund.moveTo(next, cause, snapshot.failure ?? null);
  refund.failure = snapshot.failure ?? null;
  await tell(tx, booking, refund);
  return true;
}

/** A refund that the provider first called paid and then failed was given back by the bank. */
function nextState(state: RefundState, seen: RefundState): RefundState {
  const isFailed = seen === RefundState.FAILED;
  if (state === RefundState.REVERSED) return state;
  return state === RefundState.SUCCEEDED && isFailed ? RefundState.REVERSED : seen;
}

async function tell(tx: EntityManager, booking: Booking, refund: Refund): Promise<void> {
  const { id: refundId, amountMinor, payment } = refund;
  const ids = { refundId, paymentId: payment.id, bookingId: booking.id };
  const entry = {
    subjectId: `${refundId}:${refund.attempt}`,
    booking,
    amount: { grossMinor: amountMinor, taxMinor: 0n },
  };
  if (refund.state === RefundState.SUCCEEDED) {
    await postEntry(tx, { event: 'refund_paid', ...entry });
    await record(tx, RefundSucceededSchema, {
      key: booking.id,
      payload: {
        ...ids,
        organisationId: booking.organisationId ?? '',
        customerId: booking.customerId ?? '',
        amount: refund.amount,
        at: timestampFromDate(refund.checkedAt),
      },
    });
  }
  if (refund.state === RefundState.REVERSED) await postEntry(tx, { event: 'refund_returned', ...entry });
  if (refund.state === RefundState.FAILED) {
    await record(tx, RefundFailedSchema, { key: booking.id, payload: { ...ids, reason: refund.failure ?? 'unknown' } });
  }
}
