import { CacheControl, Key, RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { CountryCodeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { BookableType } from '../../catalogue/bookable.type.js';
import { CATALOGUE_SECONDS } from '../../catalogue/catalogue-seconds.js';

/** What the graph promises of a car class. */
@CacheControl({ maxAge: CATALOGUE_SECONDS })
@Key('id')
@ObjectType('CarClass', {
  implements: BookableType,
  description: 'A class of car that is rented by days; the car itself is chosen later.',
})
export class CarClassType extends BookableType {
  @Field(() => String, { description: 'ACRISS code: category, type, transmission, fuel and air conditioning.' })
  acriss!: string;

  @Field(() => CountryCodeScalar, { description: 'Country in which its cars stand.' })
  country!: string;

  @Field(() => Int, { description: 'Number of seats, with the driver.' })
  seats!: number;

  @Field(() => Int, { description: 'Age in years that a driver must have at pick-up.' })
  minimumDriverAge!: number;

  @Field(() => Int, { description: 'Minutes after each rental in which the car is cleaned and cannot be taken.' })
  turnaroundMinutes!: number;

  @RequiresScopes('fleet:read')
  @Field(() => Int, { description: 'Grows with each edit; staff name it when they edit.' })
  version!: number;
}
