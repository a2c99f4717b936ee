import type Stripe from 'stripe';
import type { Refund } from '../../refund/refund.entity.js';
import { RefundState } from '../../refund/refund-state.js';
import { toProviderAmount } from './intent.js';
import type { PaymentProvider } from './provider.js';

/** The provider's refund at one moment. */
export interface RefundSnapshot {
  readonly providerRefundId: string | null;
  readonly state: RefundState;
  readonly failure?: string;
}

/** Metadata key under which our id travels with the provider's object. */
export const REFUND_ID = 'fleetgraph_refund_id';

const STATE_OF: Readonly<Record<string, RefundState>> = {
  pending: RefundState.PENDING,
  requires_action: RefundState.PENDING,
  succeeded: RefundState.SUCCEEDED,
  failed: RefundState.FAILED,
  canceled: RefundState.FAILED,
};

/** Asks the provider for a refund; asked again with the same attempt, it answers the first one. */
export async function createRefund({ client }: PaymentProvider, refund: Refund): Promise<RefundSnapshot> {
  const { intentId } = refund.payment;
  if (intentId === null) throw new Error('Nothing was taken at the provider, so nothing can be given back there.');
  const answer = await client.refunds.create(
    {
      payment_intent: intentId,
      amount: toProviderAmount(refund.amountMinor),
      metadata: { [REFUND_ID]: refund.id },
    },
    { idempotencyKey: refund.idempotencyKey },
  );
  return snapshotOf(answer);
}

/** Looks at the provider's refund as it is now. */
export async function readRefund({ client }: PaymentProvider, providerRefundId: string): Promise<RefundSnapshot> {
  return snapshotOf(await client.refunds.retrieve(providerRefundId));
}

function snapshotOf({ id, status, failure_reason }: Stripe.Refund): RefundSnapshot {
  return {
    providerRefundId: id,
    state: STATE_OF[status ?? 'pending'] ?? RefundState.PENDING,
    ...(failure_reason ? { failure: failure_reason } : {}),
  };
}
