import { sqlOne, sqlRun } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import { schedule } from '@fleetgraph/kit/jobs/schedule';
import type { EntityManager } from '@mikro-orm/postgresql';
import type Stripe from 'stripe';
import { settleRefundJob } from '../../refund/settle-refund/settle-refund.job.js';
import { TransitionCause } from '../payment-state.js';
import { settlePaymentJob } from '../settle-payment/settle-payment.job.js';
import { type EventSubject, subjectOf } from './event-subject.js';

/** What became of an event; kept with it. */
type Outcome = 'SCHEDULED' | 'UNKNOWN_OBJECT' | 'IGNORED_TYPE';

/**
 * Stores an event once and, in the same transaction, has what it is about looked up at the provider. Its content is never
 * believed: events come doubled, late and in any order, while the provider's object only ever moves on.
 */
export function receiveEvent(em: EntityManager, event: Stripe.Event): Promise<void> {
  return transact(em, async (tx) => {
    const subject = subjectOf(event);
    const ownId = subject && (await findOwnId(tx, subject));
    const outcome: Outcome =
      subject === undefined ? 'IGNORED_TYPE' : ownId === undefined ? 'UNKNOWN_OBJECT' : 'SCHEDULED';
    const isNew = await sqlRun(
      tx,
      `insert into provider_event (id, type, object_id, created_at, outcome) values ($1, $2, $3, $4, $5)
       on conflict on constraint provider_event_pk do nothing`,
      [event.id, event.type, subject?.objectId, new Date(event.created * 1000), outcome],
    );
    if (isNew === 1 && subject !== undefined && ownId !== undefined) await scheduleLook(tx, subject, ownId);
  });
}

async function findOwnId(tx: EntityManager, { kind, objectId, ownId }: EventSubject): Promise<string | undefined> {
  const text =
    kind === 'PAYMENT'
      ? 'select id from payment where intent_id = $1 or id = $2'
      : 'select id from refund where provider_refund_id = $1 or id = $2';
  return (await sqlOne<{ id: string }>(tx, text, [objectId, ownId]))?.id;
}

/** One look stands for all events that arrive before it starts. */
function scheduleLook(tx: EntityManager, { kind }: EventSubject, ownId: string): Promise<void> {
  const cause = TransitionCause.WEBHOOK;
  return kind === 'PAYMENT'
    ? schedule(tx, settlePaymentJob, { paymentId: ownId, cause }, { key: ownId })
    : schedule(tx, settleRefundJob, { refundId: ownId, cause }, { key: ownId });
}
