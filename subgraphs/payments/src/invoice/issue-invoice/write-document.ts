import type { EntityManager } from '@mikro-orm/postgresql';
import type { Payment } from '../../payment/payment.entity.js';
import type { TaxSubtotal } from '../compute-tax/compute-tax.js';
import { Invoice, type InvoiceKind, InvoiceLine, InvoiceTax } from '../invoice.entity.js';
import { numberDocument } from './number-document.js';

/** The content of a document before it has a number. */
export interface DocumentContent {
  readonly payment: Payment;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly taxes: readonly TaxSubtotal[];
  readonly lines: readonly Omit<InvoiceLine, 'invoice' | 'position'>[];
  readonly refundId?: string;
  readonly corrects?: Invoice;
}

/** Numbers and stores a document. */
export async function writeDocument(tx: EntityManager, kind: InvoiceKind, content: DocumentContent): Promise<Invoice> {
  const { payment, netMinor, taxMinor, refundId, corrects } = content;
  const invoice = tx.create(Invoice, {
    ...(await numberDocument(tx, kind)),
    kind,
    bookingId: payment.bookingId,
    paymentId: payment.id,
    refundId: refundId ?? null,
    corrects: corrects ?? null,
    customerId: payment.customerId,
    organisationId: payment.organisationId,
    currency: payment.currency,
    netMinor,
    taxMinor,
    grossMinor: netMinor + taxMinor,
  });
  content.lines.forEach((line, index) => {
    tx.create(InvoiceLine, { ...line, invoice, position: index + 1 });
  });
  for (const tax of content.taxes) tx.create(InvoiceTax, { ...tax, invoice });
  await tx.flush();
  return invoice;
}
