import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { isUuid } from '../user/is-uuid.js';
import { Organisation } from './organisation.entity.js';

/** Loads organisations by id, once an operation; null for what does not exist. */
export const organisationById = batchedLoader(async (ids: readonly string[], { em }: SubgraphContext) => {
  const rows = await em.find(Organisation, { id: { $in: ids.filter(isUuid) } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
});
