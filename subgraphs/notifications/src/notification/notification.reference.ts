import { sqlAll } from '@fleetgraph/kit/database/sql';
import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import { maySeeMessagesOf } from './list-notifications/list-notifications.js';
import { NOTIFICATION_COLUMNS, type NotificationRow } from './notification.row.js';
import { toNotification } from './notification.type.js';

/** Messages by id; null for those of others. */
export const notificationReference = batchedReference(async (wanted: readonly { id: string }[], { em, viewer }) => {
  const rows = await sqlAll<NotificationRow>(
    em,
    `select ${NOTIFICATION_COLUMNS} from notification n join recipient r using (user_id) where n.id::text = any($1::text[])`,
    [wanted.map(({ id }) => id)],
  );
  const visible = new Map(rows.filter((row) => maySeeMessagesOf(viewer, row.user_id)).map((row) => [row.id, row]));
  return wanted.map(({ id }) => {
    const row = visible.get(id);
    return row && toNotification(row);
  });
});

/** Persons and bookings exist elsewhere: what is asked for them here is checked field by field. */
export const passThrough = batchedReference(async (wanted: readonly { id: string }[]) =>
  wanted.map(({ id }) => ({ id })),
);
