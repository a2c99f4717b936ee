import { timestampNow } from '@bufbuild/protobuf/wkt';
import { sqlOne, sqlRun } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import { record } from '@fleetgraph/kit/events/record';
import { NotificationSettledSchema } from '@fleetgraph/schema/events/notifications_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { LinkKind } from '../../directory/directory.js';
import { renderMail } from '../../template/render-mail.js';
import type { SendTimeFacts, TemplateName } from '../../template/template.js';
import { writeMessage } from '../../template/write-message.js';
import { NOTIFICATION_COLUMNS, type NotificationRow, type State } from '../notification.row.js';
import type { Post } from './post.js';

const LINK_KIND: Partial<Record<TemplateName, LinkKind>> = {
  'verify-email': 'EmailVerification',
  'reset-password': 'PasswordReset',
};

/** Messages that are only true while the booking is held. */
const ONLY_WHILE_HELD: ReadonlySet<TemplateName> = new Set(['booking-held', 'hold-expiring']);

/** Sends one mail, unless it is no longer true or there is nobody to send it to; a failure is noted and thrown, to be tried again. */
export async function sendEmail(em: EntityManager, post: Post, notificationId: string): Promise<void> {
  const mail = await sqlOne<NotificationRow & { booking_state: string | null }>(
    em,
    `select ${NOTIFICATION_COLUMNS}, b.state as booking_state
       from notification n join recipient r using (user_id) left join booking b using (booking_id)
      where n.id = $1 and n.state in ('QUEUED', 'FAILED')`,
    [notificationId],
  );
  if (mail === undefined) return;
  if (ONLY_WHILE_HELD.has(mail.template) && mail.booking_state !== 'HELD') {
    return settle(em, mail, { state: 'OBSOLETE', reason: 'The booking is no longer held.' });
  }
  try {
    await settle(em, mail, await send(post, mail));
  } catch (error) {
    await settle(em, mail, { state: 'FAILED', reason: 'The mail could not be handed over; it is tried again.' });
    throw error;
  }
}

interface Settlement {
  readonly state: State;
  readonly reason: string | null;
}

async function send(post: Post, mail: NotificationRow): Promise<Settlement> {
  const contact = await post.directory.contactOf(mail.user_id);
  if (contact === null) return { state: 'SKIPPED', reason: 'There is no address.' };
  const facts = await sendTimeFacts(post, mail);
  if (facts === undefined) return { state: 'OBSOLETE', reason: 'The link was used or is too old.' };

  const message = writeMessage(mail, contact.locale, facts);
  const bodies = await renderMail(message, post.publicUrl);
  await post.send({ ...bodies, to: contact.email, subject: message.title, messageId: `<${mail.id}@fleetgraph>` });
  return { state: 'SENT', reason: null };
}

async function sendTimeFacts({ directory }: Post, mail: NotificationRow): Promise<SendTimeFacts | undefined> {
  const kind = LINK_KIND[mail.template];
  if (kind === undefined || !('linkId' in mail.params)) return {};
  const link = await directory.linkOf(kind, mail.params.linkId);
  return link === null ? undefined : { link };
}

async function settle(em: EntityManager, mail: NotificationRow, { state, reason }: Settlement): Promise<void> {
  await transact(em, async (tx) => {
    await sqlRun(
      tx,
      `update notification set state = $2, reason = $3, sent_at = case when $2 = 'SENT' then clock_timestamp() end where id = $1`,
      [mail.id, state, reason],
    );
    await record(tx, NotificationSettledSchema, {
      key: mail.id,
      payload: {
        notificationId: mail.id,
        userId: mail.user_id,
        bookingId: mail.booking_id ?? '',
        template: mail.template,
        channel: mail.channel,
        state,
        at: timestampNow(),
      },
    });
  });
}
