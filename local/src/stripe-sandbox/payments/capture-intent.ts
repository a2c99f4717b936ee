import { invalidRequest, unexpectedState } from '../api/stripe-fault.js';
import { nowInSeconds } from '../new-id.js';
import type { Charge, PaymentIntent } from '../objects.js';
import type { Origin, Sandbox } from '../sandbox.js';
import { emit } from '../webhooks/emit.js';
import { bookCharge } from './balance.js';
import { disputeIfDocumented } from './charge-method.js';
import { changeIntent } from './intents.js';
import { findPaymentMethod } from './payment-methods.js';

/** Takes money that was authorised, once; what is not taken is released. */
export function captureIntent(
  sandbox: Sandbox,
  origin: Origin,
  { intent, amount = intent.amount_capturable }: { intent: PaymentIntent; amount?: number | undefined },
): PaymentIntent {
  const authorised = chargeOf(sandbox, intent);
  if (intent.status !== 'requires_capture' || authorised === undefined) {
    throw unexpectedState(intent, 'captured', 'requires_capture');
  }
  if (amount > intent.amount_capturable) {
    throw invalidRequest(
      `The provided amount_to_capture (${amount}) is greater than the capturable amount (${intent.amount_capturable}).`,
      { code: 'amount_too_large', param: 'amount_to_capture' },
    );
  }
  const charge = bookCharge(sandbox, { ...authorised, captured: true, amount_captured: amount });
  const captured = changeIntent(sandbox, intent, {
    status: 'succeeded',
    amount_capturable: 0,
    amount_received: amount,
  });
  emit(sandbox, origin, 'charge.captured', charge);
  emit(sandbox, origin, 'payment_intent.succeeded', captured);
  disputeIfDocumented(sandbox, origin, { charge, method: findPaymentMethod(sandbox, charge.payment_method) });
  return captured;
}

const CANCELABLE = ['requires_payment_method', 'requires_capture', 'requires_confirmation', 'requires_action'];

/** Gives a payment up; an authorisation is released. */
export function cancelIntent(
  sandbox: Sandbox,
  origin: Origin,
  { intent, reason }: { intent: PaymentIntent; reason: string | null },
): PaymentIntent {
  if (!CANCELABLE.includes(intent.status)) throw unexpectedState(intent, 'canceled', CANCELABLE.join(', '));
  const canceled = changeIntent(sandbox, intent, {
    status: 'canceled',
    amount_capturable: 0,
    canceled_at: nowInSeconds(),
    cancellation_reason: reason,
    next_action: null,
  });
  const charge = chargeOf(sandbox, intent);
  if (charge?.status === 'succeeded') {
    // Stripe shows a released authorisation as a refunded charge.
    const released = sandbox.store.put('charge', { ...charge, refunded: true, amount_refunded: charge.amount });
    emit(sandbox, origin, 'charge.refunded', released);
  }
  emit(sandbox, origin, 'payment_intent.canceled', canceled);
  return canceled;
}

/** The charge that a payment's state rests on. */
export function chargeOf(sandbox: Sandbox, intent: PaymentIntent): Charge | undefined {
  return intent.latest_charge === null ? undefined : sandbox.store.get('charge', intent.latest_charge);
}
