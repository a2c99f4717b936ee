import { watchSequence } from '@fleetgraph/kit/database/sequence-stream';
import { sqlAll } from '@fleetgraph/kit/database/sql';
import { Authenticated } from '@fleetgraph/kit/graphql/directives';
import { GraphError } from '@fleetgraph/kit/graphql/graph-error';
import { Arg, ID, Int, Resolver, Root, Subscription } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { findJobs } from './find-jobs.js';
import type { MaintenanceJob, MaintenanceJobState } from './maintenance-job.entity.js';
import { MaintenanceJobUpdateType } from './maintenance-job.type.js';
import { JOB_CHANNEL } from './move-job.js';

interface Update {
  readonly sequence: number;
  readonly at: Date;
  readonly job: MaintenanceJob;
}

async function* watchJob({ em, viewer, listener, signal }: FleetContext, id: string, after: number | undefined) {
  const [job] = await findJobs(em, viewer, [id]);
  if (job === undefined) throw new GraphError('NOT_FOUND');
  const read = async (last: number | undefined): Promise<Update[]> => {
    const rows = await sqlAll<{ sequence: number; state: MaintenanceJobState; at: Date }>(
      em.fork(),
      last === undefined
        ? 'select * from maintenance_job_update where job_id = $1 order by sequence desc limit 1'
        : 'select * from maintenance_job_update where job_id = $1 and sequence > $2 order by sequence',
      last === undefined ? [id] : [id, last],
    );
    return rows.map(({ sequence, state, at }) => ({ sequence, at, job: { ...job, state, version: sequence } }));
  };
  yield* watchSequence({ listener, channel: JOB_CHANNEL, key: id, after, signal, read });
}

/** Follows a job. */
@Resolver()
export class WatchJobSubscription {
  @Authenticated()
  @Subscription(() => MaintenanceJobUpdateType, {
    description: "A maintenance job's state and progress; the first message is the current state.",
    subscribe: ({ args, context }: { args: { id: string; after?: number | null }; context: FleetContext }) =>
      watchJob(context, args.id, args.after ?? undefined),
  })
  maintenanceJobUpdated(
    @Arg('id', () => ID, { description: 'The job.' }) _id: string,
    @Arg('after', () => Int, {
      nullable: true,
      description: 'Sequence of the last update that was received; null: begin with the present state.',
    })
    _after: number | null,
    @Root() update: MaintenanceJobUpdateType,
  ): MaintenanceJobUpdateType {
    return update;
  }
}
