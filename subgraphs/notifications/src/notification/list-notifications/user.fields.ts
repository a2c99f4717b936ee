import { ConnectionArgs } from '@fleetgraph/kit/graphql/connection';
import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { ConnectionSize } from '@fleetgraph/kit/graphql/directives';
import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { NotificationConnection, UserReference } from '../notification.type.js';
import { listNotifications, maySeeMessagesOf } from './list-notifications.js';

/** What notifications adds to a person. */
@Resolver(() => UserReference)
export class UserFields {
  @ConnectionSize()
  @FieldResolver(() => NotificationConnection, {
    nullable: true,
    description: 'Messages in the app, newest first; null for everybody but the person.',
  })
  async notifications(
    @Root() { id }: UserReference,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg('unreadOnly', () => Boolean, { defaultValue: false, description: 'True: only what was not read yet.' })
    unreadOnly: boolean,
    @Ctx() { em, viewer }: SubgraphContext,
  ): Promise<NotificationConnection | null> {
    return maySeeMessagesOf(viewer, id) ? listNotifications(em, id, { ...args, unreadOnly }) : null;
  }
}
