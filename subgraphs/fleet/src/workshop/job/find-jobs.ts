import type { Viewer } from '@fleetgraph/kit/auth/viewer';
import { batchByKey } from '@fleetgraph/kit/database/batch-by-key';
import { sqlAll } from '@fleetgraph/kit/database/sql';
import { type Connection, decodeCursor, pageSize, toConnection } from '@fleetgraph/kit/graphql/connection';
import type { EntityManager } from '@mikro-orm/postgresql';
import { findCustomerVehicles } from '../../vehicle/customer-vehicle/find-customer-vehicles.js';
import { MaintenanceJob } from './maintenance-job.entity.js';

/** Jobs in the order of their ids; undefined for what is not there or not for the viewer to see. */
export async function findJobs(
  em: EntityManager,
  viewer: Viewer | undefined,
  ids: readonly string[],
): Promise<(MaintenanceJob | undefined)[]> {
  const jobs = await em.find(MaintenanceJob, { id: { $in: [...ids] } });
  const vehicles = await findCustomerVehicles(
    em,
    viewer,
    jobs.map(({ vehicleId }) => vehicleId),
  );
  return batchByKey(
    ids,
    jobs.filter((_, index) => vehicles[index] !== undefined),
    ({ id }) => id,
  );
}

/** The jobs of a vehicle, the latest first. */
export async function findJobsOf(
  em: EntityManager,
  vehicleId: string,
  page: { first: number; after?: string | null },
): Promise<Connection<MaintenanceJob>> {
  const [after] = page.after == null ? [null] : decodeCursor(page.after);
  const rows = await sqlAll<{ id: string; sequence: bigint }>(
    em,
    `select id, sequence from maintenance_job where vehicle_id = $1 and ($2::text is null or sequence < $2::bigint)
     order by sequence desc limit $3`,
    [vehicleId, after === null || after === undefined ? null : String(after), pageSize(page.first) + 1],
  );
  const jobs = await em.find(MaintenanceJob, { id: { $in: rows.map(({ id }) => id) } });
  const inOrder = rows.flatMap(({ id, sequence }) =>
    jobs.filter((job) => job.id === id).map((job) => ({ job, sequence })),
  );
  return toConnection(inOrder, page, { cursor: ({ sequence }) => [String(sequence)], node: ({ job }) => job });
}
