import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { EditInput } from '../../editing/edit.input.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyNotFound, SupplyVersionStale } from '../../editing/supply.errors.js';
import { TechnicianType } from '../workshop.type.js';
import { editTechnician } from './edit-unit.js';

@InputType({ description: 'What is changed of a technician; what is null stays.' })
class EditTechnicianInput extends EditInput {
  @Field(() => [String], { nullable: true, description: 'All that they are qualified for now.' })
  skills?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Their account.' })
  userId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: they left.' })
  isRetired?: boolean | null;
}

const EditTechnicianSuccess = successOf(
  'EditTechnicianSuccess',
  'technician',
  TechnicianType,
  'The technician as they are now.',
);
const EditTechnicianPayload = payloadUnion(
  'EditTechnicianPayload',
  'The technician, or why they were not edited.',
  EditTechnicianSuccess,
  SupplyNotFound,
  SupplyVersionStale,
  InputInvalid,
);

/** Edits a technician or notes that they left. */
@Resolver()
export class EditTechnicianMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => EditTechnicianPayload, { description: 'Edits a technician or notes that they left.' })
  editTechnician(
    @Arg('input', () => EditTechnicianInput, { description: 'The change.' }) input: EditTechnicianInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof EditTechnicianPayload> {
    return editTechnician(em, input)
      .then((technician) => new EditTechnicianSuccess(technician))
      .catch(expose(SupplyNotFound, SupplyVersionStale, InputInvalid));
  }
}
