import { isStaffWith, type Viewer } from '@fleetgraph/kit/auth/viewer';
import { batchByKey, groupByKey } from '@fleetgraph/kit/database/batch-by-key';
import type { EntityManager } from '@mikro-orm/postgresql';
import { CustomerVehicle } from './customer-vehicle.entity.js';

/** True for the owner and for staff who read the fleet; for all others the vehicle is not there. */
export const maySeeVehiclesOf = (viewer: Viewer | undefined, ownerId: string): boolean =>
  viewer !== undefined && (viewer.subject === ownerId || isStaffWith(viewer, 'fleet:read'));

/** Customers' vehicles in the order of their ids; undefined for what is not there or not the viewer's. */
export async function findCustomerVehicles(
  em: EntityManager,
  viewer: Viewer | undefined,
  ids: readonly string[],
): Promise<(CustomerVehicle | undefined)[]> {
  const vehicles = await em.find(CustomerVehicle, { id: { $in: [...ids] } });
  const visible = vehicles.filter(({ ownerId }) => maySeeVehiclesOf(viewer, ownerId));
  return batchByKey(ids, visible, ({ id }) => id);
}

/** The vehicles of each owner, in the order in which they were registered. */
export async function findVehiclesOf(em: EntityManager, ownerIds: readonly string[]): Promise<CustomerVehicle[][]> {
  const vehicles = await em.find(CustomerVehicle, { ownerId: { $in: [...ownerIds] }, retiredAt: null });
  return groupByKey(ownerIds, vehicles, ({ ownerId }) => ownerId);
}
