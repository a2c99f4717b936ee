import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { Key, ListSize } from '@fleetgraph/kit/graphql/directives';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { DateScalar, DateTimeScalar, TimeZoneScalar } from '@fleetgraph/kit/graphql/scalars';
import { UserError } from '@fleetgraph/kit/graphql/user-error';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { MetricType } from '../metric/metric.type.js';

/** How long one point of a series is. */
export enum Bucket {
  HOUR = 'HOUR',
  DAY = 'DAY',
  ISO_WEEK = 'ISO_WEEK',
  MONTH = 'MONTH',
  TOTAL = 'TOTAL',
}
registerEnumType(Bucket, {
  name: 'Bucket',
  description: 'How long one point of a series is, by the calendar of the zone.',
  valuesConfig: {
    HOUR: { description: 'One hour.' },
    DAY: { description: 'From midnight to midnight: 23 or 25 hours when the clock changes.' },
    ISO_WEEK: { description: 'Monday to Sunday (ISO 8601).' },
    MONTH: { description: 'A calendar month.' },
    TOTAL: { description: 'One point for the whole time.' },
  },
});

/** What is asked for. */
@InputType({ description: 'Which measure, over which time, grouped how.' })
export class SeriesInput {
  @Field(() => String, { description: 'Name of a measure of the catalogue.' })
  readonly metric!: string;

  @Field(() => DateScalar, { description: 'First day, included.' })
  readonly from!: string;

  @Field(() => DateScalar, { description: 'Last day, excluded.' })
  readonly to!: string;

  @Field(() => Bucket, { description: 'How long one point is.' })
  readonly bucket!: Bucket;

  @Field(() => [String], {
    nullable: true,
    description: 'Dimensions of the measure: `kind`, `location`, `partner`, `currency`. Null: none.',
  })
  readonly groupBy?: readonly string[] | null;

  @Field(() => TimeZoneScalar, { nullable: true, description: 'IANA zone whose days count; null: UTC.' })
  readonly timeZone?: string | null;
}

/** A place, answered by fleet. */
@Key('id', { resolvable: false })
@ObjectType('Location', { description: 'A place; its facts come from fleet.' })
export class LocationReference {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id!: string;
}

/** One dimension's value of a group. */
@ObjectType({ description: 'One value of one dimension.' })
export class GroupValue {
  @Field(() => String, { description: 'Name of the dimension.' })
  readonly dimension!: string;

  @Field(() => String, { description: 'Its value; empty when an event had none.' })
  readonly value!: string;

  @Field(() => LocationReference, {
    nullable: true,
    description: 'The place, when the dimension is `location`; null otherwise.',
  })
  readonly location!: LocationReference | null;
}

/** One number. */
@ObjectType({ description: 'One number of a series.' })
export class SeriesPoint {
  @Field(() => DateTimeScalar, { description: 'Start of the bucket.' })
  readonly from!: Date;

  @ListSize({ assumedSize: 4 })
  @Field(() => [GroupValue], { description: 'The group; empty when nothing was grouped.' })
  readonly group!: readonly GroupValue[];

  @Field(() => Float, {
    nullable: true,
    description: 'The number in the unit of the measure; null: hidden, or nothing to divide by.',
  })
  readonly value!: number | null;

  @Field(() => String, { nullable: true, description: 'Why the value is hidden; null: it is not.' })
  readonly suppressed!: string | null;
}

/** A measure over time. */
@ObjectType({ description: 'A measure over time.' })
export class Series {
  @Field(() => MetricType, { description: 'The measure.' })
  readonly metric!: MetricType;

  @ListSize({ assumedSize: 200 })
  @Field(() => [SeriesPoint], { description: 'Points in order of time, then of groups.' })
  readonly points!: readonly SeriesPoint[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Last event time that is included; null: nothing has happened yet.',
  })
  readonly dataAsOf!: Date | null;

  @Field(() => TimeZoneScalar, { description: 'Zone whose days were counted.' })
  readonly timeZone!: string;
}

/** There is no such measure. */
@ObjectType({ implements: UserError, description: 'The catalogue has no measure of this name.' })
export class MetricUnknown extends UserError {
  @Field(() => [String], { description: 'Names that there are.' })
  readonly known: readonly string[];

  constructor(name: string, known: readonly string[]) {
    super(`There is no measure "${name.slice(0, 60)}". Choose one of: ${known.join(', ')}.`);
    this.known = known;
  }
}

/** The answer would be too long. */
@ObjectType({
  implements: UserError,
  description: 'The series would have too many points: take longer buckets, fewer groups or a shorter time.',
})
export class TooManyGroups extends UserError {
  @Field(() => Int, { description: 'Most points of one series.' })
  readonly limit: number;

  constructor(limit: number) {
    super(`The series would have more than ${limit} points. Take longer buckets, fewer groups or a shorter time.`);
    this.limit = limit;
  }
}

/** What `series` answers. */
export const SeriesPayload = payloadUnion(
  'SeriesPayload',
  'A series, or why there is none.',
  Series,
  MetricUnknown,
  TooManyGroups,
  InputInvalid,
);
