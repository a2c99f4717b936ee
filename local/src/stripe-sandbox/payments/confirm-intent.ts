import { cardError, invalidRequest, unexpectedState } from '../api/stripe-fault.js';
import type { PaymentIntent, PaymentMethod } from '../objects.js';
import type { Origin, Sandbox } from '../sandbox.js';
import { emit } from '../webhooks/emit.js';
import { chargeMethod } from './charge-method.js';
import { changeIntent } from './intents.js';
import { behaviourOf, findPaymentMethod } from './payment-methods.js';

/** How a confirmation is made. */
export interface Confirmation {
  paymentMethod?: PaymentMethod | undefined;
  returnUrl?: string | undefined;
  /** Whether the customer is away, so that no bank page can be shown. */
  isOffSession?: boolean | undefined;
}

const CONFIRMABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

/** Tries to take the money: ends charged, authorised, at the bank's page, or refused. */
export function confirmIntent(
  sandbox: Sandbox,
  origin: Origin,
  { intent, paymentMethod, returnUrl, isOffSession }: Confirmation & { intent: PaymentIntent },
): PaymentIntent {
  if (!CONFIRMABLE.includes(intent.status)) throw unexpectedState(intent, 'confirmed', CONFIRMABLE.join(', '));
  const method =
    paymentMethod ?? (intent.payment_method ? findPaymentMethod(sandbox, intent.payment_method) : undefined);
  if (method === undefined) {
    throw invalidRequest(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method.",
      { code: 'payment_intent_unexpected_state' },
    );
  }
  if (!intent.payment_method_types.includes(method.type)) {
    throw invalidRequest(
      `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. Allowed: ${intent.payment_method_types.join(', ')}.`,
      { param: 'payment_method' },
    );
  }
  const attached = changeIntent(sandbox, intent, {
    payment_method: method.id,
    next_action: null,
    last_payment_error: null,
  });
  if (behaviourOf(sandbox, method).isChallenged !== true)
    return chargeMethod(sandbox, origin, { intent: attached, method });
  if (isOffSession === true) return refuseUnauthenticated(sandbox, origin, { intent: attached, method });
  return challenge(sandbox, origin, { intent: attached, returnUrl });
}

function challenge(
  sandbox: Sandbox,
  origin: Origin,
  { intent, returnUrl }: { intent: PaymentIntent; returnUrl: string | undefined },
): PaymentIntent {
  const page = new URL(`/sandbox/authenticate/${intent.id}`, sandbox.publicUrl);
  page.searchParams.set('client_secret', intent.client_secret);
  if (returnUrl !== undefined) page.searchParams.set('return_url', returnUrl);
  const challenged = changeIntent(sandbox, intent, {
    status: 'requires_action',
    next_action:
      returnUrl === undefined
        ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: page.href } }
        : { type: 'redirect_to_url', redirect_to_url: { url: page.href, return_url: returnUrl } },
  });
  emit(sandbox, origin, 'payment_intent.requires_action', challenged);
  return challenged;
}

/** The customer has come back from the bank's page. */
export function finishAuthentication(
  sandbox: Sandbox,
  origin: Origin,
  { intent, hasPassed }: { intent: PaymentIntent; hasPassed: boolean },
): PaymentIntent {
  if (intent.status !== 'requires_action' || intent.payment_method === null) {
    throw unexpectedState(intent, 'authenticated', 'requires_action');
  }
  const method = findPaymentMethod(sandbox, intent.payment_method);
  const answered = changeIntent(sandbox, intent, { next_action: null });
  if (hasPassed) return chargeMethod(sandbox, origin, { intent: answered, method });
  const failed = changeIntent(sandbox, answered, {
    status: 'requires_payment_method',
    payment_method: null,
    last_payment_error: {
      type: 'invalid_request_error',
      code: 'payment_intent_authentication_failure',
      message:
        'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
      payment_method: method,
    },
  });
  emit(sandbox, origin, 'payment_intent.payment_failed', failed);
  return failed;
}

function refuseUnauthenticated(
  sandbox: Sandbox,
  origin: Origin,
  { intent, method }: { intent: PaymentIntent; method: PaymentMethod },
): never {
  const fault = cardError({
    code: 'authentication_required',
    decline_code: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
    payment_method: method,
  });
  const failed = changeIntent(sandbox, intent, {
    status: 'requires_payment_method',
    payment_method: null,
    last_payment_error: { ...fault.body },
  });
  emit(sandbox, origin, 'payment_intent.payment_failed', failed);
  fault.body.payment_intent = failed;
  throw fault;
}
