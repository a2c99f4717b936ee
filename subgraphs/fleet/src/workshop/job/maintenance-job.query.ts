import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import { ConnectionArgs } from '@fleetgraph/kit/graphql/connection';
import { ConnectionSize } from '@fleetgraph/kit/graphql/directives';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import type { Location } from '../../place/location.entity.js';
import { requireLocation } from '../../place/location.loader.js';
import { LocationType } from '../../place/location.type.js';
import type { CustomerVehicle } from '../../vehicle/customer-vehicle/customer-vehicle.entity.js';
import { CustomerVehicleType } from '../../vehicle/customer-vehicle/customer-vehicle.type.js';
import { findCustomerVehicles } from '../../vehicle/customer-vehicle/find-customer-vehicles.js';
import { VehicleType } from '../../vehicle/vehicle.type.js';
import { findJobsOf } from './find-jobs.js';
import type { MaintenanceJob } from './maintenance-job.entity.js';
import { MaintenanceJobConnection, MaintenanceJobType } from './maintenance-job.type.js';

const loadVehicle = batchedLoader<string, CustomerVehicle | undefined, FleetContext>((ids, { em, viewer }) =>
  findCustomerVehicles(em, viewer, ids),
);

/** Fields of a job that are read from elsewhere. */
@Resolver(() => MaintenanceJobType)
export class MaintenanceJobFields {
  @FieldResolver(() => VehicleType, { description: 'What is worked on.' })
  vehicle(@Root() { vehicleId }: MaintenanceJob, @Ctx() context: FleetContext): Promise<CustomerVehicle | undefined> {
    return loadVehicle(context, vehicleId);
  }

  @FieldResolver(() => LocationType, { description: 'The workshop.' })
  location(@Root() { locationId }: MaintenanceJob, @Ctx() context: FleetContext): Promise<Location> {
    return requireLocation(context, locationId);
  }
}

/** The jobs of a customer's vehicle. */
@Resolver(() => CustomerVehicleType)
export class CustomerVehicleJobs {
  @ConnectionSize()
  @FieldResolver(() => MaintenanceJobConnection, { description: 'Work on it, the latest first.' })
  jobs(
    @Root() { id }: CustomerVehicle,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Ctx() { em }: FleetContext,
  ): Promise<unknown> {
    return findJobsOf(em, id, page);
  }
}
