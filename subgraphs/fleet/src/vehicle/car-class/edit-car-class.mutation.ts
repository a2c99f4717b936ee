import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { EditInput } from '../../editing/edit.input.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyNotFound, SupplyVersionStale } from '../../editing/supply.errors.js';
import { CarClassType } from './car-class.type.js';
import { editCarClass } from './edit-car-class.js';

@InputType({ description: 'What is changed of a class of car; what is null stays.' })
class EditCarClassInput extends EditInput {
  @Field(() => String, { nullable: true, description: 'New name.' })
  title?: string | null;

  @Field(() => Int, { nullable: true, description: 'New number of seats.' })
  seats?: number | null;

  @Field(() => Int, { nullable: true, description: 'New minimum age of drivers in years.' })
  minimumDriverAge?: number | null;

  @Field(() => Int, { nullable: true, description: 'New turnaround in minutes.' })
  turnaroundMinutes?: number | null;

  @Field(() => ID, { nullable: true, description: 'New rate plan, by days.' })
  ratePlanId?: string | null;
}

const EditCarClassSuccess = successOf('EditCarClassSuccess', 'carClass', CarClassType, 'The class as it is now.');
const EditCarClassPayload = payloadUnion(
  'EditCarClassPayload',
  'The class, or why it was not edited.',
  EditCarClassSuccess,
  SupplyNotFound,
  SupplyVersionStale,
  InputInvalid,
);

/** Edits a class of car. */
@Resolver()
export class EditCarClassMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => EditCarClassPayload, { description: 'Edits a class of car.' })
  editCarClass(
    @Arg('input', () => EditCarClassInput, { description: 'The change.' }) input: EditCarClassInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof EditCarClassPayload> {
    return editCarClass(em, input)
      .then((carClass) => new EditCarClassSuccess(carClass))
      .catch(expose(SupplyNotFound, SupplyVersionStale, InputInvalid));
  }
}
