import { randomUUID } from 'node:crypto';
import { type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf';
import { topicOf } from '@fleetgraph/schema/topics';
import type { EntityManager } from '@mikro-orm/postgresql';
import { sqlAll } from '../database/sql.js';
import { describeEvent, encodePayload, toWire } from '../events/cloud-event.js';
import type { NewEvent } from '../events/record.js';
import type { EventTransport } from '../events/transport/transport.js';

/** Publishes an event as another subgraph's relay would; answers its id. Give the id of an earlier one to repeat it. */
export async function publishEvent<S extends DescMessage>(
  transport: EventTransport,
  schema: S,
  { key, payload, id = randomUUID() }: NewEvent<S> & { readonly id?: string },
): Promise<string> {
  const topic = topicOf(schema);
  const stored = {
    ...describeEvent(schema),
    id,
    topic,
    key,
    time: new Date(),
    traceparent: null,
    data: encodePayload(schema, payload),
  };
  await transport.publish([toWire(stored, topic.split('.', 1)[0] ?? topic)]);
  return id;
}

/** Events of one type that a subgraph has recorded, in order. */
export async function recordedEvents<S extends DescMessage>(em: EntityManager, schema: S): Promise<MessageShape<S>[]> {
  const rows = await sqlAll<{ data: Buffer }>(em, 'select data from outbox where type = $1 order by sequence', [
    schema.typeName,
  ]);
  return rows.map(({ data }) => fromBinary(schema, data));
}
