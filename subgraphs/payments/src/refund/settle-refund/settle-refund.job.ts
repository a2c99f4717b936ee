import { defineJob } from '@fleetgraph/kit/jobs/schedule';
import { providerOf } from '../../payment/provider/provider.js';
import { type RefundToSettle, settleRefund } from './settle-refund.js';

/** Asks the provider for a refund, or how far it is. */
export const settleRefundJob = defineJob<RefundToSettle>({
  name: 'settle-refund',
  run: (em, payload, { options }) => settleRefund(em, providerOf(options), payload),
});
