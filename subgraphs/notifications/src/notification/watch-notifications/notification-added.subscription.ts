import { watchSequence } from '@fleetgraph/kit/database/sequence-stream';
import { sqlAll } from '@fleetgraph/kit/database/sql';
import { requireViewer, type SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { Authenticated } from '@fleetgraph/kit/graphql/directives';
import { Arg, Field, Int, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import { NOTIFICATION_COLUMNS, type NotificationRow } from '../notification.row.js';
import { NotificationType, toNotification } from '../notification.type.js';
import { ADDED_CHANNEL } from '../plan-messages/plan-message.js';

@ObjectType({ description: 'A message that was added, with its number.' })
class NotificationUpdate {
  @Field(() => Int, {
    description: "Number of the message among the viewer's; pass the last one as `after` to resume.",
  })
  readonly sequence!: number;

  @Field(() => NotificationType, { description: 'The message.' })
  readonly notification!: NotificationType;
}

/** `notificationAdded` */
@Resolver()
export class NotificationAddedSubscription {
  @Authenticated()
  @Subscription(() => NotificationUpdate, {
    description: "The viewer's messages as they come: the newest one first, or all behind `after`, then each new one.",
    subscribe: ({ args, context }: { args: { after?: number | null }; context: SubgraphContext }) =>
      watchNotifications(context, args.after),
  })
  notificationAdded(
    @Arg('after', () => Int, {
      nullable: true,
      description: 'Number of the last message that is known; null: begin with the newest.',
    })
    _after: number | undefined,
    @Root() update: NotificationUpdate,
  ): NotificationUpdate {
    return update;
  }
}

function watchNotifications(
  context: SubgraphContext,
  after: number | null | undefined,
): AsyncGenerator<NotificationUpdate> {
  const { em, listener, signal } = context;
  const { subject } = requireViewer(context);
  return watchSequence<NotificationUpdate, number>({
    listener,
    signal,
    channel: ADDED_CHANNEL,
    key: subject,
    after: after ?? undefined,
    read: async (last) => {
      const rows = await sqlAll<NotificationRow & { sequence: number }>(
        em.fork(),
        `select * from (
           select ${NOTIFICATION_COLUMNS} from notification n join recipient r using (user_id)
            where n.user_id = $1 and n.channel = 'IN_APP' and n.sequence > coalesce($2, 0)
            order by n.sequence desc limit case when $2::int is null then 1 end) newest
          order by sequence`,
        [subject, last],
      );
      return rows.map((row) => ({ sequence: row.sequence, notification: toNotification(row) }));
    },
  });
}
