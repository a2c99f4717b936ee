import { record } from '@fleetgraph/kit/events/record';
import { CustomerVehicleChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CustomerVehicle } from './customer-vehicle.entity.js';

/** Tells whose a vehicle is, in the transaction that changed it: bookings takes a vehicle from its owner only. */
export async function publishCustomerVehicle(
  tx: EntityManager,
  { id, version, ownerId, retiredAt }: CustomerVehicle,
): Promise<void> {
  const payload = { vehicleId: id, version, ownerId, active: retiredAt === null };
  await record(tx, CustomerVehicleChangedSchema, { key: id, payload });
}
