import type { MessageInitShape } from '@bufbuild/protobuf';
import type { RatePlanSchema } from '@fleetgraph/schema/events/fleet_pb';
import type { DayTerms, FareTerms, RateTerms, UsageSegment, UsageTerms } from './rate-terms.js';
import type { TaxCategory } from './tax/tax-category.js';

/** A rate plan as events carry it. */
export type RatePlanMessage = MessageInitShape<typeof RatePlanSchema>;

/** How a bookable is priced, whether by a shared plan or by its own price. */
export interface Pricing {
  readonly planId: string;
  readonly currency: string;
  readonly taxCategory: TaxCategory;
  readonly taxRateBps: number;
  readonly terms: RateTerms;
}

/** Writes a pricing as events carry it. */
export function ratePlanMessage({ terms, ...pricing }: Pricing): RatePlanMessage {
  const { currency } = pricing;
  const money = (amountMinor: bigint) => ({ amountMinor, currency });
  return {
    ...pricing,
    ...(terms.usage == null ? {} : { usage: usageMessage(terms.usage, money) }),
    ...(terms.day == null ? {} : { day: dayMessage(terms.day, money) }),
    ...(terms.fare == null ? {} : { fare: fareMessage(terms.fare, money) }),
    ...(terms.unitMinor == null ? {} : { unit: { price: money(terms.unitMinor) } }),
  };
}

type ToMoney = (amountMinor: bigint) => { amountMinor: bigint; currency: string };

function usageMessage(usage: UsageTerms, money: ToMoney) {
  const segment = ({ start, end, interval, rateMinor }: UsageSegment) => ({
    start,
    end: end ?? 0,
    interval,
    rate: money(rateMinor),
  });
  const { capMinor, capMinutes, reservationPerMinuteMinor } = usage;
  return {
    base: money(usage.baseMinor),
    perMinute: usage.perMinute.map(segment),
    perKm: usage.perKm.map(segment),
    ...(capMinor == null ? {} : { cap: money(capMinor), capMinutes: capMinutes ?? 0 }),
    reservationPerMinute: money(reservationPerMinuteMinor ?? 0n),
  };
}

function dayMessage(day: DayTerms, money: ToMoney) {
  return {
    perDay: money(day.perDayMinor),
    graceMinutes: day.graceMinutes,
    ...(day.oneWayFeeMinor == null ? {} : { oneWayFee: money(day.oneWayFeeMinor) }),
    extras: day.extras.map(({ code, title, priceMinor, isPerDay }) => ({
      code,
      title,
      price: money(priceMinor),
      perDay: isPerDay,
    })),
  };
}

function fareMessage(fare: FareTerms, money: ToMoney) {
  return {
    fares: fare.fares.map(({ cabinClass, priceMinor }) => ({ cabinClass, price: money(priceMinor) })),
    surcharges: fare.surcharges.map(({ feature, priceMinor }) => ({ feature, price: money(priceMinor) })),
  };
}
