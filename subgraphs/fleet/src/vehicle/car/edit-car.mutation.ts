import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { EditInput } from '../../editing/edit.input.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyNotFound, SupplyVersionStale } from '../../editing/supply.errors.js';
import { PlateTaken, VinInvalid } from './car.errors.js';
import { CarType } from './car.type.js';
import { editCar } from './edit-car.js';

@InputType({ description: 'What is changed of a car; what is null stays.' })
class EditCarInput extends EditInput {
  @Field(() => String, { nullable: true, description: 'New plate.' })
  plate?: string | null;

  @Field(() => String, { nullable: true, description: 'Corrected vehicle identification number.' })
  vin?: string | null;

  @Field(() => ID, { nullable: true, description: 'New class.' })
  classId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Where it stands now.' })
  locationId?: string | null;

  @Field(() => Int, { nullable: true, description: 'Kilometres on its clock; never fewer than before.' })
  odometerKm?: number | null;
}

const EditCarSuccess = successOf('EditCarSuccess', 'car', CarType, 'The car as it is now.');
const EditCarPayload = payloadUnion(
  'EditCarPayload',
  'The car, or why it was not edited.',
  EditCarSuccess,
  PlateTaken,
  VinInvalid,
  SupplyNotFound,
  SupplyVersionStale,
  InputInvalid,
);

/** Edits a car. */
@Resolver()
export class EditCarMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => EditCarPayload, { description: 'Edits a car.' })
  editCar(
    @Arg('input', () => EditCarInput, { description: 'The change.' }) input: EditCarInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof EditCarPayload> {
    return editCar(em, input)
      .then((car) => new EditCarSuccess(car))
      .catch(expose(PlateTaken, VinInvalid, SupplyNotFound, SupplyVersionStale, InputInvalid));
  }
}
