import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import type { UserType } from '../user.type.js';
import { userById } from './load-user.js';
import { maySeePerson, seenUser, unseenUser } from './visible-user.js';

/** How other subgraphs reach a person. Strangers get the id back and nothing else, without a look at the table. */
export const userReference = batchedReference<{ id: string }, UserType, SubgraphContext>((wanted, context) =>
  Promise.all(wanted.map(({ id }) => visibleUser(context, id))),
);

async function visibleUser(context: SubgraphContext, id: string): Promise<UserType> {
  if (!maySeePerson(context.viewer, id)) return unseenUser(id);
  const user = await userById(context, id);
  return user === null ? unseenUser(id) : seenUser(user);
}
