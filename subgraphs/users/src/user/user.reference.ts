import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import { isUuid } from './is-uuid.js';
import { User } from './user.entity.js';
import type { UserType } from './user.type.js';
import { maySeePerson, seenUser, unseenUser } from './visible-user.js';

/** Loads people by id, once an operation; null for who does not exist. */
export const userById = batchedLoader(async (ids: readonly string[], { em }: SubgraphContext) => {
  const users = await em.find(User, { id: { $in: ids.filter(isUuid) } });
  const byId = new Map(users.map((user) => [user.id, user]));
  return ids.map((id) => byId.get(id) ?? null);
});

/** How other subgraphs reach a person. Strangers get the id back and nothing else, without a look at the table. */
export const userReference = batchedReference<{ id: string }, UserType, SubgraphContext>((wanted, context) =>
  Promise.all(wanted.map(({ id }) => visibleUser(context, id))),
);

async function visibleUser(context: SubgraphContext, id: string): Promise<UserType> {
  if (!maySeePerson(context.viewer, id)) return unseenUser(id);
  const user = await userById(context, id);
  return user === null ? unseenUser(id) : seenUser(user);
}
