import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyNotFound } from '../../editing/supply.errors.js';
import { addBike } from './add-bike.js';
import { Propulsion } from './bike.entity.js';
import { BikeType } from './bike.type.js';
import { showBike } from './show-bike.js';

@InputType({ description: 'A bike to add.' })
class AddBikeInput {
  @Field(() => String, { description: 'What a person sees: the model, never a number that would identify it.' })
  title!: string;

  @Field(() => ID, { description: 'The station at which it stands.' })
  locationId!: string;

  @Field(() => Propulsion, { description: 'What moves it.' })
  propulsion!: Propulsion;

  @Field(() => Int, {
    nullable: true,
    description: 'Furthest it gets with a full battery, in metres; needed when it has a motor.',
  })
  rangeMeters?: number | null;

  @Field(() => Int, { defaultValue: 15, description: 'How long a reservation holds it before it lapses.' })
  reservationMinutes!: number;

  @Field(() => ID, { description: 'A rate plan by use.' })
  ratePlanId!: string;
}

const AddBikeSuccess = successOf('AddBikeSuccess', 'bike', BikeType, 'The new bike.');
const AddBikePayload = payloadUnion(
  'AddBikePayload',
  'The bike, or why it was not added.',
  AddBikeSuccess,
  SupplyNotFound,
  InputInvalid,
);

/** Adds a bike. */
@Resolver()
export class AddBikeMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => AddBikePayload, { description: 'Adds a bike to a station.' })
  addBike(
    @Arg('input', () => AddBikeInput, { description: 'The bike.' }) input: AddBikeInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof AddBikePayload> {
    return addBike(em, input)
      .then((bike) => new AddBikeSuccess(showBike(bike)))
      .catch(expose(SupplyNotFound, InputInvalid));
  }
}
