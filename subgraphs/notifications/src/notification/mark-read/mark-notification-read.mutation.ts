import { requireViewer, type SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { Authenticated } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { NotificationType, toNotification } from '../notification.type.js';
import { markNotificationRead, NotificationNotFound } from './mark-notification-read.js';

@InputType({ description: 'Which message was read.' })
class MarkNotificationReadInput {
  @Field(() => ID, { description: 'A message in the app.' })
  readonly notificationId!: string;
}

@ObjectType({ description: 'The message is read.' })
class MarkNotificationReadSuccess {
  @Field(() => NotificationType, { description: 'The message with its time of reading.' })
  readonly notification: NotificationType;

  constructor(notification: NotificationType) {
    this.notification = notification;
  }
}

const MarkNotificationReadPayload = payloadUnion(
  'MarkNotificationReadPayload',
  'The message that is read, or why not.',
  MarkNotificationReadSuccess,
  NotificationNotFound,
);

/** `markNotificationRead` */
@Resolver()
export class MarkNotificationReadMutation {
  @Authenticated()
  @Mutation(() => MarkNotificationReadPayload, { description: 'Marks a message in the app as read, on all devices.' })
  markNotificationRead(
    @Arg('input', () => MarkNotificationReadInput, { description: 'Which message.' }) {
      notificationId,
    }: MarkNotificationReadInput,
    @Ctx() context: SubgraphContext,
  ): Promise<typeof MarkNotificationReadPayload> {
    return markNotificationRead(context.em, requireViewer(context), notificationId)
      .then((row) => new MarkNotificationReadSuccess(toNotification(row)))
      .catch(expose(NotificationNotFound));
  }
}
