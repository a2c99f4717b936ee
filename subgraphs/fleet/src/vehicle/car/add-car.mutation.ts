import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { CountryCodeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyNotFound } from '../../editing/supply.errors.js';
import { addCar } from './add-car.js';
import { PlateTaken, VinInvalid } from './car.errors.js';
import { CarType } from './car.type.js';

@InputType({ description: 'A car to add.' })
class AddCarInput {
  @Field(() => String, { description: 'Registration plate; unique in its country, spaces and dashes do not count.' })
  plate!: string;

  @Field(() => CountryCodeScalar, { description: 'Country of registration.' })
  country!: string;

  @Field(() => String, {
    description: 'Vehicle identification number (ISO 3779), with a right check digit where the region uses one.',
  })
  vin!: string;

  @Field(() => ID, { description: 'Its class.' })
  classId!: string;

  @Field(() => ID, { description: 'Where it stands.' })
  locationId!: string;

  @Field(() => Int, { defaultValue: 0, description: 'Kilometres on its clock.' })
  odometerKm!: number;
}

const AddCarSuccess = successOf('AddCarSuccess', 'car', CarType, 'The new car.');
const AddCarPayload = payloadUnion(
  'AddCarPayload',
  'The car, or why it was not added.',
  AddCarSuccess,
  PlateTaken,
  VinInvalid,
  SupplyNotFound,
  InputInvalid,
);

/** Adds a car. */
@Resolver()
export class AddCarMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => AddCarPayload, { description: 'Adds a car to the fleet.' })
  addCar(
    @Arg('input', () => AddCarInput, { description: 'The car.' }) input: AddCarInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof AddCarPayload> {
    return addCar(em, input)
      .then((car) => new AddCarSuccess(car))
      .catch(expose(PlateTaken, VinInvalid, SupplyNotFound, InputInvalid));
  }
}
