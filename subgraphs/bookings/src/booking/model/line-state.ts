import { IllegalTransition } from '@fleetgraph/kit/graphql/common-errors';

/** The kinds of things that can be booked. */
export enum BookableKind {
  CAR = 'CAR',
  BIKE = 'BIKE',
  FLIGHT = 'FLIGHT',
  WORKSHOP = 'WORKSHOP',
  PRODUCT = 'PRODUCT',
}

/** Where a line or, with the two PARTIALLY states, a booking stands. */
export enum BookingState {
  DRAFT = 'DRAFT',
  QUOTED = 'QUOTED',
  HELD = 'HELD',
  AWAITING_PAYMENT = 'AWAITING_PAYMENT',
  CONFIRMED = 'CONFIRMED',
  IN_USE = 'IN_USE',
  COMPLETED = 'COMPLETED',
  EXPIRED = 'EXPIRED',
  CANCELLED = 'CANCELLED',
  NO_SHOW = 'NO_SHOW',
  FAILED = 'FAILED',
  PARTIALLY_CONFIRMED = 'PARTIALLY_CONFIRMED',
  PARTIALLY_CANCELLED = 'PARTIALLY_CANCELLED',
}

const { HELD, AWAITING_PAYMENT, CONFIRMED, IN_USE, COMPLETED, EXPIRED, CANCELLED, NO_SHOW, FAILED } = BookingState;

type Transitions = Partial<Record<BookingState, readonly BookingState[]>>;

const UNTIL_CONFIRMED: Transitions = {
  [BookingState.DRAFT]: [BookingState.QUOTED],
  [BookingState.QUOTED]: [HELD, EXPIRED],
  [HELD]: [AWAITING_PAYMENT, CONFIRMED, EXPIRED, CANCELLED, FAILED],
  [AWAITING_PAYMENT]: [HELD, CONFIRMED, EXPIRED, CANCELLED, FAILED],
};

/** What is handed over to the customer and comes back, or is used on the spot. */
const WITH_HAND_OVER: Transitions = {
  ...UNTIL_CONFIRMED,
  [CONFIRMED]: [IN_USE, CANCELLED, NO_SHOW],
  [IN_USE]: [COMPLETED],
};

/** What is delivered in one step. */
const DELIVERED: Transitions = { ...UNTIL_CONFIRMED, [CONFIRMED]: [COMPLETED, CANCELLED, NO_SHOW] };

const TRANSITIONS: Record<BookableKind, Transitions> = {
  [BookableKind.CAR]: WITH_HAND_OVER,
  [BookableKind.BIKE]: { ...WITH_HAND_OVER, [CONFIRMED]: [IN_USE, COMPLETED, CANCELLED, NO_SHOW] },
  [BookableKind.FLIGHT]: DELIVERED,
  [BookableKind.WORKSHOP]: { ...WITH_HAND_OVER, [CONFIRMED]: [IN_USE, COMPLETED, CANCELLED, NO_SHOW] },
  [BookableKind.PRODUCT]: DELIVERED,
};

/** States that a line of a kind may go to from where it is; empty when it is final. */
export const allowedFrom = (kind: BookableKind, from: BookingState): readonly BookingState[] =>
  TRANSITIONS[kind][from] ?? [];

/** Refuses a step that the table does not have. */
export function assertTransition(kind: BookableKind, from: BookingState, to: BookingState): void {
  const allowed = allowedFrom(kind, from);
  if (!allowed.includes(to)) throw new IllegalTransition(from, to, allowed);
}

/** The state of a booking follows from its lines and is never stored: equal lines give theirs, others a PARTIALLY one. */
export function stateOfBooking(lines: readonly BookingState[]): BookingState {
  const [first, ...others] = new Set(lines);
  if (first === undefined) throw new Error('a booking has at least one line');
  if (others.length === 0) return first;
  return lines.includes(CANCELLED) ? BookingState.PARTIALLY_CANCELLED : BookingState.PARTIALLY_CONFIRMED;
}
