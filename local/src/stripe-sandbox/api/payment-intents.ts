import type { z } from 'zod';
import type { PaymentIntent, PaymentMethod } from '../objects.js';
import { cancelIntent, captureIntent } from '../payments/capture-intent.js';
import { confirmIntent } from '../payments/confirm-intent.js';
import { changeIntent, createIntent, findIntent } from '../payments/intents.js';
import { addPaymentMethod, findPaymentMethod } from '../payments/payment-methods.js';
import type { Sandbox } from '../sandbox.js';
import type { Call, Operation } from './answer-call.js';
import { isSame } from './authenticate.js';
import { listPage } from './list-page.js';
import { mergeMetadata, readParams } from './params.js';
import {
  Cancel,
  Capture,
  Confirm,
  Create,
  List,
  type paymentMethodData,
  Retrieve,
  Update,
} from './payment-intent.params.js';
import { invalidRequest, noSuch, unauthorized } from './stripe-fault.js';

/** `POST /v1/payment_intents` */
export const createPaymentIntent: Operation = (sandbox, call) => {
  requireSecretKey(call);
  const input = readParams(Create, call.params);
  const intent = createIntent(sandbox, call.origin, {
    amount: input.amount,
    currency: input.currency,
    capture_method: input.capture_method,
    confirmation_method: input.confirmation_method,
    allowed_payment_method_types: input.allowed_payment_method_types ?? null,
    payment_method_types: input.allowed_payment_method_types ?? ['card'],
    customer: input.customer ?? null,
    description: input.description ?? null,
    receipt_email: input.receipt_email ?? null,
    metadata: mergeMetadata({}, input.metadata),
  });
  if (input.confirm) return confirmWith(sandbox, call, { intent, input });
  const method = methodOf(sandbox, input);
  if (method === undefined) return intent;
  return changeIntent(sandbox, intent, { payment_method: method.id, status: 'requires_confirmation' });
};

/** `GET /v1/payment_intents/:id` */
export const retrievePaymentIntent: Operation = (sandbox, call) => {
  const { client_secret } = readParams(Retrieve, call.params);
  return told(call, openIntent(sandbox, call, client_secret));
};

/** `GET /v1/payment_intents` */
export const listPaymentIntents: Operation = ({ store }, call) => {
  requireSecretKey(call);
  const { customer, ...page } = readParams(List, call.params);
  const rows = store.all('payment_intent').filter((row) => customer === undefined || row.customer === customer);
  return listPage('/v1/payment_intents', rows, page);
};

/** `POST /v1/payment_intents/:id` */
export const updatePaymentIntent: Operation = (sandbox, call) => {
  requireSecretKey(call);
  const intent = findIntent(sandbox, call.id);
  const { amount, metadata, payment_method, ...input } = readParams(Update, call.params);
  if (
    amount !== undefined &&
    !['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)
  ) {
    throw invalidRequest(
      `This PaymentIntent's amount could not be updated because it has a status of ${intent.status}.`,
      {
        code: 'payment_intent_unexpected_state',
        param: 'amount',
      },
    );
  }
  const method = payment_method === undefined ? undefined : findPaymentMethod(sandbox, payment_method);
  return changeIntent(sandbox, intent, {
    amount: amount ?? intent.amount,
    description: input.description ?? intent.description,
    receipt_email: input.receipt_email ?? intent.receipt_email,
    customer: input.customer ?? intent.customer,
    metadata: mergeMetadata(intent.metadata, metadata),
    ...(method === undefined ? {} : { payment_method: method.id, status: 'requires_confirmation' }),
  });
};

/** `POST /v1/payment_intents/:id/confirm`, also from a browser with the publishable key and the client secret. */
export const confirmPaymentIntent: Operation = (sandbox, call) => {
  const input = readParams(Confirm, call.params);
  const intent = openIntent(sandbox, call, input.client_secret);
  return told(call, confirmWith(sandbox, call, { intent, input }));
};

/** `POST /v1/payment_intents/:id/capture` */
export const capturePaymentIntent: Operation = (sandbox, call) => {
  requireSecretKey(call);
  const { amount_to_capture: amount } = readParams(Capture, call.params);
  return captureIntent(sandbox, call.origin, { intent: findIntent(sandbox, call.id), amount });
};

/** `POST /v1/payment_intents/:id/cancel` */
export const cancelPaymentIntent: Operation = (sandbox, call) => {
  requireSecretKey(call);
  const { cancellation_reason: reason = null } = readParams(Cancel, call.params);
  return cancelIntent(sandbox, call.origin, { intent: findIntent(sandbox, call.id), reason });
};

/** Refuses a call that came with the publishable key. */
export function requireSecretKey({ access }: Call): void {
  if (access === 'secret') return;
  throw unauthorized('This API call cannot be made with a publishable API key. Please use a secret API key.');
}

/** A browser knows one intent by its client secret; others do not exist for it. */
function openIntent(sandbox: Sandbox, { access, id }: Call, clientSecret: string | undefined): PaymentIntent {
  const intent = findIntent(sandbox, id);
  if (access === 'secret' && clientSecret === undefined) return intent;
  if (!isSame(clientSecret ?? '', intent.client_secret)) throw noSuch('payment_intent', id);
  return intent;
}

/** What is nobody's business in a browser stays away. */
function told({ access }: Call, intent: PaymentIntent): object {
  if (access === 'secret') return intent;
  const { metadata: _metadata, customer: _customer, latest_charge: _charge, ...shown } = intent;
  return shown;
}

interface ConfirmationInput {
  payment_method?: string | undefined;
  payment_method_data?: z.infer<typeof paymentMethodData> | undefined;
  return_url?: string | undefined;
  off_session?: boolean | undefined;
}

function confirmWith(
  sandbox: Sandbox,
  { origin }: Call,
  { intent, input }: { intent: PaymentIntent; input: ConfirmationInput },
): PaymentIntent {
  const paymentMethod = methodOf(sandbox, input);
  const how = { intent, paymentMethod, returnUrl: input.return_url, isOffSession: input.off_session };
  return confirmIntent(sandbox, origin, how);
}

function methodOf(sandbox: Sandbox, input: ConfirmationInput): PaymentMethod | undefined {
  if (input.payment_method_data !== undefined) return addPaymentMethod(sandbox, input.payment_method_data);
  return input.payment_method === undefined ? undefined : findPaymentMethod(sandbox, input.payment_method);
}
