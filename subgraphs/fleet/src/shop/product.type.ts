import { CacheControl, Key, RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { BookableType } from '../catalogue/bookable.type.js';
import { CATALOGUE_SECONDS } from '../catalogue/catalogue-seconds.js';

/** What the graph promises of a product. */
@CacheControl({ maxAge: CATALOGUE_SECONDS })
@Key('id')
@ObjectType('Product', { description: 'What variants have in common.' })
export class ProductType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Who makes it; null: not told.' })
  brand!: string | null;

  @RequiresScopes('fleet:read')
  @Field(() => Int, { description: 'Grows with each edit; staff name it when they edit.' })
  version!: number;
}

/** What the graph promises of a variant. */
@CacheControl({ maxAge: CATALOGUE_SECONDS })
@Key('id')
@ObjectType('ProductVariant', { implements: BookableType, description: 'What is sold and counted.' })
export class ProductVariantType extends BookableType {
  @Field(() => String, { description: 'Stock keeping unit: names the variant on labels.' })
  sku!: string;

  @RequiresScopes('fleet:read')
  @Field(() => Int, { description: 'How far below zero it may be sold; 0: not at all.' })
  backorderLimit!: number;

  @RequiresScopes('fleet:read')
  @Field(() => Int, { description: 'Grows with each edit; staff name it when they edit.' })
  version!: number;
}

/** What the graph promises of a stock level. */
@ObjectType('StockLevel', { description: 'How much of a variant is at a place: three numbers.' })
export class StockLevelType {
  @Field(() => Int, { description: 'On the shelf.' })
  onHand!: number;

  @Field(() => Int, { description: 'Of it promised to bookings that are not paid yet.' })
  allocated!: number;

  @Field(() => Int, { description: 'Left to sell: on hand without what is allocated.' })
  saleable!: number;
}
