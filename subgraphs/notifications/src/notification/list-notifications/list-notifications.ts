import type { Viewer } from '@fleetgraph/kit/auth/viewer';
import { isStaffWith } from '@fleetgraph/kit/auth/viewer';
import { sqlAll, sqlOne } from '@fleetgraph/kit/database/sql';
import { decodeCursor, pageSize, toConnection } from '@fleetgraph/kit/graphql/connection';
import type { EntityManager } from '@mikro-orm/postgresql';
import { NOTIFICATION_COLUMNS, type NotificationRow } from '../notification.row.js';
import { type NotificationConnection, toNotification } from '../notification.type.js';

/** Which messages are listed. */
export interface NotificationFilter {
  readonly first: number;
  readonly after?: string | null | undefined;
  readonly unreadOnly: boolean;
}

/** A person's messages are for that person and for support. */
export const maySeeMessagesOf = (viewer: Viewer | undefined, userId: string): boolean =>
  viewer?.subject === userId || isStaffWith(viewer, 'notifications:read');

/** Messages in the app of one person, newest first. */
export async function listNotifications(
  em: EntityManager,
  userId: string,
  filter: NotificationFilter,
): Promise<NotificationConnection> {
  const first = pageSize(filter.first);
  const before = filter.after == null ? null : Number(decodeCursor(filter.after)[0]);
  const rows = await sqlAll<NotificationRow>(
    em,
    `select ${NOTIFICATION_COLUMNS} from notification n join recipient r using (user_id)
      where n.user_id = $1 and n.channel = 'IN_APP' and ($2::int is null or n.sequence < $2) and (not $3 or n.read_at is null)
      order by n.sequence desc limit $4`,
    [userId, before, filter.unreadOnly, first + 1],
  );
  const unread = await sqlOne<{ count: bigint }>(
    em,
    `select count(*) from notification where user_id = $1 and channel = 'IN_APP' and read_at is null`,
    [userId],
  );
  const page = toConnection(
    rows,
    { first, after: filter.after },
    { cursor: (row) => [row.sequence], node: toNotification },
  );
  return { ...page, unreadCount: Number(unread?.count ?? 0n) };
}
