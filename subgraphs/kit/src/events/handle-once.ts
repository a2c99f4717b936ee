import { type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf';
import type { EntityManager } from '@mikro-orm/postgresql';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { sqlRun } from '../database/sql.js';
import { transact } from '../database/transact.js';
import type { EventMeta } from './cloud-event.js';
import type { Consumer } from './consume.js';
import { DEAD_LETTER, UndecodableEvent } from './dead-letter.js';
import type { IncomingEvent } from './transport/transport.js';

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** Runs the handler in a transaction that also writes the inbox row, so a repeated delivery changes nothing. */
export async function handleOnce(em: EntityManager, consumer: Consumer, event: IncomingEvent): Promise<void> {
  const schema = consumer.schemas.find(({ typeName }) => typeName === event.headers.ce_type);
  if (schema === undefined) {
    if (event.headers.ce_type === undefined) throw new UndecodableEvent('the event has no type');
    return; // another event of the same topic
  }
  const meta = readMeta(consumer, event);
  const message = decode(schema, event);
  await traced(consumer, event, () =>
    transact(em, async (tx) => {
      // A delivery of the same event that is under way elsewhere makes this statement wait for its end.
      const isNew = await sqlRun(
        tx,
        'insert into inbox (consumer_group, event_id) values ($1, $2) on conflict do nothing',
        [consumer.group, meta.id],
      );
      if (isNew === 1) await consumer.handle(tx, message, meta);
    }),
  );
}

function readMeta({ group }: Consumer, { headers, key, topic }: IncomingEvent): EventMeta {
  const { ce_id: id = '', ce_type: type = '', ce_source: source = '', ce_time: time = '' } = headers;
  const at = new Date(time);
  if (!UUID.test(id) || Number.isNaN(at.getTime()))
    throw new UndecodableEvent('id or time of the event cannot be read');
  return { id, type, source, time: at, topic: headers[DEAD_LETTER.topic] ?? topic, key, group };
}

function decode(schema: DescMessage, { value }: IncomingEvent): MessageShape<DescMessage> {
  try {
    return fromBinary(schema, value);
  } catch (cause) {
    throw new UndecodableEvent('the payload cannot be read', { cause });
  }
}

/** The span continues the trace of the request that recorded the event. */
function traced(consumer: Consumer, { headers, topic }: IncomingEvent, work: () => Promise<void>): Promise<void> {
  const tracer = trace.getTracer('@fleetgraph/kit/events');
  const options = {
    kind: SpanKind.CONSUMER,
    attributes: {
      'messaging.operation.type': 'process',
      'messaging.destination.name': topic,
      'messaging.consumer.group.name': consumer.group,
      'messaging.message.id': headers.ce_id ?? '',
    },
  };
  const parent = propagation.extract(context.active(), headers);
  return tracer.startActiveSpan(`process ${topic}`, options, parent, async (span) => {
    try {
      await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
