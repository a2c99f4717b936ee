import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import type { FleetContext } from '../../context.js';
import { findJobs } from './find-jobs.js';

/** How other subgraphs reach a job: only the vehicle's owner and staff do. */
export const maintenanceJobReference = batchedReference(
  (jobs: readonly { id: string }[], { em, viewer }: FleetContext) =>
    findJobs(
      em,
      viewer,
      jobs.map(({ id }) => id),
    ),
);
