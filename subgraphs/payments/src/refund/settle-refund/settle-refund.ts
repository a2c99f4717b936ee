import { transact } from '@fleetgraph/kit/database/transact';
import type { EntityManager } from '@mikro-orm/postgresql';
import Stripe from 'stripe';
import type { TransitionCause } from '../../payment/payment-state.js';
import type { PaymentProvider } from '../../payment/provider/provider.js';
import { createRefund, type RefundSnapshot, readRefund } from '../../payment/provider/provider-refund.js';
import { Refund } from '../refund.entity.js';
import { RefundState } from '../refund-state.js';
import { adoptRefund } from './adopt-refund.js';

/** Which refund, and what made us look. */
export interface RefundToSettle {
  readonly refundId: string;
  readonly cause: TransitionCause;
}

/** How often a state that moved while the provider was asked is looked at anew. */
const MAX_LOOKS = 5;

/** Brings a refund to where the provider has it, asking for it first when that has not been done. Safe to repeat. */
export async function settleRefund(em: EntityManager, provider: PaymentProvider, { refundId, cause }: RefundToSettle) {
  for (let look = 1; look <= MAX_LOOKS; look++) {
    const refund = await em.fork().findOneOrFail(Refund, refundId, { populate: ['payment'] });
    const snapshot = await askProvider(provider, refund);
    const isAdopted = await transact(em, (tx) =>
      adoptRefund(tx, { refundId, seenVersion: refund.version, snapshot, cause }),
    );
    if (isAdopted) return;
  }
  throw new Error(`Refund ${refundId} kept moving while it was looked at.`);
}

async function askProvider(provider: PaymentProvider, refund: Refund): Promise<RefundSnapshot> {
  if (refund.providerRefundId !== null) return readRefund(provider, refund.providerRefundId);
  try {
    const created = await createRefund(provider, refund);
    // A repeated request answers as the first one did: only a fresh look tells what has happened since.
    return created.providerRefundId === null ? created : await readRefund(provider, created.providerRefundId);
  } catch (error) {
    // Refused for good, such as a disputed charge: a state that staff can see. Everything else is asked again.
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    return { providerRefundId: null, state: RefundState.FAILED, failure: error.code ?? 'refused' };
  }
}
