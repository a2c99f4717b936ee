import { defineJob, schedule } from '@fleetgraph/kit/jobs/schedule';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Payment } from '../payment.entity.js';
import type { TransitionCause } from '../payment-state.js';
import { providerOf } from '../provider/provider.js';
import { type PaymentToSettle, settlePayment } from './settle-payment.js';

/** Brings a payment to where the provider and its booking are. */
export const settlePaymentJob = defineJob<PaymentToSettle>({
  name: 'settle-payment',
  run: (em, payload, { options }) => settlePayment(em, providerOf(options), payload),
});

/** Settles a payment soon: one run stands for all that ask before it starts. */
export const settleSoon = (tx: EntityManager, { id }: Payment, cause: TransitionCause): Promise<void> =>
  schedule(tx, settlePaymentJob, { paymentId: id, cause }, { key: id });
