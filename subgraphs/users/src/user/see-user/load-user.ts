import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { isUuid } from '../is-uuid.js';
import { User } from '../user.entity.js';

/** Loads people by id, once an operation; null for who does not exist. */
export const userById = batchedLoader(async (ids: readonly string[], { em }: SubgraphContext) => {
  const users = await em.find(User, { id: { $in: ids.filter(isUuid) } });
  const byId = new Map(users.map((user) => [user.id, user]));
  return ids.map((id) => byId.get(id) ?? null);
});
