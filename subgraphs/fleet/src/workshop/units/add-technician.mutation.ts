import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyNotFound } from '../../editing/supply.errors.js';
import { TechnicianType } from '../workshop.type.js';
import { addTechnician } from './add-unit.js';

@InputType({ description: 'A technician to add.' })
class AddTechnicianInput {
  @Field(() => ID, { description: 'The workshop.' })
  locationId!: string;

  @Field(() => ID, { nullable: true, description: 'Their account; null: has none.' })
  userId?: string | null;

  @Field(() => [String], { description: 'What they are qualified for: MECHANIC, HIGH_VOLTAGE …' })
  skills!: string[];
}

const AddTechnicianSuccess = successOf('AddTechnicianSuccess', 'technician', TechnicianType, 'The new technician.');
const AddTechnicianPayload = payloadUnion(
  'AddTechnicianPayload',
  'The technician, or why they were not added.',
  AddTechnicianSuccess,
  SupplyNotFound,
  InputInvalid,
);

/** Adds a technician to a workshop. */
@Resolver()
export class AddTechnicianMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => AddTechnicianPayload, { description: 'Adds a technician to a workshop.' })
  addTechnician(
    @Arg('input', () => AddTechnicianInput, { description: 'The technician.' }) input: AddTechnicianInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof AddTechnicianPayload> {
    return addTechnician(em, input)
      .then((technician) => new AddTechnicianSuccess(technician))
      .catch(expose(SupplyNotFound, InputInvalid));
  }
}
