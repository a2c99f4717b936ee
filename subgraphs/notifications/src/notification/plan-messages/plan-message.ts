import { notify } from '@fleetgraph/kit/database/listener';
import { sqlAll, sqlOne, sqlRun } from '@fleetgraph/kit/database/sql';
import { schedule } from '@fleetgraph/kit/jobs/schedule';
import type { EntityManager } from '@mikro-orm/postgresql';
import { CHANNELS_OF, type Channel } from '../../template/template.js';
import type { TemplateUse } from '../../template/write-message.js';
import { sendEmailJob } from '../send-email/send-email.job.js';

/** One thing to tell one person, on every channel of its template. */
export type MessagePlan = TemplateUse & {
  readonly eventId: string;
  readonly userId: string;
  readonly bookingId?: string;
  /** Mail waits this long, and is dropped when it is no longer true by then. */
  readonly mailDelayMs?: number;
};

/** Channel on which a person's new notifications are announced. */
export const ADDED_CHANNEL = 'notification_added';

/** Plans a message once per event, person, channel and template; in the app it is there at once, mail is sent by a job. */
export async function planMessage(tx: EntityManager, plan: MessagePlan): Promise<void> {
  for (const channel of CHANNELS_OF[plan.template]) {
    if (channel === 'EMAIL') await planMail(tx, plan);
    else await showInApp(tx, plan);
  }
}

async function planMail(tx: EntityManager, plan: MessagePlan): Promise<void> {
  await sqlRun(tx, 'insert into recipient (user_id) values ($1) on conflict on constraint recipient_pkey do nothing', [
    plan.userId,
  ]);
  const [row] = await insert(tx, plan, { channel: 'EMAIL', state: 'QUEUED', sequence: null });
  if (row === undefined) return;
  const runAt = new Date(Date.now() + (plan.mailDelayMs ?? 0));
  await schedule(tx, sendEmailJob, { notificationId: row.id }, { key: row.id, runAt });
}

async function showInApp(tx: EntityManager, plan: MessagePlan): Promise<void> {
  const drawn = await sqlOne<{ sequence: number }>(
    tx,
    `insert into recipient (user_id, sequence) values ($1, 1)
     on conflict on constraint recipient_pkey do update set sequence = recipient.sequence + 1 returning sequence`,
    [plan.userId],
  );
  const [row] = await insert(tx, plan, { channel: 'IN_APP', state: 'DELIVERED', sequence: drawn?.sequence ?? null });
  if (row !== undefined) await notify(tx, ADDED_CHANNEL, plan.userId);
}

function insert(
  tx: EntityManager,
  { eventId, userId, bookingId, template, params }: MessagePlan,
  { channel, state, sequence }: { channel: Channel; state: string; sequence: number | null },
): Promise<{ id: string }[]> {
  return sqlAll(
    tx,
    `insert into notification (event_id, user_id, booking_id, template, channel, params, state, sequence)
     values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8) on conflict on constraint notification_once do nothing returning id`,
    [eventId, userId, bookingId, template, channel, JSON.stringify(params), state, sequence],
  );
}
