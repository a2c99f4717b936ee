import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { requireViewer } from '@fleetgraph/kit/graphql/context';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { CountryCodeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { successOf } from '../../editing/success-of.js';
import { PlateTaken, VinInvalid } from '../car/car.errors.js';
import { addCustomerVehicle } from './add-customer-vehicle.js';
import { CustomerVehicleType } from './customer-vehicle.type.js';

@InputType({ description: 'A vehicle of the caller.' })
class AddCustomerVehicleInput {
  @Field(() => String, { nullable: true, description: 'Registration plate; null: has none, like most bikes.' })
  plate?: string | null;

  @Field(() => CountryCodeScalar, { description: 'Country of registration.' })
  country!: string;

  @Field(() => String, { nullable: true, description: 'Vehicle identification number (ISO 3779); null: not told.' })
  vin?: string | null;

  @Field(() => String, { description: 'Make and model, in own words.' })
  model!: string;
}

const AddCustomerVehicleSuccess = successOf(
  'AddCustomerVehicleSuccess',
  'vehicle',
  CustomerVehicleType,
  'The new vehicle.',
);
const AddCustomerVehiclePayload = payloadUnion(
  'AddCustomerVehiclePayload',
  'The vehicle, or why it was not added.',
  AddCustomerVehicleSuccess,
  PlateTaken,
  VinInvalid,
  InputInvalid,
);

/** Registers a vehicle of the viewer. */
@Resolver()
export class AddCustomerVehicleMutation {
  @RequiresScopes('vehicles:own')
  @Mutation(() => AddCustomerVehiclePayload, {
    description: 'Registers a vehicle of the caller, so that a workshop can be booked for it.',
  })
  addCustomerVehicle(
    @Arg('input', () => AddCustomerVehicleInput, { description: 'The vehicle.' }) input: AddCustomerVehicleInput,
    @Ctx() context: FleetContext,
  ): Promise<typeof AddCustomerVehiclePayload> {
    return addCustomerVehicle(context.em, requireViewer(context).subject, input)
      .then((vehicle) => new AddCustomerVehicleSuccess(vehicle))
      .catch(expose(PlateTaken, VinInvalid, InputInvalid));
  }
}
