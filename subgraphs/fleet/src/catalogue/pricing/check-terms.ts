import { FieldFault } from '@fleetgraph/kit/graphql/common-errors';
import type { RateTerms, UsageSegment, UsageTerms } from './rate-terms.js';

/** Everything that is wrong with the terms of a plan; empty when nothing is. */
export function termsFaults({ usage, day, fare, unitMinor }: RateTerms): FieldFault[] {
  const set = [usage, day, fare, unitMinor].filter((part) => part != null);
  if (set.length !== 1) return [new FieldFault('terms', 'Exactly one way of pricing is set.')];
  if (usage != null) return usageFaults(usage);
  const amounts: [string, bigint | null | undefined][] = [
    ['unitMinor', unitMinor],
    ['day.perDayMinor', day?.perDayMinor],
    ['day.oneWayFeeMinor', day?.oneWayFeeMinor],
    ...(day?.extras ?? []).map(({ priceMinor }, index): [string, bigint] => [
      `day.extras.${index}.priceMinor`,
      priceMinor,
    ]),
    ...(fare?.fares ?? []).map(({ priceMinor }, index): [string, bigint] => [
      `fare.fares.${index}.priceMinor`,
      priceMinor,
    ]),
  ];
  return [
    ...negative(amounts),
    ...(day != null && (day.graceMinutes < 0 || day.graceMinutes > 1439)
      ? [new FieldFault('day.graceMinutes', 'Grace is between 0 and 1439 minutes.')]
      : []),
    ...(fare != null && fare.fares.length === 0
      ? [new FieldFault('fare.fares', 'At least one cabin has a fare.')]
      : []),
  ];
}

function usageFaults(usage: UsageTerms): FieldFault[] {
  const { baseMinor, capMinor, capMinutes, perMinute, perKm, reservationPerMinuteMinor } = usage;
  return [
    ...negative([
      ['usage.baseMinor', baseMinor],
      ['usage.capMinor', capMinor],
      ['usage.reservationPerMinuteMinor', reservationPerMinuteMinor],
    ]),
    ...((capMinor == null) !== (capMinutes == null) || (capMinutes ?? 1) < 1
      ? [new FieldFault('usage.capMinutes', 'A cap has an amount and a period of at least a minute.')]
      : []),
    ...perMinute.flatMap((segment, index) => segmentFaults(`usage.perMinute.${index}`, segment)),
    ...perKm.flatMap((segment, index) => segmentFaults(`usage.perKm.${index}`, segment)),
  ];
}

function segmentFaults(path: string, { start, end, interval }: UsageSegment): FieldFault[] {
  return [
    ...(start < 0 ? [new FieldFault(`${path}.start`, 'Starts at 0 or later.')] : []),
    ...(end != null && end <= start ? [new FieldFault(`${path}.end`, 'Ends behind its start.')] : []),
    ...(interval < 0 ? [new FieldFault(`${path}.interval`, 'An interval is 0 or longer.')] : []),
  ];
}

const negative = (amounts: readonly [string, bigint | null | undefined][]): FieldFault[] =>
  amounts.filter(([, amount]) => (amount ?? 0n) < 0n).map(([path]) => new FieldFault(path, 'A price is not negative.'));
