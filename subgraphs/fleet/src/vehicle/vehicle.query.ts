import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { BookableKind } from '../catalogue/bookable-kind.js';
import { findOfKind } from '../catalogue/find-bookables.js';
import type { FleetContext } from '../context.js';
import type { Location } from '../place/location.entity.js';
import { requireLocation } from '../place/location.loader.js';
import { LocationType } from '../place/location.type.js';
import { Car } from './car/car.entity.js';
import { CarType } from './car/car.type.js';
import { CarClassType } from './car-class/car-class.type.js';
import { CustomerVehicle } from './customer-vehicle/customer-vehicle.entity.js';
import { CustomerVehicleType, UserType } from './customer-vehicle/customer-vehicle.type.js';
import { findVehiclesOf, maySeeVehiclesOf } from './customer-vehicle/find-customer-vehicles.js';
import { VehicleType } from './vehicle.type.js';

const loadClass = batchedLoader<string, unknown, FleetContext>(async (ids, { em }) => {
  const classes = await findOfKind(em, BookableKind.CAR, ids);
  return ids.map((id) => classes.find((carClass) => carClass.id === id));
});
const loadVehiclesOf = batchedLoader<string, CustomerVehicle[], FleetContext>((ids, { em }) => findVehiclesOf(em, ids));

/** Reads vehicles. */
@Resolver()
export class VehicleQuery {
  @RequiresScopes('fleet:read')
  @Query(() => VehicleType, {
    nullable: true,
    description: "A car of the fleet or a customer's vehicle, for staff; null: there is none.",
  })
  async vehicle(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() { em }: FleetContext,
  ): Promise<Car | CustomerVehicle | null> {
    return (await em.findOne(Car, { id })) ?? em.findOne(CustomerVehicle, { id });
  }
}

/** Fields of a car that are read from elsewhere. */
@Resolver(() => CarType)
export class CarFields {
  @FieldResolver(() => CarClassType, { description: 'What it is rented as.' })
  class(@Root() { classId }: Car, @Ctx() context: FleetContext): Promise<unknown> {
    return loadClass(context, classId);
  }

  @RequiresScopes('fleet:read')
  @FieldResolver(() => LocationType, { description: 'Where it stands, or stood when it was taken; for staff.' })
  location(@Root() { locationId }: Car, @Ctx() context: FleetContext): Promise<Location> {
    return requireLocation(context, locationId);
  }
}

/** Fields of a customer's vehicle that are read from elsewhere. */
@Resolver(() => CustomerVehicleType)
export class CustomerVehicleFields {
  @FieldResolver(() => UserType, { description: 'Whose it is.' })
  owner(@Root() { ownerId: id }: CustomerVehicle): UserType {
    return { id };
  }
}

/** What fleet adds to a person. */
@Resolver(() => UserType)
export class UserFields {
  @FieldResolver(() => [CustomerVehicleType], {
    nullable: true,
    description: 'Vehicles that the person brings to workshops; null: not for the caller to see.',
  })
  vehicles(@Root() { id }: UserType, @Ctx() context: FleetContext): Promise<CustomerVehicle[]> | null {
    return maySeeVehiclesOf(context.viewer, id) ? loadVehiclesOf(context, id) : null;
  }
}
