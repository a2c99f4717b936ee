import { isStaffWith, type Viewer } from '@fleetgraph/kit/auth/viewer';
import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import { organisationById } from './load-organisation.js';
import type { Organisation } from './organisation.entity.js';

/** How other subgraphs reach an organisation: its own people, and staff that see persons or bookings. */
export const organisationReference = batchedReference<{ id: string }, Organisation, SubgraphContext>(
  (wanted, context) =>
    Promise.all(wanted.map(({ id }) => (maySee(context.viewer, id) ? organisationById(context, id) : null))),
);

const maySee = (viewer: Viewer | undefined, id: string): boolean =>
  viewer?.organisationId === id || isStaffWith(viewer, 'users:read') || isStaffWith(viewer, 'bookings:read');
