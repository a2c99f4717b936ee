import type { Viewer } from '@fleetgraph/kit/auth/viewer';
import { sqlOne } from '@fleetgraph/kit/database/sql';
import { UserError } from '@fleetgraph/kit/graphql/user-error';
import type { EntityManager } from '@mikro-orm/postgresql';
import { ObjectType } from 'type-graphql';
import { NOTIFICATION_COLUMNS, type NotificationRow } from '../notification.row.js';

/** There is no such message, or it is somebody else's. */
@ObjectType({ implements: UserError, description: 'There is no such message among yours.' })
export class NotificationNotFound extends UserError {
  constructor() {
    super('There is no such message among yours. Load your messages again.');
  }
}

/** Marks a message in the app as read; the first time counts, a repeat changes nothing. */
export async function markNotificationRead(
  em: EntityManager,
  viewer: Viewer,
  notificationId: string,
): Promise<NotificationRow> {
  const row = await sqlOne<NotificationRow>(
    em,
    `update notification n set read_at = coalesce(n.read_at, clock_timestamp()), state = 'READ'
       from recipient r
      where r.user_id = n.user_id and n.id::text = $1 and n.user_id = $2 and n.channel = 'IN_APP'
      returning ${NOTIFICATION_COLUMNS}`,
    [notificationId, viewer.subject],
  );
  if (row === undefined) throw new NotificationNotFound();
  return row;
}
