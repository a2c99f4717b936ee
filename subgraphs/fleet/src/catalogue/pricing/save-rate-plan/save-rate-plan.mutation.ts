import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { CurrencyCodeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../../context.js';
import { successOf } from '../../../editing/success-of.js';
import { SupplyVersionStale } from '../../../editing/supply.errors.js';
import { RatePlanType } from '../rate-plan.type.js';
import { DayTerms, UsageTerms } from '../rate-terms.js';
import { TaxCategory } from '../tax/tax-category.js';
import { saveRatePlan } from './save-rate-plan.js';

@InputType({ description: 'A way of pricing, by its code.' })
class SaveRatePlanInput {
  @Field(() => String, { description: 'Names the plan: CITY_BIKE.' })
  code!: string;

  @Field(() => String, { description: 'What a person reads.' })
  name!: string;

  @Field(() => CurrencyCodeScalar, { description: 'Currency of every amount in it.' })
  currency!: string;

  @Field(() => TaxCategory, { description: 'Which tax applies; amounts include it.' })
  taxCategory!: TaxCategory;

  @Field(() => UsageTerms, {
    nullable: true,
    description: 'Price by use, for bikes; exactly one of `usage` and `day` is given.',
  })
  usage?: UsageTerms | null;

  @Field(() => DayTerms, {
    nullable: true,
    description: 'Price by days, for cars; exactly one of `usage` and `day` is given.',
  })
  day?: DayTerms | null;

  @Field(() => Int, { nullable: true, description: 'The version that was read; null: the plan is new.' })
  expectedVersion?: number | null;
}

const SaveRatePlanSuccess = successOf('SaveRatePlanSuccess', 'ratePlan', RatePlanType, 'The plan as it is now.');
const SaveRatePlanPayload = payloadUnion(
  'SaveRatePlanPayload',
  'The plan, or why it was not saved.',
  SaveRatePlanSuccess,
  SupplyVersionStale,
  InputInvalid,
);

/** Adds or edits a rate plan. */
@Resolver()
export class SaveRatePlanMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => SaveRatePlanPayload, { description: 'Adds a rate plan or replaces the one with this code.' })
  saveRatePlan(
    @Arg('input', () => SaveRatePlanInput, { description: 'The plan.' }) input: SaveRatePlanInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof SaveRatePlanPayload> {
    return saveRatePlan(em, input)
      .then((plan) => new SaveRatePlanSuccess(plan))
      .catch(expose(SupplyVersionStale, InputInvalid));
  }
}
