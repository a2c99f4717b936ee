import { sqlAll } from '@fleetgraph/kit/database/sql';
import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { ListSize } from '@fleetgraph/kit/graphql/directives';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { NOTIFICATION_COLUMNS, type NotificationRow } from '../notification.row.js';
import { BookingReference, NotificationType, toNotification } from '../notification.type.js';
import { maySeeMessagesOf } from './list-notifications.js';

/** Most messages that one booking tells. */
const MOST_MESSAGES = 100;

const messagesOf = batchedLoader<string, NotificationType[], SubgraphContext>(async (bookingIds, { em, viewer }) => {
  const rows = await sqlAll<NotificationRow>(
    em,
    `select ${NOTIFICATION_COLUMNS} from unnest($1::text[]) as wanted(booking_id)
       cross join lateral (select * from notification where booking_id = wanted.booking_id order by created_at desc limit $2) n
       join recipient r on r.user_id = n.user_id
      order by n.created_at`,
    [bookingIds, MOST_MESSAGES],
  );
  const visible = Map.groupBy(
    rows.filter(({ user_id: userId }) => maySeeMessagesOf(viewer, userId)),
    (row) => row.booking_id,
  );
  return bookingIds.map((id) => (visible.get(id) ?? []).map(toNotification));
});

/** What notifications adds to a booking. */
@Resolver(() => BookingReference)
export class BookingFields {
  @ListSize({ assumedSize: 20 })
  @FieldResolver(() => [NotificationType], {
    nullable: true,
    description:
      'What the viewer was told about the booking, on all channels, oldest first; support sees what others were told, too.',
  })
  messages(@Root() { id }: BookingReference, @Ctx() context: SubgraphContext): Promise<NotificationType[]> {
    return messagesOf(context, id);
  }
}
