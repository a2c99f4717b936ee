import { noSuch } from '../api/stripe-fault.js';
import { newId, nowInSeconds } from '../new-id.js';
import type { Metadata, PaymentIntent } from '../objects.js';
import type { Origin, Sandbox } from '../sandbox.js';
import { emit } from '../webhooks/emit.js';

/** What a merchant says when a payment begins. */
export interface NewIntent {
  amount: number;
  currency: string;
  capture_method: PaymentIntent['capture_method'];
  allowed_payment_method_types: string[] | null;
  payment_method_types: string[];
  confirmation_method: PaymentIntent['confirmation_method'];
  customer: string | null;
  description: string | null;
  receipt_email: string | null;
  metadata: Metadata;
}

/** Opens a payment; nothing is charged yet. */
export function createIntent(sandbox: Sandbox, origin: Origin, input: NewIntent): PaymentIntent {
  const id = newId('pi');
  const intent = sandbox.store.put('payment_intent', {
    id,
    object: 'payment_intent',
    ...input,
    amount_capturable: 0,
    amount_received: 0,
    canceled_at: null,
    cancellation_reason: null,
    client_secret: newId(`${id}_secret`, 25),
    created: nowInSeconds(),
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  });
  emit(sandbox, origin, 'payment_intent.created', intent);
  return intent;
}

/** Finds a payment or refuses as Stripe does. */
export function findIntent(sandbox: Sandbox, id: string): PaymentIntent {
  const intent = sandbox.store.get('payment_intent', id);
  if (intent === undefined) throw noSuch('payment_intent', id);
  return intent;
}

/** Replaces some properties of a payment. */
export function changeIntent(sandbox: Sandbox, intent: PaymentIntent, change: Partial<PaymentIntent>): PaymentIntent {
  return sandbox.store.put('payment_intent', { ...intent, ...change });
}
