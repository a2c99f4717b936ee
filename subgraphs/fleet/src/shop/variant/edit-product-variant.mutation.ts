import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { BigIntScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { EditInput } from '../../editing/edit.input.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyNotFound, SupplyVersionStale } from '../../editing/supply.errors.js';
import { ProductVariantType } from '../product.type.js';
import { editProductVariant } from './save-product-variant.js';

@InputType({ description: 'What is changed of a variant; what is null stays.' })
class EditProductVariantInput extends EditInput {
  @Field(() => String, { nullable: true, description: 'New name.' })
  title?: string | null;

  @Field(() => BigIntScalar, { nullable: true, description: 'New price of one piece with tax, in minor units.' })
  priceMinor?: bigint | null;

  @Field(() => Int, { nullable: true, description: 'How far below zero it may be sold.' })
  backorderLimit?: number | null;
}

const EditProductVariantSuccess = successOf(
  'EditProductVariantSuccess',
  'variant',
  ProductVariantType,
  'The variant as it is now.',
);
const EditProductVariantPayload = payloadUnion(
  'EditProductVariantPayload',
  'The variant, or why it was not edited.',
  EditProductVariantSuccess,
  SupplyNotFound,
  SupplyVersionStale,
  InputInvalid,
);

/** Edits something that a shop sells. */
@Resolver()
export class EditProductVariantMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => EditProductVariantPayload, { description: 'Edits something that a shop sells.' })
  editProductVariant(
    @Arg('input', () => EditProductVariantInput, { description: 'The change.' }) input: EditProductVariantInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof EditProductVariantPayload> {
    return editProductVariant(em, input)
      .then((variant) => new EditProductVariantSuccess(variant))
      .catch(expose(SupplyNotFound, SupplyVersionStale, InputInvalid));
  }
}
