import type { ErrorBody, PaymentIntent } from '../objects.js';

/** A refusal in Stripe's shape. */
export class StripeFault extends Error {
  override readonly name = 'StripeFault';

  constructor(
    readonly status: number,
    readonly body: ErrorBody,
  ) {
    super(body.message);
  }

  /** Whether an idempotency key stands for this answer: only when the endpoint had begun its work. */
  get isSaved(): boolean {
    return (
      this.body.type === 'card_error' || this.status >= 500 || this.body.code === 'payment_intent_unexpected_state'
    );
  }
}

/** The request itself is wrong: a parameter is missing, unknown or not acceptable. */
export function invalidRequest(message: string, about: Pick<ErrorBody, 'param' | 'code'> = {}): StripeFault {
  return new StripeFault(400, { type: 'invalid_request_error', message, ...about });
}

/** The object is not there. */
export function noSuch(kind: string, id: string): StripeFault {
  const param = kind === 'payment_intent' ? 'intent' : 'id';
  return new StripeFault(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
    param,
  });
}

/** The intent is in a state that does not allow what was asked. */
export function unexpectedState(intent: PaymentIntent, verb: string, allowed: string): StripeFault {
  return new StripeFault(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message: `This PaymentIntent could not be ${verb} because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be ${verb}: ${allowed}.`,
    payment_intent: intent,
  });
}

/** The card was refused. */
export function cardError(body: Omit<ErrorBody, 'type'>): StripeFault {
  return new StripeFault(402, { type: 'card_error', ...body });
}

/** The key does not open this door. */
export function unauthorized(message: string): StripeFault {
  return new StripeFault(401, { type: 'invalid_request_error', message });
}
