import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { requireViewer } from '@fleetgraph/kit/graphql/context';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { CountryCodeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { EditInput } from '../../editing/edit.input.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyNotFound, SupplyVersionStale } from '../../editing/supply.errors.js';
import { PlateTaken, VinInvalid } from '../car/car.errors.js';
import { CustomerVehicleType } from './customer-vehicle.type.js';
import { editCustomerVehicle } from './edit-customer-vehicle.js';

@InputType({ description: "What is changed of the caller's vehicle; what is null stays." })
class EditCustomerVehicleInput extends EditInput {
  @Field(() => String, { nullable: true, description: 'New plate.' })
  plate?: string | null;

  @Field(() => CountryCodeScalar, { nullable: true, description: 'New country of registration.' })
  country?: string;

  @Field(() => String, { nullable: true, description: 'Vehicle identification number (ISO 3779).' })
  vin?: string | null;

  @Field(() => String, { nullable: true, description: 'Make and model, in own words.' })
  model?: string;

  @Field(() => Boolean, { nullable: true, description: 'True: sold or scrapped, no longer listed.' })
  isRetired?: boolean | null;
}

const EditCustomerVehicleSuccess = successOf(
  'EditCustomerVehicleSuccess',
  'vehicle',
  CustomerVehicleType,
  'The vehicle as it is now.',
);
const EditCustomerVehiclePayload = payloadUnion(
  'EditCustomerVehiclePayload',
  'The vehicle, or why it was not edited.',
  EditCustomerVehicleSuccess,
  SupplyNotFound,
  SupplyVersionStale,
  PlateTaken,
  VinInvalid,
  InputInvalid,
);

/** Edits a vehicle of the viewer. */
@Resolver()
export class EditCustomerVehicleMutation {
  @RequiresScopes('vehicles:own')
  @Mutation(() => EditCustomerVehiclePayload, {
    description: 'Edits a vehicle of the caller or takes it out of the list.',
  })
  editCustomerVehicle(
    @Arg('input', () => EditCustomerVehicleInput, { description: 'The change.' }) input: EditCustomerVehicleInput,
    @Ctx() context: FleetContext,
  ): Promise<typeof EditCustomerVehiclePayload> {
    return editCustomerVehicle(context.em, requireViewer(context), input)
      .then((vehicle) => new EditCustomerVehicleSuccess(vehicle))
      .catch(expose(SupplyNotFound, SupplyVersionStale, PlateTaken, VinInvalid, InputInvalid));
  }
}
