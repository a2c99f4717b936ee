import { newId, nowInSeconds } from '../new-id.js';
import type { BalanceTransaction, Charge, Refund } from '../objects.js';
import type { Sandbox } from '../sandbox.js';

/** Part of the amount that the sandbox keeps, in ten-thousandths, and the fixed part in minor units. */
const FEE_RATE = 150;
const FEE_FIXED = 25;

/** Books captured money on the merchant's balance, less the fee. */
export function bookCharge(sandbox: Sandbox, charge: Charge): Charge {
  const fee = Math.round((charge.amount_captured * FEE_RATE) / 10_000) + FEE_FIXED;
  const transaction = move(sandbox, { amount: charge.amount_captured, fee, type: 'charge' }, charge);
  return sandbox.store.put('charge', { ...charge, balance_transaction: transaction.id });
}

/** Books money that goes back to the customer; the fee of the charge stays with the provider. */
export function bookRefund(sandbox: Sandbox, refund: Refund): Refund {
  const transaction = move(sandbox, { amount: -refund.amount, fee: 0, type: 'refund' }, refund);
  return sandbox.store.put('refund', { ...refund, balance_transaction: transaction.id });
}

/** Books money that the customer's bank has sent back. */
export function bookFailedRefund(sandbox: Sandbox, refund: Refund): void {
  move(sandbox, { amount: refund.amount, fee: 0, type: 'refund_failure' }, refund);
}

function move(
  sandbox: Sandbox,
  { amount, fee, type }: Pick<BalanceTransaction, 'amount' | 'fee' | 'type'>,
  { id, currency }: { id: string; currency: string },
): BalanceTransaction {
  const details = { amount: fee, application: null, currency, description: 'Stripe processing fees' };
  return sandbox.store.put('balance_transaction', {
    id: newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: nowInSeconds(),
    created: nowInSeconds(),
    currency,
    fee,
    fee_details: fee === 0 ? [] : [{ ...details, type: 'stripe_fee' }],
    net: amount - fee,
    source: id,
    status: 'available',
    type,
  });
}
