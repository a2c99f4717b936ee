import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { record } from '@fleetgraph/kit/events/record';
import { PaymentCapturedSchema } from '@fleetgraph/schema/events/payments_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { issueInvoice } from '../../invoice/issue-invoice/issue-invoice.js';
import { postEntry } from '../../ledger/post-entry/post-entry.js';
import type { LockedPayment } from '../find-payment/lock-payment.js';
import { settleLines } from './settle-lines.js';

/** The money has arrived: ledger, invoice, and what became due while it was on its way. */
export async function bookCapture(tx: EntityManager, locked: LockedPayment, capturedMinor: bigint): Promise<void> {
  const { booking, payment } = locked;
  payment.capturedMinor = capturedMinor;
  payment.captureMinor ??= capturedMinor;
  await tx.flush();
  await postEntry(tx, {
    event: 'payment_captured',
    subjectId: payment.id,
    booking,
    amount: { grossMinor: capturedMinor, taxMinor: 0n },
  });
  await record(tx, PaymentCapturedSchema, {
    key: booking.id,
    payload: {
      paymentId: payment.id,
      bookingId: booking.id,
      organisationId: booking.organisationId ?? '',
      customerId: booking.customerId ?? '',
      amount: payment.captured,
      at: timestampFromDate(payment.checkedAt),
    },
  });
  await issueInvoice(tx, locked);
  await settleLines(tx, locked);
}
