import { CacheControl, Key, RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { DateScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { BookableType } from '../catalogue/bookable.type.js';
import { CATALOGUE_SECONDS } from '../catalogue/catalogue-seconds.js';

/** What the graph promises of a flight. */
@CacheControl({ maxAge: CATALOGUE_SECONDS })
@Key('id')
@ObjectType('Flight', { implements: BookableType, description: 'One flight on one day; its seats are what is booked.' })
export class FlightType extends BookableType {
  @Field(() => String, { description: 'IATA code of the carrier and number: LH454.' })
  number!: string;

  @Field(() => String, { description: 'IATA code of the carrier: LH.' })
  carrier!: string;

  @Field(() => DateScalar, {
    description: 'Day of departure on the calendar at the origin: with the number it names the flight.',
  })
  departsOn!: string;

  @RequiresScopes('fleet:read')
  @Field(() => Int, { description: 'Grows with each edit; staff name it when they edit.' })
  version!: number;
}
