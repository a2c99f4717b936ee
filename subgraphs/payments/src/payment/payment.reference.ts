import type { PaymentsContext } from '../context.js';
import { visiblePayment } from './find-payment/visible-payment.js';

/** How other subgraphs reach a payment. */
export const paymentReference = ({ id }: { id: string }, context: PaymentsContext) => visiblePayment(context, id);
