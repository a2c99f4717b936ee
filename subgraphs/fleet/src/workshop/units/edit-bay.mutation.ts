import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { EditInput } from '../../editing/edit.input.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyDuplicate, SupplyNotFound, SupplyVersionStale } from '../../editing/supply.errors.js';
import { BayType } from '../workshop.type.js';
import { editBay } from './edit-unit.js';

@InputType({ description: 'What is changed of a bay; what is null stays.' })
class EditBayInput extends EditInput {
  @Field(() => String, { nullable: true, description: 'New name.' })
  name?: string | null;

  @Field(() => [String], { nullable: true, description: 'All that can be done here now.' })
  capabilities?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'True: out of service for good.' })
  isRetired?: boolean | null;
}

const EditBaySuccess = successOf('EditBaySuccess', 'bay', BayType, 'The bay as it is now.');
const EditBayPayload = payloadUnion(
  'EditBayPayload',
  'The bay, or why it was not edited.',
  EditBaySuccess,
  SupplyDuplicate,
  SupplyNotFound,
  SupplyVersionStale,
  InputInvalid,
);

/** Edits a bay or takes it out of service. */
@Resolver()
export class EditBayMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => EditBayPayload, { description: 'Edits a bay or takes it out of service.' })
  editBay(
    @Arg('input', () => EditBayInput, { description: 'The change.' }) input: EditBayInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof EditBayPayload> {
    return editBay(em, input)
      .then((bay) => new EditBaySuccess(bay))
      .catch(expose(SupplyDuplicate, SupplyNotFound, SupplyVersionStale, InputInvalid));
  }
}
