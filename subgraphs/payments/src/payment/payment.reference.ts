import type { PaymentsContext } from '../context.js';
import { visiblePayment } from './find-visible-payments.js';

/** How other subgraphs reach a payment. */
export const paymentReference = ({ id }: { id: string }, context: PaymentsContext) => visiblePayment(context, id);
