import type { DescMessage, MessageInitShape } from '@bufbuild/protobuf';
import { topicOf } from '@fleetgraph/schema/topics';
import type { EntityManager } from '@mikro-orm/postgresql';
import { context, propagation } from '@opentelemetry/api';
import { sqlAll } from '../database/sql.js';
import { describeEvent, encodePayload } from './cloud-event.js';

/** Channel on which the relay learns that the outbox has something. */
export const OUTBOX_CHANNEL = 'outbox';

/** One event to record. */
export interface NewEvent<S extends DescMessage> {
  /** Aggregate id: order holds among events with the same key. */
  readonly key: string;
  readonly payload: MessageInitShape<S>;
}

/** Writes an event into the outbox in the transaction of `em`, after the changes that it tells of. Answers its id. */
export async function record<S extends DescMessage>(
  em: EntityManager,
  schema: S,
  { topic, ...event }: NewEvent<S> & { readonly topic?: string },
): Promise<string> {
  const [id] = await recordAll(em, schema, [event], topic);
  if (id === undefined) throw new Error('insert … returning gives one row per event');
  return id;
}

/** The same for many events of one type in one statement, in their order. */
export async function recordAll<S extends DescMessage>(
  em: EntityManager,
  schema: S,
  events: readonly NewEvent<S>[],
  topic: string = topicOf(schema),
): Promise<string[]> {
  if (!em.isInTransaction()) throw new Error('an event is recorded in the transaction of the change it tells of');
  // Order per key: the flush locks the aggregate's row before the sequence is drawn, so of two transactions that change
  // one aggregate the one that commits first has the lower sequence.
  await em.flush();
  const { type, dataschema } = describeEvent(schema);
  const rows = await sqlAll<{ id: string }>(
    em,
    `with event as (
       insert into outbox (topic, key, type, dataschema, traceparent, data)
       select $1, key, $2, $3, $4, data from unnest($5::text[], $6::bytea[]) with ordinality as e (key, data, n) order by n
       returning id)
     select id, pg_notify($7, '') from event`,
    [
      topic,
      type,
      dataschema,
      traceparent(),
      events.map(({ key }) => key),
      events.map(({ payload }) => Buffer.from(encodePayload(schema, payload))),
      OUTBOX_CHANNEL,
    ],
  );
  return rows.map(({ id }) => id);
}

function traceparent(): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}
