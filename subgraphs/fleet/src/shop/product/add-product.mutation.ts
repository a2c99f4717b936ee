import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyDuplicate } from '../../editing/supply.errors.js';
import { ProductType } from '../product.type.js';
import { addProduct } from './save-product.js';

@InputType({ description: 'A product to add.' })
class AddProductInput {
  @Field(() => String, { description: 'Its name; unique for its brand.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Who makes it; null: not told.' })
  brand?: string | null;
}

const AddProductSuccess = successOf('AddProductSuccess', 'product', ProductType, 'The new product.');
const AddProductPayload = payloadUnion(
  'AddProductPayload',
  'The product, or why it was not added.',
  AddProductSuccess,
  SupplyDuplicate,
  InputInvalid,
);

/** Adds a product; its variants are what is sold. */
@Resolver()
export class AddProductMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => AddProductPayload, { description: 'Adds a product; its variants are what is sold.' })
  addProduct(
    @Arg('input', () => AddProductInput, { description: 'The product.' }) input: AddProductInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof AddProductPayload> {
    return addProduct(em, input)
      .then((product) => new AddProductSuccess(product))
      .catch(expose(SupplyDuplicate, InputInvalid));
  }
}
