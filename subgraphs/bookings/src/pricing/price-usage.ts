import type { UsagePlan, UsageSegment } from '@fleetgraph/schema/events/fleet_pb';
import { type PricedPart, sumOf } from './charge.js';
import { formatMoney } from './money-math.js';

/** What a ride used: elapsed seconds and metres. */
export interface Usage {
  readonly seconds: number;
  readonly meters: number;
}

const SECONDS_PER_MINUTE = 60;
const METERS_PER_KM = 1000;

/**
 * Prices a ride by a GBFS 3 plan. Started intervals are charged; a ride is half-open, so one of exactly 30:00 has not
 * started the interval that begins at minute 30.
 */
export function priceUsage(plan: UsagePlan, usage: Usage): PricedPart[] {
  const fixed = [
    ...basePart(plan),
    ...segmentParts(plan.perKm, { used: usage.meters, unitSize: METERS_PER_KM, unit: 'km' }),
  ];
  const parts = [...fixed, ...minuteParts(plan, usage.seconds)];
  const discount = capDiscount(plan, { fixedMinor: sumOf(fixed), seconds: usage.seconds });
  return discount === 0n ? parts : [...parts, capPart(plan, discount)];
}

function basePart(plan: UsagePlan): PricedPart[] {
  if (!plan.base) return [];
  const { amountMinor, currency } = plan.base;
  const rule = `${formatMoney(amountMinor, currency)} once per ride`;
  return [{ code: 'BASE', title: 'Unlocking', quantity: 1, unit: 'ride', amountMinor, rule }];
}

const minuteParts = (plan: UsagePlan, seconds: number) =>
  segmentParts(plan.perMinute, { used: seconds, unitSize: SECONDS_PER_MINUTE, unit: 'min' });

interface Measure {
  readonly used: number;
  readonly unitSize: number;
  readonly unit: 'min' | 'km';
}

function segmentParts(segments: readonly UsageSegment[], measure: Measure): PricedPart[] {
  return segments.flatMap((segment) => {
    const intervals = startedIntervals(segment, measure);
    if (intervals === 0 || !segment.rate) return [];
    const title = measure.unit === 'min' ? 'Riding time' : 'Distance';
    return {
      code: measure.unit === 'min' ? 'TIME' : 'DISTANCE',
      title,
      quantity: segment.interval === 0 ? 1 : intervals * segment.interval,
      unit: segment.interval === 0 ? 'once' : measure.unit,
      amountMinor: segment.rate.amountMinor * BigInt(intervals),
      rule: describeSegment(segment, measure.unit),
    };
  });
}

/** How many intervals of a segment have begun: none at exactly its start, all of them at its end. */
function startedIntervals(segment: UsageSegment, { used, unitSize }: Measure): number {
  const start = segment.start * unitSize;
  if (used <= start) return 0;
  if (segment.interval === 0) return 1;
  const end = segment.end > 0 ? Math.min(used, segment.end * unitSize) : used;
  return Math.ceil((end - start) / (segment.interval * unitSize));
}

function describeSegment({ start, end, interval, rate }: UsageSegment, unit: string): string {
  const price = rate ? formatMoney(rate.amountMinor, rate.currency) : 'free';
  const range = end > 0 ? `${start} to ${end} ${unit}` : `from ${start} ${unit}`;
  return interval === 0 ? `${price} once, ${range}` : `${price} per started ${interval} ${unit}, ${range}`;
}

/** The cap holds for each period anew; distance and base count in the first. */
function capDiscount(plan: UsagePlan, { fixedMinor, seconds }: { fixedMinor: bigint; seconds: number }): bigint {
  if (!plan.cap || plan.capMinutes <= 0) return 0n;
  const period = plan.capMinutes * SECONDS_PER_MINUTE;
  const timeUntil = (end: number) => sumOf(minuteParts(plan, Math.min(end, seconds)));
  let discount = 0n;
  for (let start = 0; start === 0 || start < seconds; start += period) {
    const cost = timeUntil(start + period) - timeUntil(start) + (start === 0 ? fixedMinor : 0n);
    if (cost > plan.cap.amountMinor) discount += plan.cap.amountMinor - cost;
  }
  return discount;
}

function capPart({ cap, capMinutes }: UsagePlan, amountMinor: bigint): PricedPart {
  const limit = cap ? formatMoney(cap.amountMinor, cap.currency) : '';
  return {
    code: 'CAP',
    title: 'Price cap',
    quantity: 1,
    unit: 'once',
    amountMinor,
    rule: `never more than ${limit} per ${capMinutes} min`,
  };
}
