import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { EditInput } from '../../editing/edit.input.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyDuplicate, SupplyNotFound, SupplyVersionStale } from '../../editing/supply.errors.js';
import { ProductType } from '../product.type.js';
import { editProduct } from './save-product.js';

@InputType({ description: 'What is changed of a product; what is null stays.' })
class EditProductInput extends EditInput {
  @Field(() => String, { nullable: true, description: 'New name.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'New brand.' })
  brand?: string | null;
}

const EditProductSuccess = successOf('EditProductSuccess', 'product', ProductType, 'The product as it is now.');
const EditProductPayload = payloadUnion(
  'EditProductPayload',
  'The product, or why it was not edited.',
  EditProductSuccess,
  SupplyDuplicate,
  SupplyNotFound,
  SupplyVersionStale,
  InputInvalid,
);

/** Edits a product. */
@Resolver()
export class EditProductMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => EditProductPayload, { description: 'Edits a product.' })
  editProduct(
    @Arg('input', () => EditProductInput, { description: 'The change.' }) input: EditProductInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof EditProductPayload> {
    return editProduct(em, input)
      .then((product) => new EditProductSuccess(product))
      .catch(expose(SupplyDuplicate, SupplyNotFound, SupplyVersionStale, InputInvalid));
  }
}
