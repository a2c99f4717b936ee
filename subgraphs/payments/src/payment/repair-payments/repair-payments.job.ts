import { transact } from '@fleetgraph/kit/database/transact';
import { defineJob, schedule } from '@fleetgraph/kit/jobs/schedule';
import type { EntityManager } from '@mikro-orm/postgresql';
import { paymentsOptions } from '../../config.js';
import { Refund } from '../../refund/refund.entity.js';
import { RefundState } from '../../refund/refund-state.js';
import { settleRefundJob } from '../../refund/settle-refund/settle-refund.job.js';
import { lockPayment } from '../find-payment/lock-payment.js';
import { TransitionCause } from '../payment-state.js';
import { settlePaymentJob } from '../settle-payment/settle-payment.job.js';
import { findFailedRefunds, findStuckPayments, findStuckRefunds } from './find-stuck.js';

const DEFAULT_AGE_S = 60;
const cause = TransitionCause.JANITOR;

/**
 * The janitor: has the provider asked about every payment and refund that nobody has moved for a while, because a webhook,
 * an answer or a process was lost. What arrives late after all finds nothing left to do.
 */
export const repairPaymentsJob = defineJob({
  name: 'repair-payments',
  cron: '* * * * *',
  run: (em, _payload, { options }) => repairPayments(em, paymentsOptions(options).repairAfterSeconds ?? DEFAULT_AGE_S),
});

/** Schedules a look at everything unfinished that was last looked at longer ago than this. */
export async function repairPayments(em: EntityManager, ageSeconds: number): Promise<void> {
  for (const paymentId of await findStuckPayments(em, ageSeconds)) {
    await schedule(em, settlePaymentJob, { paymentId, cause }, { key: paymentId });
  }
  for (const refundId of await findFailedRefunds(em)) await transact(em, (tx) => retryRefund(tx, refundId));
  for (const refundId of await findStuckRefunds(em, ageSeconds)) {
    await schedule(em, settleRefundJob, { refundId, cause }, { key: refundId });
  }
}

async function retryRefund(tx: EntityManager, refundId: string): Promise<void> {
  const { payment } = await tx.findOneOrFail(Refund, refundId, { populate: ['payment'] });
  await lockPayment(tx, payment.id);
  const refund = await tx.findOneOrFail(Refund, refundId, { refresh: true });
  if (refund.state !== RefundState.FAILED) return;
  refund.retry(cause);
  await tx.flush();
  await schedule(tx, settleRefundJob, { refundId, cause }, { key: refundId });
}
