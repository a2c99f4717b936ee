import type { PaymentIntent, Refund } from '../objects.js';
import { NOBODY, type Sandbox } from '../sandbox.js';
import { emit } from '../webhooks/emit.js';
import { bookCharge, bookFailedRefund } from './balance.js';
import { chargeOf } from './capture-intent.js';
import { changeIntent } from './intents.js';
import { behaviourOf, findPaymentMethod } from './payment-methods.js';

/** How long the pretended banks take, in milliseconds. */
const BANK_DELAY_MS = 1_000;

/** Does what banks do by themselves after a while: debits are decided, late refunds end. */
export function settleLater(sandbox: Sandbox): void {
  const due = (created: number) => created * 1_000 + BANK_DELAY_MS <= Date.now();
  for (const intent of sandbox.store.all('payment_intent')) {
    if (intent.status === 'processing' && due(intent.created)) settleDebit(sandbox, intent);
  }
  for (const refund of sandbox.store.all('refund')) if (due(refund.created)) settleRefund(sandbox, refund);
  sandbox.store.commit();
}

function settleDebit(sandbox: Sandbox, intent: PaymentIntent): void {
  const pending = chargeOf(sandbox, intent);
  if (pending === undefined) return;
  const method = findPaymentMethod(sandbox, pending.payment_method);
  if (behaviourOf(sandbox, method).settlesLater === 'fails') {
    const message = 'The bank account has been refused.';
    const charge = sandbox.store.put('charge', { ...pending, status: 'failed', failure_message: message });
    const failed = changeIntent(sandbox, intent, {
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: { type: 'invalid_request_error', code: 'payment_method_provider_decline', message },
    });
    emit(sandbox, NOBODY, 'charge.failed', charge);
    emit(sandbox, NOBODY, 'payment_intent.payment_failed', failed);
    return;
  }
  const { amount } = intent;
  const paid = { status: 'succeeded', paid: true, captured: true, amount_captured: amount } as const;
  const charge = bookCharge(sandbox, { ...pending, ...paid });
  const succeeded = changeIntent(sandbox, intent, { status: 'succeeded', amount_received: amount });
  emit(sandbox, NOBODY, 'charge.succeeded', charge);
  emit(sandbox, NOBODY, 'payment_intent.succeeded', succeeded);
}

function settleRefund(sandbox: Sandbox, refund: Refund): void {
  if (refund.status === 'pending') {
    const succeeded = sandbox.store.put('refund', { ...refund, status: 'succeeded' });
    emit(sandbox, NOBODY, 'refund.updated', succeeded);
    return;
  }
  const charge = sandbox.store.get('charge', refund.charge);
  if (refund.status !== 'succeeded' || charge === undefined) return;
  if (behaviourOf(sandbox, findPaymentMethod(sandbox, charge.payment_method)).aftermath !== 'refund_fails') return;
  const failed = sandbox.store.put('refund', {
    ...refund,
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
  });
  bookFailedRefund(sandbox, failed);
  sandbox.store.put('charge', { ...charge, refunded: false, amount_refunded: charge.amount_refunded - refund.amount });
  emit(sandbox, NOBODY, 'refund.updated', failed);
  emit(sandbox, NOBODY, 'refund.failed', failed);
}
