import type { TemplateUse } from '../template/write-message.js';

/** States of a message (domain rules, Notification). */
export type State =
  | 'PLANNED'
  | 'HELD_QUIET'
  | 'QUEUED'
  | 'SENT'
  | 'DELIVERED'
  | 'READ'
  | 'MERGED'
  | 'SKIPPED'
  | 'BOUNCED'
  | 'FAILED'
  | 'OBSOLETE';

/** A message as stored, with its reader's language. */
export type NotificationRow = TemplateUse & {
  readonly id: string;
  readonly user_id: string;
  readonly booking_id: string | null;
  readonly channel: 'EMAIL' | 'IN_APP';
  readonly state: State;
  readonly reason: string | null;
  readonly sequence: number | null;
  readonly created_at: Date;
  readonly read_at: Date | null;
  readonly locale: string;
};

/** Columns of a NotificationRow; expects the aliases n (notification) and r (recipient). */
export const NOTIFICATION_COLUMNS = `n.id, n.user_id, n.booking_id, n.template, n.channel, n.params, n.state, n.reason,
  n.sequence, n.created_at, n.read_at, r.locale`;
