import { isStaffWith, type Viewer } from '@fleetgraph/kit/auth/viewer';
import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import { isUuid } from '../user/is-uuid.js';
import { Organisation } from './organisation.entity.js';

/** Loads organisations by id, once an operation; null for what does not exist. */
export const organisationById = batchedLoader(async (ids: readonly string[], { em }: SubgraphContext) => {
  const rows = await em.find(Organisation, { id: { $in: ids.filter(isUuid) } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
});

/** How other subgraphs reach an organisation: its own people, and staff that see persons or bookings. */
export const organisationReference = batchedReference<{ id: string }, Organisation, SubgraphContext>(
  (wanted, context) =>
    Promise.all(wanted.map(({ id }) => (maySee(context.viewer, id) ? organisationById(context, id) : null))),
);

const maySee = (viewer: Viewer | undefined, id: string): boolean =>
  viewer?.organisationId === id || isStaffWith(viewer, 'users:read') || isStaffWith(viewer, 'bookings:read');
