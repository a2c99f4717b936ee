import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { record } from '@fleetgraph/kit/events/record';
import { CreditNoteIssuedSchema } from '@fleetgraph/schema/events/payments_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { LockedPayment } from '../../payment/find-payment/lock-payment.js';
import type { Refund, RefundLine } from '../../refund/refund.entity.js';
import { sum, type TaxSubtotal } from '../compute-tax/compute-tax.js';
import { Invoice, InvoiceKind } from '../invoice.entity.js';
import { writeDocument } from './write-document.js';

/** Corrects the invoice of a payment by what a refund gives back; runs behind the refund, whose lines know their tax. */
export async function issueCreditNote(
  tx: EntityManager,
  { booking, payment }: LockedPayment,
  refund: Refund,
): Promise<void> {
  const corrects = await tx.findOneOrFail(Invoice, { paymentId: payment.id, kind: InvoiceKind.INVOICE });
  const shares = refund.lines.getItems();
  const taxMinor = sum(shares.map((share) => share.taxMinor));
  const note = await writeDocument(tx, InvoiceKind.CREDIT_NOTE, {
    payment,
    corrects,
    refundId: refund.id,
    netMinor: refund.amountMinor - taxMinor,
    taxMinor,
    taxes: subtotals(shares),
    lines: shares.map(({ line, amountMinor, taxMinor: lineTaxMinor }) => ({
      lineId: line.id,
      title: line.title,
      grossMinor: amountMinor,
      taxMinor: lineTaxMinor,
      taxCategory: line.taxCategory,
      taxRateBps: line.taxRateBps,
    })),
  });
  await record(tx, CreditNoteIssuedSchema, {
    key: booking.id,
    payload: {
      creditNoteId: note.id,
      number: note.number,
      invoiceId: corrects.id,
      bookingId: booking.id,
      customerId: booking.customerId ?? '',
      gross: note.gross,
      issuedAt: timestampFromDate(note.issuedAt),
    },
  });
}

function subtotals(shares: readonly RefundLine[]): TaxSubtotal[] {
  return [...Map.groupBy(shares, ({ line }) => `${line.taxCategory} ${line.taxRateBps}`).values()].map((group) => {
    const [{ line }] = group as [RefundLine]; // groupBy makes no empty group
    const taxMinor = sum(group.map((share) => share.taxMinor));
    const grossMinor = sum(group.map((share) => share.amountMinor));
    return { taxCategory: line.taxCategory, taxRateBps: line.taxRateBps, netMinor: grossMinor - taxMinor, taxMinor };
  });
}
