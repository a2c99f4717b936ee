import { shareOf } from '../../pricing/money-math.js';
import { BookableKind } from './line-state.js';

/** What a customer gets back. */
type RefundRule =
  | { readonly kind: 'FULL' | 'NONE' | 'LESS_ONE_DAY' | 'LESS_RESERVATION_FEE' | 'TAXES_ONLY' | 'FARE_CONDITION' }
  | { readonly kind: 'SHARE'; readonly basisPoints: number };

/** Up to when a rule holds, the instant itself included: before the start, after the booking, or for ever. */
type Limit =
  | { readonly hoursBeforeStart: number }
  | { readonly hoursAfterBooking: number; readonly ifHoursAhead: number }
  | { readonly forever: true };

interface PolicyRow {
  readonly until: Limit;
  readonly refund: RefundRule;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FULL: RefundRule = { kind: 'FULL' };

/** Share of the fare that comes back after the free day, by cabin: the fare conditions that are shipped. */
const FARE_CONDITIONS: Readonly<Record<string, number>> = {
  ECONOMY: 5_000,
  PREMIUM_ECONOMY: 7_000,
  BUSINESS: 9_000,
  FIRST: 10_000,
};

const WORKSHOP_NO_SHOW_FEE_BPS = 2_500;

/** The cancellation policy of each kind as data; the first row whose limit has not passed holds. */
export const CANCELLATION_POLICY: Readonly<Record<BookableKind, readonly PolicyRow[]>> = {
  [BookableKind.CAR]: [
    { until: { hoursBeforeStart: 48 }, refund: FULL },
    { until: { hoursBeforeStart: 0 }, refund: { kind: 'LESS_ONE_DAY' } },
    { until: { forever: true }, refund: { kind: 'NONE' } },
  ],
  [BookableKind.BIKE]: [
    { until: { hoursBeforeStart: 0 }, refund: { kind: 'LESS_RESERVATION_FEE' } },
    { until: { forever: true }, refund: { kind: 'NONE' } },
  ],
  [BookableKind.FLIGHT]: [
    { until: { hoursAfterBooking: 24, ifHoursAhead: 7 * 24 }, refund: FULL },
    { until: { hoursBeforeStart: 0 }, refund: { kind: 'FARE_CONDITION' } },
    { until: { forever: true }, refund: { kind: 'TAXES_ONLY' } },
  ],
  [BookableKind.WORKSHOP]: [
    { until: { hoursBeforeStart: 24 }, refund: FULL },
    { until: { hoursBeforeStart: 0 }, refund: { kind: 'SHARE', basisPoints: 10_000 - WORKSHOP_NO_SHOW_FEE_BPS } },
    { until: { forever: true }, refund: { kind: 'NONE' } },
  ],
  [BookableKind.PRODUCT]: [{ until: { forever: true }, refund: FULL }],
};

/** What a policy needs to know of a line. */
export interface CancellableLine {
  readonly kind: BookableKind;
  readonly grossMinor: bigint;
  readonly taxMinor: bigint;
  /** Null where nothing starts: goods. */
  readonly startsAt: Date | null;
  readonly bookedAt: Date;
  readonly cabinClass: string | null;
  /** Price of one day of a rental; zero for other kinds. */
  readonly dayMinor: bigint;
  /** Price of each started minute of a reservation. */
  readonly reservationMinuteMinor: bigint;
}

/** One row of the policy as it was promised with the booking: instants and amounts, no rules left. */
export interface CancellationTerm {
  /** Last instant at which this term holds, ISO 8601; null: for ever. */
  readonly until: string | null;
  readonly refundMinor: string;
  /** Taken off for each started minute since the booking. */
  readonly lessPerMinuteMinor?: string;
}

/** Captures the policy for a line: later changes of the table do not touch it. */
export function termsOf(line: CancellableLine): CancellationTerm[] {
  return CANCELLATION_POLICY[line.kind].flatMap(({ until, refund }) => {
    const limit = limitOf(until, line);
    if (limit === undefined) return [];
    return { until: limit === null ? null : limit.toISOString(), ...refundOf(refund, line) };
  });
}

/** Undefined: the row does not apply. Null: it holds for ever. */
function limitOf(limit: Limit, { startsAt, bookedAt }: CancellableLine): Date | null | undefined {
  if ('forever' in limit) return null;
  if (startsAt === null) return undefined;
  if ('hoursBeforeStart' in limit) return new Date(startsAt.getTime() - limit.hoursBeforeStart * HOUR_MS);
  const isFarEnough = startsAt.getTime() - bookedAt.getTime() >= limit.ifHoursAhead * HOUR_MS;
  return isFarEnough ? new Date(bookedAt.getTime() + limit.hoursAfterBooking * HOUR_MS) : undefined;
}

function refundOf(rule: RefundRule, line: CancellableLine): Omit<CancellationTerm, 'until'> {
  switch (rule.kind) {
    case 'FULL':
      return { refundMinor: line.grossMinor.toString() };
    case 'NONE':
      return { refundMinor: '0' };
    case 'TAXES_ONLY':
      return { refundMinor: line.taxMinor.toString() };
    case 'SHARE':
      return { refundMinor: shareOf(line.grossMinor, rule.basisPoints).toString() };
    case 'FARE_CONDITION':
      return { refundMinor: shareOf(line.grossMinor, FARE_CONDITIONS[line.cabinClass ?? ''] ?? 0).toString() };
    case 'LESS_ONE_DAY':
      return { refundMinor: atLeastZero(line.grossMinor - line.dayMinor).toString() };
    case 'LESS_RESERVATION_FEE':
      return {
        refundMinor: line.grossMinor.toString(),
        lessPerMinuteMinor: line.reservationMinuteMinor.toString(),
      };
  }
}

/** Refund at the instant of the request; exactly at a limit the customer has the better side. */
export function refundAt(terms: readonly CancellationTerm[], { at, bookedAt }: { at: Date; bookedAt: Date }): bigint {
  const term = terms.find(({ until }) => until === null || at.getTime() <= Date.parse(until));
  if (!term) return 0n;
  const startedMinutes = BigInt(Math.ceil(Math.max(0, at.getTime() - bookedAt.getTime()) / MINUTE_MS));
  return atLeastZero(BigInt(term.refundMinor) - BigInt(term.lessPerMinuteMinor ?? 0) * startedMinutes);
}

const atLeastZero = (amount: bigint) => (amount < 0n ? 0n : amount);
