import { idempotent } from '@fleetgraph/kit/database/idempotency';
import { transact } from '@fleetgraph/kit/database/transact';
import { requireViewer } from '@fleetgraph/kit/graphql/context';
import type { PaymentsContext } from '../../context.js';
import { Payment } from '../payment.entity.js';
import { TransitionCause } from '../payment-state.js';
import { createIntent, type OpenedIntent, readIntent } from '../provider/intent.js';
import { tellProviderAway } from '../provider/provider-away.js';
import { adoptIntent } from '../settle-payment/adopt-intent.js';
import { awaitBooking } from './await-booking.js';
import { openPayment } from './open-payment.js';

/** What a customer asks. */
export interface PaymentRequest {
  readonly bookingId: string;
  readonly idempotencyKey: string;
}

/** An open payment, and what the provider's client library needs to confirm it. */
export interface StartedPayment {
  readonly payment: Payment;
  readonly clientSecret: string;
}

/** Opens the payment of a held booking: one per booking, however many tabs ask, and one at the provider for it. */
export async function startPayment(context: PaymentsContext, input: PaymentRequest): Promise<StartedPayment> {
  const viewer = requireViewer(context);
  const { idempotencyKey: key, bookingId } = input;
  await awaitBooking(context, bookingId, viewer);
  const paymentId = await idempotent(
    context.em,
    { viewer, operation: 'startPayment', key, input: { bookingId } },
    async (tx) => (await openPayment(tx, bookingId)).id,
  );
  const clientSecret = await openAtProvider(context, paymentId).catch(tellProviderAway);
  return { payment: await context.em.findOneOrFail(Payment, paymentId, { refresh: true }), clientSecret };
}

async function openAtProvider({ em, provider }: PaymentsContext, paymentId: string): Promise<string> {
  const payment = await em.fork().findOneOrFail(Payment, paymentId);
  if (payment.amountMinor === 0n) return '';
  if (payment.intentId !== null) return (await readIntent(provider, payment.intentId)).clientSecret;
  const intent = await createIntent(provider, payment);
  await adopt(em, payment, intent);
  return intent.clientSecret;
}

/** When the payment moved meanwhile, whoever moved it knows the provider's object already. */
async function adopt(
  em: PaymentsContext['em'],
  { id: paymentId, version }: Payment,
  snapshot: OpenedIntent,
): Promise<void> {
  await transact(em, (tx) =>
    adoptIntent(tx, { paymentId, seenVersion: version, snapshot, cause: TransitionCause.API }),
  );
}
