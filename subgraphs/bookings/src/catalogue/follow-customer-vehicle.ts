import { notify } from '@fleetgraph/kit/database/listener';
import { sqlRun } from '@fleetgraph/kit/database/sql';
import type { CustomerVehicleChanged } from '@fleetgraph/schema/events/fleet_pb';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Channel on which a basket learns that a vehicle it names has arrived here. */
export const VEHICLE_HEARD = 'customer_vehicle_heard';

/** Takes over whose a customer's vehicle is. */
export async function followCustomerVehicle(em: EntityManager, vehicle: CustomerVehicleChanged): Promise<void> {
  await sqlRun(
    em,
    `insert into customer_vehicle (id, version, owner_id, is_active) values ($1, $2, $3, $4)
     on conflict (id) do update set
       version = excluded.version, owner_id = excluded.owner_id, is_active = excluded.is_active
     where customer_vehicle.version < excluded.version`,
    [vehicle.vehicleId, vehicle.version, vehicle.ownerId, vehicle.active],
  );
  await notify(em, VEHICLE_HEARD, vehicle.vehicleId);
}
