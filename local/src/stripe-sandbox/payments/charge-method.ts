import { cardError } from '../api/stripe-fault.js';
import { newId, nowInSeconds } from '../new-id.js';
import type { Charge, PaymentIntent, PaymentMethod } from '../objects.js';
import type { Origin, Sandbox } from '../sandbox.js';
import { emit } from '../webhooks/emit.js';
import { bookCharge } from './balance.js';
import { changeIntent } from './intents.js';
import { behaviourOf } from './payment-methods.js';

interface Attempt {
  intent: PaymentIntent;
  method: PaymentMethod;
}

/** Asks the pretended bank for the money. */
export function chargeMethod(sandbox: Sandbox, origin: Origin, attempt: Attempt): PaymentIntent {
  const { decline, settlesLater } = behaviourOf(sandbox, attempt.method);
  if (settlesLater !== undefined) return beginProcessing(sandbox, origin, attempt);
  if (decline !== undefined) return refuse(sandbox, origin, attempt);
  return attempt.intent.capture_method === 'manual'
    ? authorise(sandbox, origin, attempt)
    : succeed(sandbox, origin, attempt);
}

function newCharge({ intent, method }: Attempt): Charge {
  return {
    id: newId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    balance_transaction: null,
    captured: false,
    created: nowInSeconds(),
    currency: intent.currency,
    disputed: false,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: { ...intent.metadata },
    outcome: {
      network_status: 'approved_by_network',
      reason: null,
      risk_level: 'normal',
      seller_message: 'Payment complete.',
      type: 'authorized',
    },
    paid: true,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { type: method.type, ...(method.card === undefined ? {} : { card: method.card }) },
    refunded: false,
    status: 'succeeded',
  };
}

function authorise(sandbox: Sandbox, origin: Origin, attempt: Attempt): PaymentIntent {
  const charge = sandbox.store.put('charge', newCharge(attempt));
  const intent = changeIntent(sandbox, attempt.intent, {
    status: 'requires_capture',
    latest_charge: charge.id,
    amount_capturable: charge.amount,
  });
  emit(sandbox, origin, 'charge.succeeded', charge);
  emit(sandbox, origin, 'payment_intent.amount_capturable_updated', intent);
  return intent;
}

function succeed(sandbox: Sandbox, origin: Origin, attempt: Attempt): PaymentIntent {
  const { amount } = attempt.intent;
  const charge = bookCharge(sandbox, { ...newCharge(attempt), captured: true, amount_captured: amount });
  const intent = changeIntent(sandbox, attempt.intent, {
    status: 'succeeded',
    latest_charge: charge.id,
    amount_received: amount,
  });
  emit(sandbox, origin, 'charge.succeeded', charge);
  emit(sandbox, origin, 'payment_intent.succeeded', intent);
  disputeIfDocumented(sandbox, origin, { charge, method: attempt.method });
  return intent;
}

/** Announces the dispute of the card that is documented to lead to one. */
export function disputeIfDocumented(
  sandbox: Sandbox,
  origin: Origin,
  { charge, method }: { charge: Charge; method: PaymentMethod },
): void {
  if (behaviourOf(sandbox, method).aftermath !== 'disputed') return;
  sandbox.store.put('charge', { ...charge, disputed: true });
  const dispute = sandbox.store.put('dispute', {
    id: newId('du'),
    object: 'dispute',
    amount: charge.amount_captured,
    charge: charge.id,
    created: nowInSeconds(),
    currency: charge.currency,
    payment_intent: charge.payment_intent,
    reason: 'fraudulent',
    status: 'needs_response',
  });
  emit(sandbox, origin, 'charge.dispute.created', dispute);
}

function refuse(sandbox: Sandbox, origin: Origin, attempt: Attempt): never {
  const { code = 'card_declined', declineCode, message = '' } = behaviourOf(sandbox, attempt.method).decline ?? {};
  const charge = sandbox.store.put('charge', {
    ...newCharge(attempt),
    paid: false,
    status: 'failed',
    failure_code: code,
    failure_message: message,
    outcome: {
      network_status: 'declined_by_network',
      reason: declineCode ?? code,
      risk_level: 'normal',
      seller_message: 'The bank did not return any further details with this decline.',
      type: 'issuer_declined',
    },
  });
  const fault = cardError({
    code,
    ...(declineCode === undefined ? {} : { decline_code: declineCode }),
    message,
    charge: charge.id,
    payment_method: attempt.method,
  });
  const intent = changeIntent(sandbox, attempt.intent, {
    status: 'requires_payment_method',
    payment_method: null,
    latest_charge: charge.id,
    last_payment_error: { ...fault.body },
  });
  emit(sandbox, origin, 'charge.failed', charge);
  emit(sandbox, origin, 'payment_intent.payment_failed', intent);
  fault.body.payment_intent = intent;
  throw fault;
}

function beginProcessing(sandbox: Sandbox, origin: Origin, attempt: Attempt): PaymentIntent {
  const charge = sandbox.store.put('charge', { ...newCharge(attempt), paid: false, status: 'pending' });
  const intent = changeIntent(sandbox, attempt.intent, { status: 'processing', latest_charge: charge.id });
  emit(sandbox, origin, 'charge.pending', charge);
  emit(sandbox, origin, 'payment_intent.processing', intent);
  return intent;
}
