import { type Connection, ConnectionArgs, connectionOf } from '@fleetgraph/kit/graphql/connection';
import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { ConnectionSize, RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import type { Role } from '@fleetgraph/schema/roles';
import { Arg, Args, Ctx, Field, InputType, Query, Resolver } from 'type-graphql';
import { RoleEnum } from '../role.enum.js';
import { UserType } from '../user.type.js';
import { listUsers } from './list-users.js';

const { Connection: UserConnection } = connectionOf(UserType, 'User');

/** Which people to list. */
@InputType({ description: 'Which people to list; all parts must match.' })
export class UserFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name or address; null: any.' })
  readonly text?: string | null;

  @Field(() => RoleEnum, { nullable: true, description: 'Holds this role; null: any.' })
  readonly role?: Role | null;

  @Field(() => Boolean, { nullable: true, description: 'Only who is kept out, or only who is not; null: both.' })
  readonly isSuspended?: boolean | null;
}

/** The list of people, for staff (U-18). */
@Resolver()
export class UsersQuery {
  @RequiresScopes('users:read')
  @ConnectionSize()
  @Query(() => UserConnection, { description: 'People in the order of their registration, newest last.' })
  users(
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('filter', () => UserFilter, { nullable: true, description: 'Null: everybody.' }) filter: UserFilter | null,
    @Ctx() { em }: SubgraphContext,
  ): Promise<Connection<UserType>> {
    return listUsers(em, page, filter ?? {});
  }
}
