import { Key, RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { Field, Int, ObjectType } from 'type-graphql';
import { VehicleType } from '../vehicle.type.js';

/** What the graph promises of a car. */
@Key('id')
@ObjectType('Car', { implements: VehicleType, description: 'One car of the fleet.' })
export class CarType extends VehicleType {
  @Field(() => Int, { description: 'Kilometres on its clock.' })
  odometerKm!: number;

  @RequiresScopes('fleet:read')
  @Field(() => String, { description: 'Vehicle identification number (ISO 3779), for staff only.' })
  vin!: string;

  @RequiresScopes('fleet:read')
  @Field(() => Int, { description: 'Grows with each change; staff name it when they edit.' })
  version!: number;
}
