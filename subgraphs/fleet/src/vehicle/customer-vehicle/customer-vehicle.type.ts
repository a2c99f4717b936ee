import { Key } from '@fleetgraph/kit/graphql/directives';
import { CountryCodeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { VehicleType } from '../vehicle.type.js';

/** What the graph promises of a customer's vehicle. */
@Key('id')
@ObjectType('CustomerVehicle', {
  implements: VehicleType,
  description: 'A vehicle that a customer brings to a workshop; only its owner and staff see it.',
})
export class CustomerVehicleType extends VehicleType {
  @Field(() => CountryCodeScalar, { description: 'Country of registration.' })
  country!: string;

  @Field(() => String, { nullable: true, description: 'Vehicle identification number (ISO 3779); null: not told.' })
  vin!: string | null;

  @Field(() => String, { description: 'Make and model, in the words of the owner.' })
  model!: string;

  @Field(() => Int, { description: 'Grows with each change; named when editing.' })
  version!: number;
}

/** What fleet adds to a person. */
@Key('id')
@ObjectType('User', { description: 'A person with an account.' })
export class UserType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;
}
