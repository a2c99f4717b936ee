import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { Ctx, Query, Resolver } from 'type-graphql';
import { ROLES_OF_CLIENT_KIND } from '../../account/rights.js';
import { ApiClient } from '../../api-client/api-client.entity.js';
import { UserType } from '../user.type.js';
import { userById } from './load-user.js';
import { seenUser, unseenUser } from './visible-user.js';

/** Who asks. */
@Resolver()
export class MeQuery {
  @Query(() => UserType, { nullable: true, description: 'The signed-in person or client; null for a stranger.' })
  async me(@Ctx() context: SubgraphContext): Promise<UserType | null> {
    const { viewer, em } = context;
    if (viewer === undefined) return null;
    if (viewer.kind === 'client') {
      const client = await em.findOne(ApiClient, { id: viewer.subject });
      return client === null
        ? null
        : {
            ...unseenUser(client.id),
            displayName: client.name,
            roles: ROLES_OF_CLIENT_KIND[client.kind],
            createdAt: client.createdAt,
            organisationId: client.organisationId,
          };
    }
    const user = await userById(context, viewer.subject);
    return user === null ? null : seenUser(user);
  }
}
