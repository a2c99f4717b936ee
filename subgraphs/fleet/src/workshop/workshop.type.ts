import { CacheControl, Key, RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import { Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { BookableType } from '../catalogue/bookable.type.js';
import { CATALOGUE_SECONDS } from '../catalogue/catalogue-seconds.js';
import type { WorkshopService } from './service/workshop-service.entity.js';

/** What the graph promises of work that a workshop offers. */
@CacheControl({ maxAge: CATALOGUE_SECONDS })
@Key('id')
@ObjectType('WorkshopService', { implements: BookableType, description: 'Work that a workshop offers by appointment.' })
export class WorkshopServiceType extends BookableType {
  @Field(() => Int, { description: 'How long it takes, without the buffers.' })
  durationMinutes!: number;

  @Field(() => Int, { description: 'How long the bay is kept free before it.' })
  bufferBeforeMinutes!: number;

  @Field(() => Int, { description: 'How long the bay is kept free after it.' })
  bufferAfterMinutes!: number;

  @Field(() => Int, { description: 'Shortest time between booking and start.' })
  minimumNoticeMinutes!: number;

  @Field(() => String, { description: 'What the bay must be able to do: LIFT, EV …' })
  bayCapability!: string;

  @Field(() => String, { description: 'What the technician must be qualified for.' })
  skill!: string;

  @RequiresScopes('fleet:read')
  @Field(() => Int, { description: 'Grows with each edit; staff name it when they edit.' })
  version!: number;
}

/** What the graph promises of a bay. */
@ObjectType('Bay', { description: 'A place in a workshop where one vehicle is worked on.' })
export class BayType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'Name on the wall.' })
  name!: string;

  @Field(() => [String], { description: 'What can be done here.' })
  capabilities!: string[];

  @Field(() => Int, { description: 'Grows with each edit.' })
  version!: number;
}

/** What the graph promises of a technician. */
@ObjectType('Technician', { description: 'Somebody who works in a workshop.' })
export class TechnicianType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => [String], { description: 'What they are qualified for.' })
  skills!: string[];

  @Field(() => Int, { description: 'Grows with each edit.' })
  version!: number;
}

/** Fields of a service that are computed. */
@Resolver(() => WorkshopServiceType)
export class WorkshopServiceFields {
  @CacheControl({ inheritMaxAge: true })
  @FieldResolver(() => Money, { description: 'Price with tax, without parts.' })
  price(@Root() { priceMinor, currency }: WorkshopService): Money {
    return new Money(priceMinor, currency);
  }
}
