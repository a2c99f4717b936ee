import { invalidRequest } from '../api/stripe-fault.js';
import { newId, nowInSeconds } from '../new-id.js';
import type { Charge, Metadata, Refund } from '../objects.js';
import type { Origin, Sandbox } from '../sandbox.js';
import { emit } from '../webhooks/emit.js';
import { bookRefund } from './balance.js';
import { behaviourOf, findPaymentMethod } from './payment-methods.js';

/** What a merchant says when money goes back. */
export interface NewRefund {
  charge: Charge;
  amount?: number | undefined;
  reason: string | null;
  metadata: Metadata;
}

/** Sends captured money back, in one or several parts. */
export function refundCharge(sandbox: Sandbox, origin: Origin, input: NewRefund): Refund {
  const { charge, reason, metadata } = input;
  const amount = checkedAmount(charge, input.amount);
  const { aftermath } = behaviourOf(sandbox, findPaymentMethod(sandbox, charge.payment_method));
  const refund = bookRefund(sandbox, {
    id: newId('re'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: nowInSeconds(),
    currency: charge.currency,
    metadata,
    payment_intent: charge.payment_intent,
    reason,
    status: aftermath === 'refund_pending' ? 'pending' : 'succeeded',
  });
  const refundedAmount = charge.amount_refunded + amount;
  const refunded = sandbox.store.put('charge', {
    ...charge,
    amount_refunded: refundedAmount,
    refunded: refundedAmount === charge.amount_captured,
  });
  emit(sandbox, origin, 'refund.created', refund);
  emit(sandbox, origin, 'charge.refunded', refunded);
  return refund;
}

function checkedAmount(charge: Charge, asked: number | undefined): number {
  if (charge.status !== 'succeeded' || !charge.captured) {
    throw invalidRequest(`The charge ${charge.id} has not been captured, so there is nothing to refund.`, {
      param: 'charge',
    });
  }
  const refundable = charge.amount_captured - charge.amount_refunded;
  if (refundable === 0) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  const amount = asked ?? refundable;
  if (amount > refundable) {
    throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${refundable})`, {
      param: 'amount',
    });
  }
  return amount;
}
