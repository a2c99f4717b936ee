import {
  type Connection,
  ConnectionArgs,
  connectionOf,
  decodeCursor,
  pageSize,
  toConnection,
} from '@fleetgraph/kit/graphql/connection';
import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { ConnectionSize, RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { organisationById } from '../organisation/load-organisation.js';
import { OrganisationType } from '../organisation/organisation.type.js';
import { ApiClient } from './api-client.entity.js';
import { ApiClientType } from './api-client.type.js';

const { Connection: ApiClientConnection } = connectionOf(ApiClientType, 'ApiClient');

/** The programs of partners. */
@Resolver(() => ApiClientType)
export class ApiClientQuery {
  @RequiresScopes('clients:write')
  @ConnectionSize()
  @Query(() => ApiClientConnection, {
    description: "API clients by id: all partners' for staff, the own organisation's for its admins.",
  })
  async apiClients(
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Ctx() { em, viewer }: SubgraphContext,
  ): Promise<Connection<ApiClientType>> {
    const first = pageSize(page.first);
    const after = page.after == null ? '' : String(decodeCursor(page.after)[0] ?? '');
    const own = viewer?.organisationId === undefined ? {} : { organisationId: viewer.organisationId };
    const clients = await em.find(
      ApiClient,
      { kind: 'PARTNER', id: { $gt: after }, ...own },
      { orderBy: { id: 'asc' }, limit: first + 1 },
    );
    return toConnection(clients, { first, after: page.after }, { cursor: ({ id }) => [id], node: (client) => client });
  }

  @FieldResolver(() => OrganisationType, { nullable: true, description: 'The partner whose rows it may see.' })
  async organisation(
    @Root() { organisationId }: ApiClientType,
    @Ctx() context: SubgraphContext,
  ): Promise<OrganisationType | null> {
    return organisationId === null ? null : organisationById(context, organisationId);
  }
}
