import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { BigIntScalar, CurrencyCodeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { TaxCategory } from '../../catalogue/pricing/tax/tax-category.js';
import type { FleetContext } from '../../context.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyDuplicate, SupplyNotFound } from '../../editing/supply.errors.js';
import { ProductVariantType } from '../product.type.js';
import { addProductVariant } from './save-product-variant.js';

@InputType({ description: 'Something to sell.' })
class AddProductVariantInput {
  @Field(() => ID, { description: 'What it is a variant of.' })
  productId!: string;

  @Field(() => String, { description: 'Stock keeping unit; unique.' })
  sku!: string;

  @Field(() => String, { description: 'Name that a person recognises.' })
  title!: string;

  @Field(() => ID, { description: 'The shop or branch that sells it.' })
  locationId!: string;

  @Field(() => BigIntScalar, { description: 'Price of one piece with tax, in minor units.' })
  priceMinor!: bigint;

  @Field(() => CurrencyCodeScalar, { description: 'Currency of the price.' })
  currency!: string;

  @Field(() => TaxCategory, { defaultValue: TaxCategory.STANDARD, description: 'Which tax the price includes.' })
  taxCategory!: TaxCategory;

  @Field(() => Int, { defaultValue: 0, description: 'How far below zero it may be sold; 0: not at all.' })
  backorderLimit!: number;
}

const AddProductVariantSuccess = successOf(
  'AddProductVariantSuccess',
  'variant',
  ProductVariantType,
  'The new variant.',
);
const AddProductVariantPayload = payloadUnion(
  'AddProductVariantPayload',
  'The variant, or why it was not added.',
  AddProductVariantSuccess,
  SupplyDuplicate,
  SupplyNotFound,
  InputInvalid,
);

/** Adds something that a shop sells. */
@Resolver()
export class AddProductVariantMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => AddProductVariantPayload, { description: 'Adds something that a shop sells.' })
  addProductVariant(
    @Arg('input', () => AddProductVariantInput, { description: 'The variant.' }) input: AddProductVariantInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof AddProductVariantPayload> {
    return addProductVariant(em, input)
      .then((variant) => new AddProductVariantSuccess(variant))
      .catch(expose(SupplyDuplicate, SupplyNotFound, InputInvalid));
  }
}
