import { batchByKey } from '@fleetgraph/kit/database/batch-by-key';
import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import type { FleetContext } from '../context.js';
import { Car } from './car/car.entity.js';
import { findCustomerVehicles } from './customer-vehicle/find-customer-vehicles.js';

interface Representation {
  readonly id: string;
}

/** Cars in the order of their ids. */
export async function findCars({ em }: FleetContext, ids: readonly string[]): Promise<(Car | undefined)[]> {
  return batchByKey(ids, await em.find(Car, { id: { $in: [...ids] } }), ({ id }) => id);
}

/** How other subgraphs reach a car. */
export const carReference = batchedReference((cars: readonly Representation[], context: FleetContext) =>
  findCars(
    context,
    cars.map(({ id }) => id),
  ),
);

/** How other subgraphs reach a customer's vehicle: only its owner and staff do. */
export const customerVehicleReference = batchedReference((vehicles: readonly Representation[], context: FleetContext) =>
  findCustomerVehicles(
    context.em,
    context.viewer,
    vehicles.map(({ id }) => id),
  ),
);

/** How other subgraphs reach a vehicle whose kind they do not know. */
export const vehicleReference = batchedReference(async (vehicles: readonly Representation[], context: FleetContext) => {
  const ids = vehicles.map(({ id }) => id);
  const [cars, own] = await Promise.all([
    findCars(context, ids),
    findCustomerVehicles(context.em, context.viewer, ids),
  ]);
  return ids.map((_, index) => cars[index] ?? own[index]);
});

/** How other subgraphs reach a person: fleet knows people by their ids only. */
export const userReference = batchedReference(async (users: readonly Representation[], _: FleetContext) =>
  users.map(({ id }) => ({ id })),
);
