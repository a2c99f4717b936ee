import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyNotFound, SupplyVersionStale } from '../../editing/supply.errors.js';
import { BikeType } from './bike.type.js';
import { editBike } from './edit-bike.js';
import { showBike } from './show-bike.js';

@InputType({ description: 'What is changed of a bike; what is null stays.' })
class EditBikeInput {
  @Field(() => ID, { description: 'Its lasting id: `Bike.unitId`.' })
  unitId!: string;

  @Field(() => Int, { description: 'The version that was read: somebody else may have edited it since.' })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: 'New name.' })
  title?: string | null;

  @Field(() => ID, { nullable: true, description: 'The station to which it was brought.' })
  locationId?: string | null;

  @Field(() => Int, { nullable: true, description: 'New range in metres.' })
  rangeMeters?: number | null;

  @Field(() => ID, { nullable: true, description: 'New rate plan, by use.' })
  ratePlanId?: string | null;
}

const EditBikeSuccess = successOf('EditBikeSuccess', 'bike', BikeType, 'The bike as it is now.');
const EditBikePayload = payloadUnion(
  'EditBikePayload',
  'The bike, or why it was not edited.',
  EditBikeSuccess,
  SupplyNotFound,
  SupplyVersionStale,
  InputInvalid,
);

/** Edits a bike. */
@Resolver()
export class EditBikeMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => EditBikePayload, { description: 'Edits a bike or moves it to another station.' })
  editBike(
    @Arg('input', () => EditBikeInput, { description: 'The change.' }) input: EditBikeInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof EditBikePayload> {
    return editBike(em, input)
      .then((bike) => new EditBikeSuccess(showBike(bike)))
      .catch(expose(SupplyNotFound, SupplyVersionStale, InputInvalid));
  }
}
