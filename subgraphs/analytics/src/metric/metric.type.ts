import { Key } from '@fleetgraph/kit/graphql/directives';
import { Field, ObjectType } from 'type-graphql';

/** One measure of the catalogue as the graph tells it. */
@Key('name')
@ObjectType('Metric', { description: 'A named measure: the same number on every screen.' })
export class MetricType {
  @Field(() => String, { description: 'What `series` takes: `bookings`, `revenue` …' })
  readonly name!: string;

  @Field(() => String, { description: 'A short name for people.' })
  readonly title!: string;

  @Field(() => String, { description: 'How the number is made, in words.' })
  readonly formula!: string;

  @Field(() => String, { description: 'Unit of the values.' })
  readonly unit!: string;

  @Field(() => String, { description: 'What one row is, and the moment at which it counts.' })
  readonly grain!: string;

  @Field(() => [String], { description: 'What a series of this measure can be grouped by.' })
  readonly dimensions!: readonly string[];
}
