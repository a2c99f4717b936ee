import type { Subgraph } from '@fleetgraph/kit/graphql/subgraph';
import { Booking, BookingLine } from './booking/booking.entity.js';
import { BookingMoneyFields } from './booking/booking.query.js';
import { bookingReference } from './booking/booking.reference.js';
import { onBookingEvents } from './booking/follow-booking/on-booking-events.js';
import { createPaymentsContext, type PaymentsContext } from './context.js';
import { serveDocuments } from './invoice/download-invoice/document.routes.js';
import { Invoice, InvoiceLine, InvoiceTax } from './invoice/invoice.entity.js';
import { InvoiceQuery } from './invoice/invoice.query.js';
import { invoiceReference } from './invoice/invoice.reference.js';
import { LedgerQuery } from './ledger/ledger.query.js';
import { ledgerEntryReference } from './ledger/ledger.reference.js';
import { CreateInvoices } from './migrations/create-invoices.js';
import { CreateLedger } from './migrations/create-ledger.js';
import { CreatePayments } from './migrations/create-payments.js';
import { Payment, PaymentTransition } from './payment/payment.entity.js';
import { PaymentQuery } from './payment/payment.query.js';
import { paymentReference } from './payment/payment.reference.js';
import { serveWebhooks } from './payment/receive-webhook/webhook.routes.js';
import { repairPaymentsJob } from './payment/repair-payments/repair-payments.job.js';
import { settlePaymentJob } from './payment/settle-payment/settle-payment.job.js';
import { StartPaymentMutation } from './payment/start-payment/start-payment.mutation.js';
import { Refund, RefundLine, RefundTransition } from './refund/refund.entity.js';
import { refundReference } from './refund/refund.reference.js';
import { RefundPaymentMutation } from './refund/refund-payment/refund-payment.mutation.js';
import { settleRefundJob } from './refund/settle-refund/settle-refund.job.js';

/** Money: payments, refunds, the ledger, invoices. */
export const payments: Subgraph<PaymentsContext> = {
  name: 'payments',
  resolvers: [PaymentQuery, StartPaymentMutation, RefundPaymentMutation, InvoiceQuery, LedgerQuery, BookingMoneyFields],
  references: {
    Booking: bookingReference,
    Payment: paymentReference,
    Refund: refundReference,
    Invoice: invoiceReference,
    LedgerEntry: ledgerEntryReference,
  },
  entities: [
    Booking,
    BookingLine,
    Payment,
    PaymentTransition,
    Refund,
    RefundLine,
    RefundTransition,
    Invoice,
    InvoiceLine,
    InvoiceTax,
  ],
  migrations: [CreatePayments, CreateLedger, CreateInvoices],
  consumers: [onBookingEvents],
  jobs: [settlePaymentJob, settleRefundJob, repairPaymentsJob],
  routes: async (app, runtime) => {
    await serveWebhooks(app, runtime);
    serveDocuments(app, runtime);
  },
  createContext: createPaymentsContext,
};
