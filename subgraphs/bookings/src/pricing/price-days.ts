import type { DayPlan, ExtraPrice } from '@fleetgraph/schema/events/fleet_pb';
import { Temporal } from 'temporal-polyfill';
import { NotPriceable, type PricedPart } from './charge.js';
import { formatMoney } from './money-math.js';

/** A rental as a day plan sees it: instants, and the zone of the place of pick-up. */
export interface Rental {
  readonly from: Date;
  readonly to: Date;
  readonly timeZone: string;
  readonly isOneWay: boolean;
  readonly extras: readonly string[];
}

/**
 * Rental days by the local wall clock: a day ends at the same wall-clock time of the next date, whether the night had
 * 23, 24 or 25 hours, plus a grace of elapsed minutes. Where the clock shows a time twice or never, the later instant
 * ends the day, so that ties go to the customer and a longer rental never costs less.
 */
export function rentalDays({
  from,
  to,
  timeZone,
  graceMinutes,
}: Pick<Rental, 'from' | 'to' | 'timeZone'> & { graceMinutes: number }): number {
  const start = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone);
  const end = Temporal.Instant.fromEpochMilliseconds(to.getTime());
  const endOfDay = (days: number) =>
    start
      .toPlainDateTime()
      .add({ days })
      .toZonedDateTime(timeZone, { disambiguation: 'later' })
      .add({ minutes: graceMinutes })
      .toInstant();

  // The calendar distance is off by one at most, whatever the offsets are.
  let days = Math.max(1, start.toPlainDate().until(end.toZonedDateTimeISO(timeZone).toPlainDate()).days - 1);
  while (Temporal.Instant.compare(end, endOfDay(days)) > 0) days += 1;
  return days;
}

/** Prices a rental: days, a fee when the car is returned elsewhere, and extras per day or once. */
export function priceDays(plan: DayPlan, rental: Rental): PricedPart[] {
  if (!plan.perDay) throw new NotPriceable('This car class has no price per day.');
  const days = rentalDays({ ...rental, graceMinutes: plan.graceMinutes });
  const { amountMinor, currency } = plan.perDay;
  const rule = `${formatMoney(amountMinor, currency)} per day by the local clock, ${plan.graceMinutes} min grace`;
  return [
    { code: 'RENTAL', title: 'Rental', quantity: days, unit: 'day', amountMinor: amountMinor * BigInt(days), rule },
    ...(rental.isOneWay ? [oneWayPart(plan)] : []),
    ...rental.extras.map((code) => extraPart(plan, { code, days })),
  ];
}

function oneWayPart({ oneWayFee }: DayPlan): PricedPart {
  if (!oneWayFee) throw new NotPriceable('This car class can only be returned where it was picked up.');
  const { amountMinor, currency } = oneWayFee;
  const rule = `${formatMoney(amountMinor, currency)} once when the car is returned elsewhere`;
  return { code: 'ONE_WAY', title: 'Return elsewhere', quantity: 1, unit: 'once', amountMinor, rule };
}

function extraPart(plan: DayPlan, { code, days }: { code: string; days: number }): PricedPart {
  const extra: ExtraPrice | undefined = plan.extras.find((candidate) => candidate.code === code);
  if (!extra?.price) throw new NotPriceable(`There is no extra "${code}" for this car class.`);
  const quantity = extra.perDay ? days : 1;
  const price = formatMoney(extra.price.amountMinor, extra.price.currency);
  return {
    code: `EXTRA_${code}`,
    title: extra.title,
    quantity,
    unit: extra.perDay ? 'day' : 'once',
    amountMinor: extra.price.amountMinor * BigInt(quantity),
    rule: extra.perDay ? `${price} per day` : `${price} once`,
  };
}
