import type Stripe from 'stripe';
import type { Payment } from '../payment.entity.js';
import { PaymentState } from '../payment-state.js';
import type { PaymentProvider } from './provider.js';

/** The provider's object at one moment. */
export interface IntentSnapshot {
  readonly intentId: string | null;
  readonly state: PaymentState;
  readonly capturedMinor: bigint;
  /** The last failed attempt, when there is one. */
  readonly failure?: { readonly mark: string; readonly code: string };
  readonly cancellationReason?: string;
}

/** A snapshot with what the customer's browser needs to go on; the secret is never stored. */
export interface OpenedIntent extends IntentSnapshot {
  readonly clientSecret: string;
}

const STATE_OF: Readonly<Record<string, PaymentState>> = {
  requires_payment_method: PaymentState.REQUIRES_METHOD,
  requires_confirmation: PaymentState.REQUIRES_CONFIRMATION,
  requires_action: PaymentState.REQUIRES_ACTION,
  processing: PaymentState.PROCESSING,
  requires_capture: PaymentState.REQUIRES_CAPTURE,
  succeeded: PaymentState.SUCCEEDED,
  canceled: PaymentState.CANCELED,
};

/** Metadata key under which our id travels with the provider's object. */
export const PAYMENT_ID = 'fleetgraph_payment_id';

/** Creates the provider's object; asked again for the same payment, the provider answers the first one. */
export function createIntent({ client, opening }: PaymentProvider, payment: Payment): Promise<OpenedIntent> {
  const running = opening.get(payment.id);
  if (running !== undefined) return running;
  const started = requestIntent(client, payment).finally(() => opening.delete(payment.id));
  opening.set(payment.id, started);
  return started;
}

async function requestIntent(client: Stripe, payment: Payment): Promise<OpenedIntent> {
  const intent = await client.paymentIntents.create(
    {
      amount: toProviderAmount(payment.amountMinor),
      currency: payment.currency.toLowerCase(),
      capture_method: 'manual',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      metadata: { [PAYMENT_ID]: payment.id, fleetgraph_booking_id: payment.bookingId },
    },
    { idempotencyKey: `payment:${payment.id}` },
  );
  return openedIntent(intent);
}

/** Looks at the provider's object as it is now. */
export async function readIntent({ client }: PaymentProvider, intentId: string): Promise<OpenedIntent> {
  return openedIntent(await client.paymentIntents.retrieve(intentId));
}

/** Takes the authorised money; the rest of the authorisation is released. */
export async function captureIntent({ client }: PaymentProvider, intentId: string, amountMinor: bigint) {
  const intent = await client.paymentIntents.capture(
    intentId,
    { amount_to_capture: toProviderAmount(amountMinor) },
    { idempotencyKey: `capture:${intentId}` },
  );
  return openedIntent(intent);
}

/** Gives the authorisation up. */
export async function cancelIntent({ client }: PaymentProvider, intentId: string): Promise<IntentSnapshot> {
  return openedIntent(await client.paymentIntents.cancel(intentId, {}, { idempotencyKey: `cancel:${intentId}` }));
}

function openedIntent(intent: Stripe.PaymentIntent): OpenedIntent {
  const failure = intent.last_payment_error;
  return {
    intentId: intent.id,
    clientSecret: intent.client_secret ?? '',
    state: stateOf(intent),
    capturedMinor: BigInt(intent.status === 'succeeded' ? intent.amount_received : 0),
    ...(failure ? { failure: failureOf(failure) } : {}),
    ...(intent.cancellation_reason ? { cancellationReason: intent.cancellation_reason } : {}),
  };
}

function stateOf({ id, status }: Stripe.PaymentIntent): PaymentState {
  const state = STATE_OF[status];
  if (state === undefined) throw new Error(`The provider has ${id} in a state that is not known here: ${status}.`);
  return state;
}

function failureOf({ charge, code, decline_code, payment_method }: Stripe.PaymentIntent.LastPaymentError) {
  const reason = decline_code ?? code ?? 'unknown';
  return { code: reason, mark: charge ?? `${reason} ${payment_method?.id ?? ''}` };
}

/** The provider counts in JSON numbers; refuses what they cannot hold exactly. */
export function toProviderAmount(amountMinor: bigint): number {
  if (amountMinor > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('The provider cannot hold this amount.');
  return Number(amountMinor);
}
