import { BigIntScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { CabinClass, SeatFeature } from '../../flight/aircraft/cabin.js';

// Amounts here are minor units of the one currency of the plan; a currency on each of them could disagree.

/** A part of a usage price (GBFS 3 `per_min_pricing`, `per_km_pricing`). */
@InputType('UsageSegmentInput', {
  description: 'A span of minutes or kilometres and what each started interval of it costs.',
})
@ObjectType('UsageSegment', {
  description: 'A span of minutes or kilometres and what each started interval of it costs.',
})
export class UsageSegment {
  @Field(() => Int, { description: 'First minute or kilometre, included.' })
  start!: number;

  @Field(() => Int, { nullable: true, description: 'Last minute or kilometre, excluded; null: open.' })
  end?: number | null;

  @Field(() => Int, { description: 'Length of an interval; 0: charged once on reaching `start`.' })
  interval!: number;

  @Field(() => BigIntScalar, { description: 'Price of each started interval, in minor units.' })
  rateMinor!: bigint;
}

/** Price by use: bikes (GBFS 3 `system_pricing_plans`). */
@InputType('UsageTermsInput', { description: 'Price by use: a base, segments by minute and by kilometre, a cap.' })
@ObjectType('UsageTerms', { description: 'Price by use: a base, segments by minute and by kilometre, a cap.' })
export class UsageTerms {
  @Field(() => BigIntScalar, { description: 'Charged at the start, in minor units.' })
  baseMinor!: bigint;

  @Field(() => [UsageSegment], { defaultValue: [], description: 'Segments by minute of use.' })
  perMinute!: UsageSegment[];

  @Field(() => [UsageSegment], { defaultValue: [], description: 'Segments by kilometre.' })
  perKm!: UsageSegment[];

  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'Most that is charged in `capMinutes`, in minor units; null: no cap.',
  })
  capMinor?: bigint | null;

  @Field(() => Int, { nullable: true, description: 'Length of the period that the cap holds for; null without a cap.' })
  capMinutes?: number | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'Price of each started minute of a reservation, in minor units; null: free.',
  })
  reservationPerMinuteMinor?: bigint | null;
}

/** An extra of a rental. */
@InputType('ExtraTermsInput', { description: 'An extra that can be added to a rental.' })
@ObjectType('ExtraTerms', { description: 'An extra that can be added to a rental.' })
export class ExtraTerms {
  @Field(() => String, { description: 'Code by which it is chosen: CHILD_SEAT.' })
  code!: string;

  @Field(() => String, { description: 'What a person reads.' })
  title!: string;

  @Field(() => BigIntScalar, { description: 'Price in minor units.' })
  priceMinor!: bigint;

  @Field(() => Boolean, { description: 'True: for each day; false: once.' })
  isPerDay!: boolean;
}

/** Price by wall-clock days: cars. */
@InputType('DayTermsInput', { description: 'Price by wall-clock days at the place of pick-up.' })
@ObjectType('DayTerms', { description: 'Price by wall-clock days at the place of pick-up.' })
export class DayTerms {
  @Field(() => BigIntScalar, { description: 'Price of a day in minor units.' })
  perDayMinor!: bigint;

  @Field(() => Int, { defaultValue: 59, description: 'Minutes after the full day before the next one is charged.' })
  graceMinutes!: number;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'Charged once for a return elsewhere, in minor units; null: not offered.',
  })
  oneWayFeeMinor?: bigint | null;

  @Field(() => [ExtraTerms], { defaultValue: [], description: 'Extras that can be added.' })
  extras!: ExtraTerms[];
}

/** Price of one seat of a cabin. */
@InputType('CabinFareInput', { description: 'Price of one seat of a cabin.' })
@ObjectType('CabinFare', { description: 'Price of one seat of a cabin.' })
export class CabinFare {
  @Field(() => CabinClass, { description: 'The cabin.' })
  cabinClass!: CabinClass;

  @Field(() => BigIntScalar, { description: 'Price in minor units.' })
  priceMinor!: bigint;
}

/** What a seat with a feature costs on top. */
@InputType('SeatSurchargeInput', { description: 'What a seat with a feature costs on top of the fare.' })
@ObjectType('SeatSurcharge', { description: 'What a seat with a feature costs on top of the fare.' })
export class SeatSurcharge {
  @Field(() => SeatFeature, { description: 'The feature.' })
  feature!: SeatFeature;

  @Field(() => BigIntScalar, { description: 'Price in minor units.' })
  priceMinor!: bigint;
}

/** Price by cabin: flights. */
@InputType('FareTermsInput', { description: 'Fares by cabin and surcharges by feature of the seat.' })
@ObjectType('FareTerms', { description: 'Fares by cabin and surcharges by feature of the seat.' })
export class FareTerms {
  @Field(() => [CabinFare], { description: 'One fare for each cabin that is sold.' })
  fares!: CabinFare[];

  @Field(() => [SeatSurcharge], { defaultValue: [], description: 'Added when the seat has the feature.' })
  surcharges!: SeatSurcharge[];
}

/** How something is priced: exactly one part is set. */
export interface RateTerms {
  readonly usage?: UsageTerms | null;
  readonly day?: DayTerms | null;
  readonly fare?: FareTerms | null;
  readonly unitMinor?: bigint | null;
}
