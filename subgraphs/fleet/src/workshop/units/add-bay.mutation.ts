import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyDuplicate, SupplyNotFound } from '../../editing/supply.errors.js';
import { BayType } from '../workshop.type.js';
import { addBay } from './add-unit.js';

@InputType({ description: 'A bay to add.' })
class AddBayInput {
  @Field(() => ID, { description: 'The workshop.' })
  locationId!: string;

  @Field(() => String, { description: 'Name on the wall; unique in the workshop.' })
  name!: string;

  @Field(() => [String], { description: 'What can be done here: LIFT, EV, ALIGNMENT …' })
  capabilities!: string[];
}

const AddBaySuccess = successOf('AddBaySuccess', 'bay', BayType, 'The new bay.');
const AddBayPayload = payloadUnion(
  'AddBayPayload',
  'The bay, or why it was not added.',
  AddBaySuccess,
  SupplyDuplicate,
  SupplyNotFound,
  InputInvalid,
);

/** Adds a bay to a workshop. */
@Resolver()
export class AddBayMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => AddBayPayload, { description: 'Adds a bay to a workshop.' })
  addBay(
    @Arg('input', () => AddBayInput, { description: 'The bay.' }) input: AddBayInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof AddBayPayload> {
    return addBay(em, input)
      .then((bay) => new AddBaySuccess(bay))
      .catch(expose(SupplyDuplicate, SupplyNotFound, InputInvalid));
  }
}
