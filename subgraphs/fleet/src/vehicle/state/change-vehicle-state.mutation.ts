import { transact } from '@fleetgraph/kit/database/transact';
import { IllegalTransition } from '@fleetgraph/kit/graphql/common-errors';
import { requireViewer } from '@fleetgraph/kit/graphql/context';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { SupplyNotFound, SupplyVersionStale } from '../../editing/supply.errors.js';
import { Bike } from '../bike/bike.entity.js';
import { BikeType } from '../bike/bike.type.js';
import { type ShownBike, showBike } from '../bike/show-bike.js';
import { Car } from '../car/car.entity.js';
import { CarType } from '../car/car.type.js';
import { changeState } from './change-state.js';
import { VehicleEvent, VehicleState } from './vehicle-state.js';

@InputType({ description: 'What happened to a vehicle.' })
class ChangeVehicleStateInput {
  @Field(() => ID, { description: 'A car, or a bike by its unit or its present public id.' })
  vehicleId!: string;

  @Field(() => VehicleEvent, { description: 'What happened.' })
  event!: VehicleEvent;

  @Field(() => VehicleState, {
    nullable: true,
    description: 'The state that follows, where the event leaves it open; null: the only one possible.',
  })
  to?: VehicleState | null;

  @Field(() => ID, { nullable: true, description: 'Where it is now; null: where it was.' })
  locationId?: string | null;

  @Field(() => String, { description: 'Why, in words: kept in the history.' })
  reason!: string;

  @Field(() => Int, { nullable: true, description: 'The version that was read; null: whatever it is.' })
  expectedVersion?: number | null;
}

@ObjectType({ description: 'It was done.' })
class ChangeVehicleStateSuccess {
  @Field(() => VehicleState, { description: 'The state it is in now.' })
  readonly state: VehicleState;

  @Field(() => CarType, { nullable: true, description: 'The car; null: it is a bike.' })
  readonly car: Car | null;

  @Field(() => BikeType, { nullable: true, description: 'The bike; null: it is a car.' })
  readonly bike: ShownBike | null;

  constructor(vehicle: Car | Bike) {
    this.state = vehicle.state;
    this.car = vehicle instanceof Car ? vehicle : null;
    this.bike = vehicle instanceof Bike ? showBike(vehicle) : null;
  }
}

const ChangeVehicleStatePayload = payloadUnion(
  'ChangeVehicleStatePayload',
  'The vehicle, or why its state stays.',
  ChangeVehicleStateSuccess,
  IllegalTransition,
  SupplyNotFound,
  SupplyVersionStale,
);

/** Moves a vehicle by the MDS table. */
@Resolver()
export class ChangeVehicleStateMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => ChangeVehicleStatePayload, {
    description: 'Tells what happened to a car or bike; its state follows by the MDS table (F-05).',
  })
  changeVehicleState(
    @Arg('input', () => ChangeVehicleStateInput, { description: 'What happened.' }) input: ChangeVehicleStateInput,
    @Ctx() context: FleetContext,
  ): Promise<typeof ChangeVehicleStatePayload> {
    const { subject: actor } = requireViewer(context);
    return transact(context.em, (tx) => changeState(tx, { ...input, actor }))
      .then((vehicle) => new ChangeVehicleStateSuccess(vehicle))
      .catch(expose(IllegalTransition, SupplyNotFound, SupplyVersionStale));
  }
}
