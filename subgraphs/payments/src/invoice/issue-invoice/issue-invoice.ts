import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { record } from '@fleetgraph/kit/events/record';
import { InvoiceIssuedSchema } from '@fleetgraph/schema/events/payments_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingLine } from '../../booking/booking.entity.js';
import type { LockedPayment } from '../../payment/find-payment/lock-payment.js';
import { computeTax } from '../compute-tax/compute-tax.js';
import { InvoiceKind } from '../invoice.entity.js';
import { writeDocument } from './write-document.js';

/** Issues the invoice of a payment whose money was taken, and fixes each line's share of its tax. */
export async function issueInvoice(tx: EntityManager, { booking, payment }: LockedPayment): Promise<void> {
  const lines = booking.lines.filter((line) => line.chargeMinor > 0n || !line.cancelled);
  const tax = computeTax(
    lines.map((line) => ({ ...rateOf(line), amountMinor: line.chargeMinor })),
    'GROSS',
  );
  lines.forEach((line, index) => {
    line.taxMinor = tax.lineTaxMinor[index] ?? 0n;
  });
  const invoice = await writeDocument(tx, InvoiceKind.INVOICE, {
    payment,
    netMinor: tax.netMinor,
    taxMinor: tax.taxMinor,
    taxes: tax.subtotals,
    lines: lines.map((line) => ({
      ...rateOf(line),
      lineId: line.id,
      title: line.cancelled ? `Cancellation fee: ${line.title}` : line.title,
      grossMinor: line.chargeMinor,
      taxMinor: line.taxMinor ?? 0n,
    })),
  });
  await record(tx, InvoiceIssuedSchema, {
    key: booking.id,
    payload: {
      invoiceId: invoice.id,
      number: invoice.number,
      bookingId: booking.id,
      customerId: booking.customerId ?? '',
      net: invoice.net,
      tax: invoice.tax,
      gross: invoice.gross,
      issuedAt: timestampFromDate(invoice.issuedAt),
    },
  });
}

const rateOf = ({ taxCategory, taxRateBps }: BookingLine) => ({ taxCategory, taxRateBps });
