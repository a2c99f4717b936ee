import { consume } from '@fleetgraph/kit/events/consume';
import { InvoiceIssuedSchema, RefundSucceededSchema } from '@fleetgraph/schema/events/payments_pb';
import type { TemplateUse } from '../../template/write-message.js';
import { amountOf, paramsOf, recallBooking } from './booking-facts.js';
import { planMessage } from './plan-message.js';

/** Tells a customer about refunds and invoices. */
export const onMoneyMoved = consume(
  [RefundSucceededSchema, InvoiceIssuedSchema],
  'notifications.tell-about-money',
  async (tx, event, { id: eventId }) => {
    const booking = await recallBooking(tx, event.bookingId);
    if (booking.customerId === null) return;
    const use: TemplateUse =
      event.$typeName === 'fleetgraph.payments.v1.RefundSucceeded'
        ? { template: 'refund-paid', params: { ...paramsOf(booking), refund: amountOf(event.amount) } }
        : {
            template: 'invoice-issued',
            params: { ...paramsOf(booking), total: amountOf(event.gross), number: event.number },
          };
    await planMessage(tx, { ...use, eventId, userId: booking.customerId, bookingId: booking.bookingId });
  },
);
