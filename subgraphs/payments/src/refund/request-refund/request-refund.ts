import { record } from '@fleetgraph/kit/events/record';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import { schedule } from '@fleetgraph/kit/jobs/schedule';
import { RefundRequestedSchema } from '@fleetgraph/schema/events/payments_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingLine } from '../../booking/booking.entity.js';
import { sum } from '../../invoice/compute-tax/compute-tax.js';
import { issueCreditNote } from '../../invoice/issue-invoice/issue-credit-note.js';
import { postEntry } from '../../ledger/post-entry/post-entry.js';
import type { LockedPayment } from '../../payment/find-payment/lock-payment.js';
import { TransitionCause } from '../../payment/payment-state.js';
import { Refund, RefundLine } from '../refund.entity.js';
import { RefundExceedsCapture } from '../refund.errors.js';
import { settleRefundJob } from '../settle-refund/settle-refund.job.js';

/** What to give back of one line. */
export interface RefundShare {
  readonly line: BookingLine;
  readonly amountMinor: bigint;
}

/** Promises money back: refund, ledger and credit note in one transaction; a job then asks the provider. */
export async function requestRefund(
  tx: EntityManager,
  locked: LockedPayment,
  { shares, reason }: { shares: readonly RefundShare[]; reason: string },
): Promise<Refund> {
  const { booking, payment } = locked;
  const amountMinor = sum(shares.map((share) => share.amountMinor));
  if (amountMinor > payment.refundableMinor) {
    throw new RefundExceedsCapture(new Money(payment.refundableMinor, payment.currency));
  }
  payment.refundedMinor += amountMinor;
  const refund = new Refund(payment, amountMinor, reason);
  for (const { line, amountMinor: part } of shares) {
    refund.lines.add(new RefundLine(refund, { line, amountMinor: part, taxMinor: line.credit(part) }));
  }
  tx.persist(refund);
  await tx.flush();
  await postRefund(tx, locked, refund);
  await issueCreditNote(tx, locked, refund);
  await record(tx, RefundRequestedSchema, {
    key: booking.id,
    payload: {
      refundId: refund.id,
      paymentId: payment.id,
      bookingId: booking.id,
      organisationId: booking.organisationId ?? '',
      amount: refund.amount,
      reason,
    },
  });
  await schedule(tx, settleRefundJob, { refundId: refund.id, cause: TransitionCause.API }, { key: refund.id });
  return refund;
}

async function postRefund(tx: EntityManager, { booking }: LockedPayment, refund: Refund): Promise<void> {
  for (const { line, amountMinor, taxMinor } of refund.lines) {
    await postEntry(tx, {
      event: line.recognisedAs === null ? 'refund_requested' : 'recognised_refund_requested',
      subjectId: `${refund.id}:${line.id}`,
      booking,
      line,
      amount: { grossMinor: amountMinor, taxMinor },
      ...(line.recognisedAs === null ? {} : { revenueKind: line.recognisedAs }),
    });
  }
}
