/** Where a refund stands. */
export enum RefundState {
  REQUESTED = 'REQUESTED',
  PENDING = 'PENDING',
  SUCCEEDED = 'SUCCEEDED',
  FAILED = 'FAILED',
  REVERSED = 'REVERSED',
}

const { REQUESTED, PENDING, SUCCEEDED, FAILED, REVERSED } = RefundState;

/** Allowed next states; a failed refund is asked for again with a new key, a paid one may come back from the bank. */
export const REFUND_TRANSITIONS: Readonly<Record<RefundState, readonly RefundState[]>> = {
  REQUESTED: [PENDING, SUCCEEDED, FAILED],
  PENDING: [SUCCEEDED, FAILED],
  SUCCEEDED: [REVERSED],
  FAILED: [REQUESTED],
  REVERSED: [],
};
