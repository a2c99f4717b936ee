import { parseEnv } from '@fleetgraph/kit/config/parse-env';
import { type SubgraphOptions, subgraphEnv, subgraphOptions } from '@fleetgraph/kit/config/subgraph-options';
import { z } from 'zod';

/** What only bookings can be told. */
export interface BookingSettings {
  /** How long an unpaid booking holds what it took. */
  readonly holdMinutes: number;
  /** How long before its end a hold is announced as ending. */
  readonly holdWarningMinutes: number;
  /** How much longer a hold stands while a payment is in progress. */
  readonly payingMinutes: number;
  /** How long a search result can be put into a basket. */
  readonly offerMinutes: number;
  /** How long a quoted price stands. */
  readonly quoteMinutes: number;
  /** How far ahead something may start that is asked for. */
  readonly mostDaysAhead: number;
  /** How long a window may be that is asked for. */
  readonly longestWindowDays: number;
  /** Unpaid bookings of one customer at a time; a courtesy to others, not an invariant. */
  readonly maxActiveHolds: number;
  /** Unpaid bike reservations of one customer at a time. */
  readonly maxBikeReservations: number;
  /** Paid goods count as handed over after this time unless staff did it before. */
  readonly collectGoodsHours: number;
}

/** The settings that are shipped. */
export const DEFAULT_SETTINGS: BookingSettings = {
  holdMinutes: 10,
  holdWarningMinutes: 2,
  payingMinutes: 15,
  offerMinutes: 30,
  quoteMinutes: 15,
  mostDaysAhead: 366,
  longestWindowDays: 90,
  maxActiveHolds: 20,
  maxBikeReservations: 4,
  collectGoodsHours: 24,
};

/** Everything `startBookings` needs; settings that are left out are the shipped ones. */
export type BookingsOptions = SubgraphOptions & Partial<BookingSettings>;

const minutes = (preset: number) => z.coerce.number().positive().default(preset);
const count = (preset: number) => z.coerce.number().int().positive().default(preset);

/** Reads the environment; the only reader of it. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): BookingsOptions {
  const parsed = parseEnv(
    {
      ...subgraphEnv,
      HOLD_MINUTES: minutes(DEFAULT_SETTINGS.holdMinutes),
      HOLD_WARNING_MINUTES: minutes(DEFAULT_SETTINGS.holdWarningMinutes),
      PAYING_MINUTES: minutes(DEFAULT_SETTINGS.payingMinutes),
      OFFER_MINUTES: minutes(DEFAULT_SETTINGS.offerMinutes),
      QUOTE_MINUTES: minutes(DEFAULT_SETTINGS.quoteMinutes),
      MOST_DAYS_AHEAD: count(DEFAULT_SETTINGS.mostDaysAhead),
      LONGEST_WINDOW_DAYS: count(DEFAULT_SETTINGS.longestWindowDays),
      MAX_ACTIVE_HOLDS: count(DEFAULT_SETTINGS.maxActiveHolds),
      MAX_BIKE_RESERVATIONS: count(DEFAULT_SETTINGS.maxBikeReservations),
      COLLECT_GOODS_HOURS: minutes(DEFAULT_SETTINGS.collectGoodsHours),
    },
    env,
  );
  return {
    ...subgraphOptions(parsed),
    holdMinutes: parsed.HOLD_MINUTES,
    holdWarningMinutes: parsed.HOLD_WARNING_MINUTES,
    payingMinutes: parsed.PAYING_MINUTES,
    offerMinutes: parsed.OFFER_MINUTES,
    quoteMinutes: parsed.QUOTE_MINUTES,
    mostDaysAhead: parsed.MOST_DAYS_AHEAD,
    longestWindowDays: parsed.LONGEST_WINDOW_DAYS,
    maxActiveHolds: parsed.MAX_ACTIVE_HOLDS,
    maxBikeReservations: parsed.MAX_BIKE_RESERVATIONS,
    collectGoodsHours: parsed.COLLECT_GOODS_HOURS,
  };
}
