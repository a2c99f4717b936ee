import { z } from 'zod';
import type { Charge } from '../objects.js';
import { findIntent } from '../payments/intents.js';
import { addPaymentMethod } from '../payments/payment-methods.js';
import { refundCharge } from '../payments/refund-charge.js';
import type { Sandbox } from '../sandbox.js';
import type { Tables } from '../store/sandbox-store.js';
import type { Operation } from './answer-call.js';
import { listPage } from './list-page.js';
import { expandParam, formAmount, listParams, mergeMetadata, metadataParam, readParams } from './params.js';
import { paymentMethodData } from './payment-intent.params.js';
import { requireSecretKey } from './payment-intents.js';
import { invalidRequest, noSuch } from './stripe-fault.js';

const CreateRefund = z.strictObject({
  ...expandParam,
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
  amount: formAmount.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: metadataParam.optional(),
});
const UpdateRefund = z.strictObject({ ...expandParam, metadata: metadataParam.optional() });
const NewPaymentMethod = z.strictObject({ ...expandParam, ...paymentMethodData.shape });

/** `POST /v1/refunds` */
export const createRefund: Operation = (sandbox, call) => {
  requireSecretKey(call);
  const { amount, reason = null, metadata, ...target } = readParams(CreateRefund, call.params);
  const charge = chargeToRefund(sandbox, target);
  return refundCharge(sandbox, call.origin, { charge, amount, reason, metadata: mergeMetadata({}, metadata) });
};

/** `POST /v1/refunds/:id` */
export const updateRefund: Operation = (sandbox, call) => {
  requireSecretKey(call);
  const { metadata } = readParams(UpdateRefund, call.params);
  const refund = found(sandbox, 'refund', call.id);
  return sandbox.store.put('refund', { ...refund, metadata: mergeMetadata(refund.metadata, metadata) });
};

/** `POST /v1/payment_methods`, also from a browser. */
export const createPaymentMethod: Operation = (sandbox, call) =>
  addPaymentMethod(sandbox, readParams(NewPaymentMethod, call.params));

function chargeToRefund(
  sandbox: Sandbox,
  { charge, payment_intent }: { charge?: string | undefined; payment_intent?: string | undefined },
): Charge {
  if (charge !== undefined) return found(sandbox, 'charge', charge);
  if (payment_intent === undefined) {
    throw invalidRequest('One of the following params should be provided for this request: payment_intent or charge.');
  }
  const intent = findIntent(sandbox, payment_intent);
  if (intent.status !== 'succeeded' || intent.latest_charge === null) {
    throw invalidRequest(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
      code: 'payment_intent_unexpected_state',
    });
  }
  return found(sandbox, 'charge', intent.latest_charge);
}

type Readable = 'refund' | 'charge' | 'balance_transaction' | 'event' | 'payment_method';

function found<K extends Readable>({ store }: Sandbox, kind: K, id: string): Tables[K] {
  const row = store.get(kind, id);
  if (row === undefined) throw noSuch(kind, id);
  return row;
}

/** `GET /v1/<kind>s/:id` */
export function retrieve(kind: Readable): Operation {
  return (sandbox, call) => {
    requireSecretKey(call);
    readParams(z.strictObject(expandParam), call.params);
    return found(sandbox, kind, call.id);
  };
}

/** `GET /v1/<kind>s`, where each filter must equal the property of its name; `types` is a choice of `type`. */
export function list(kind: Readable, filters: readonly string[]): Operation {
  const names = Object.fromEntries(filters.map((name) => [name, z.string().optional()]));
  const shape = z.strictObject({ ...listParams, types: z.array(z.string()).optional(), ...names });
  return ({ store }, call) => {
    requireSecretKey(call);
    const { types, ...page } = readParams(shape, call.params);
    const wanted = filters.flatMap((name) =>
      call.params[name] === undefined ? [] : [[name, call.params[name]] as const],
    );
    const rows = store.all(kind).filter((row) => {
      const property = (name: string): unknown => Reflect.get(row, name);
      const isOfType = types === undefined || types.includes(String(property('type')));
      return isOfType && wanted.every(([name, value]) => property(name) === value);
    });
    return listPage(`/v1/${kind}s`, rows, page);
  };
}
