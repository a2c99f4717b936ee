import { CacheControl, RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { CurrencyCodeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { TaxCategory } from './tax/tax-category.js';

registerEnumType(TaxCategory, {
  name: 'TaxCategory',
  description: 'Which tax applies; the rate follows from the country.',
  valuesConfig: {
    STANDARD: { description: 'The standard rate.' },
    REDUCED: { description: 'The reduced rate.' },
    ZERO: { description: 'No tax, for example on international flights.' },
  },
});

/** What the graph promises of a rate plan. */
@CacheControl({ inheritMaxAge: true })
@ObjectType('RatePlan', { description: 'A way of pricing; all amounts are in its currency and include tax.' })
export class RatePlanType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'Names the plan among staff.' })
  code!: string;

  @Field(() => String, { description: 'What a person reads.' })
  name!: string;

  @Field(() => CurrencyCodeScalar, { description: 'Currency of every amount in it.' })
  currency!: string;

  @Field(() => TaxCategory, { description: 'Which tax the amounts include.' })
  taxCategory!: TaxCategory;

  @RequiresScopes('fleet:read')
  @Field(() => Int, { description: 'Grows with each edit; staff name it when they edit.' })
  version!: number;
}
