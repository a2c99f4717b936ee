import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { CountryCodeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { FleetContext } from '../../../context.js';
import { successOf } from '../../../editing/success-of.js';
import { changeTaxRate } from './change-tax-rate.js';
import { TaxCategory } from './tax-category.js';

@InputType('SetTaxRateInput', { description: 'A tax rate of a country.' })
@ObjectType('TaxRate', { description: 'A tax rate of a country.' })
class TaxRateType {
  @Field(() => CountryCodeScalar, { description: 'Where it applies.' })
  country!: string;

  @Field(() => TaxCategory, { description: 'What it applies to.' })
  category!: TaxCategory;

  @Field(() => Int, { description: 'Basis points: 2000 is 20 %.' })
  rateBps!: number;
}

const SetTaxRateSuccess = successOf('SetTaxRateSuccess', 'taxRate', TaxRateType, 'The rate as it is now.');
const SetTaxRatePayload = payloadUnion(
  'SetTaxRatePayload',
  'The rate, or why it was not set.',
  SetTaxRateSuccess,
  InputInvalid,
);

/** Sets a tax rate. */
@Resolver()
export class SetTaxRateMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => SetTaxRatePayload, {
    description: 'Sets the tax rate of a category in a country; doing it twice changes nothing.',
  })
  setTaxRate(
    @Arg('input', () => TaxRateType, { description: 'The rate.' }) input: TaxRateType,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof SetTaxRatePayload> {
    return changeTaxRate(em, input)
      .then((rate) => new SetTaxRateSuccess(rate))
      .catch(expose(InputInvalid));
  }
}
