/** Where a payment stands; the provider's words. */
export enum PaymentState {
  REQUIRES_METHOD = 'REQUIRES_METHOD',
  REQUIRES_CONFIRMATION = 'REQUIRES_CONFIRMATION',
  REQUIRES_ACTION = 'REQUIRES_ACTION',
  PROCESSING = 'PROCESSING',
  REQUIRES_CAPTURE = 'REQUIRES_CAPTURE',
  SUCCEEDED = 'SUCCEEDED',
  CANCELED = 'CANCELED',
}

/** What made a payment or refund move (P-02). */
export enum TransitionCause {
  API = 'API',
  BOOKING = 'BOOKING',
  WEBHOOK = 'WEBHOOK',
  JANITOR = 'JANITOR',
}

const { REQUIRES_METHOD, REQUIRES_CONFIRMATION, REQUIRES_ACTION, PROCESSING, REQUIRES_CAPTURE, SUCCEEDED, CANCELED } =
  PaymentState;

/**
 * Allowed next states. We see snapshots of the provider's object, not each of its steps, so a forward jump is allowed;
 * a failed attempt goes back to REQUIRES_METHOD; behind an authorisation there is only capture or void.
 */
export const PAYMENT_TRANSITIONS: Readonly<Record<PaymentState, readonly PaymentState[]>> = {
  REQUIRES_METHOD: [REQUIRES_CONFIRMATION, REQUIRES_ACTION, PROCESSING, REQUIRES_CAPTURE, SUCCEEDED, CANCELED],
  REQUIRES_CONFIRMATION: [REQUIRES_METHOD, REQUIRES_ACTION, PROCESSING, REQUIRES_CAPTURE, SUCCEEDED, CANCELED],
  REQUIRES_ACTION: [REQUIRES_METHOD, REQUIRES_CONFIRMATION, PROCESSING, REQUIRES_CAPTURE, SUCCEEDED, CANCELED],
  PROCESSING: [REQUIRES_METHOD, REQUIRES_ACTION, REQUIRES_CAPTURE, SUCCEEDED, CANCELED],
  REQUIRES_CAPTURE: [SUCCEEDED, CANCELED],
  SUCCEEDED: [],
  CANCELED: [],
};

/** True when nothing can follow. */
export const isFinal = (state: PaymentState): boolean => PAYMENT_TRANSITIONS[state].length === 0;
