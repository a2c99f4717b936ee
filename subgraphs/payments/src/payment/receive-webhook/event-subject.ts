import type Stripe from 'stripe';
import { isUuid } from '../../booking/is-uuid.js';
import { PAYMENT_ID } from '../provider/intent.js';
import { REFUND_ID } from '../provider/provider-refund.js';

/** The provider's object that an event is about. */
export interface EventSubject {
  readonly kind: 'PAYMENT' | 'REFUND';
  readonly objectId: string;
  /** Our id, which travels with the object: an event may come before the answer that tells us the provider's. */
  readonly ownId: string | undefined;
}

/** The part of the provider's objects that is looked at; kinds of events newer than the package's types exist. */
interface ProviderObject {
  readonly id?: unknown;
  readonly payment_intent?: unknown;
  readonly metadata?: Readonly<Record<string, unknown>> | null;
}

/** What an event is about; undefined for kinds that mean nothing to us. */
export function subjectOf({ type, data }: Pick<Stripe.Event, 'type' | 'data'>): EventSubject | undefined {
  const object = data.object as ProviderObject; // a union of more types than are looked at here
  if (type.startsWith('payment_intent.')) return subject('PAYMENT', object.id, object.metadata?.[PAYMENT_ID]);
  if (type.startsWith('refund.') || type === 'charge.refund.updated') {
    return subject('REFUND', object.id, object.metadata?.[REFUND_ID]);
  }
  if (type.startsWith('charge.')) return subject('PAYMENT', object.payment_intent, object.metadata?.[PAYMENT_ID]);
  return undefined;
}

function subject(kind: EventSubject['kind'], objectId: unknown, ownId: unknown): EventSubject | undefined {
  if (typeof objectId !== 'string') return undefined;
  return { kind, objectId, ownId: typeof ownId === 'string' && isUuid(ownId) ? ownId : undefined };
}
