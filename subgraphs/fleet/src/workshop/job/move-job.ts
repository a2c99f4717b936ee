import { notify } from '@fleetgraph/kit/database/listener';
import { sqlRun } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import { IllegalTransition } from '@fleetgraph/kit/graphql/common-errors';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Edited, editVersioned } from '../../editing/edit-versioned.js';
import { nextJobStates } from './job-transitions.js';
import { MaintenanceJob, type MaintenanceJobState } from './maintenance-job.entity.js';

/** Channel on which followers of jobs learn of changes. */
export const JOB_CHANNEL = 'maintenance_job';

/** Opens a job for a vehicle; its id is that of the booking line, so opening it twice opens one. */
export function openJob(
  em: EntityManager,
  job: Pick<MaintenanceJob, 'id' | 'vehicleId' | 'locationId'>,
): Promise<void> {
  return transact(em, async (tx) => {
    const opened = await sqlRun(
      tx,
      `insert into maintenance_job (id, vehicle_id, location_id, state, version) values ($1, $2, $3, 'SCHEDULED', 1)
       on conflict (id) do nothing`,
      [job.id, job.vehicleId, job.locationId],
    );
    if (opened > 0) await tellFollowers(tx, { id: job.id, version: 1, state: 'SCHEDULED' });
  });
}

/** Moves a job along, by the state machine of a workshop. */
export function moveJob(
  em: EntityManager,
  { to, ...edited }: Edited & { readonly to: MaintenanceJobState },
): Promise<MaintenanceJob> {
  return editVersioned(em, { entity: MaintenanceJob, ...edited }, async (job, tx) => {
    const allowed = nextJobStates(job.state);
    if (!allowed.includes(to)) throw new IllegalTransition(job.state, to, allowed);
    job.state = to;
    await tx.flush();
    await tellFollowers(tx, job);
  });
}

/** The version of a job numbers its updates: it is drawn while the row is locked. */
async function tellFollowers(tx: EntityManager, job: { id: string; version: number; state: string }): Promise<void> {
  await sqlRun(tx, 'insert into maintenance_job_update (job_id, sequence, state) values ($1, $2, $3)', [
    job.id,
    job.version,
    job.state,
  ]);
  await notify(tx, JOB_CHANNEL, job.id);
}
