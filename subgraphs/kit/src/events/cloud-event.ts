import { create, type DescMessage, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import type { OutgoingEvent } from './transport/transport.js';

/** An event of the outbox before it is sent. */
export interface StoredEvent {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly type: string;
  readonly dataschema: string;
  readonly time: Date;
  readonly traceparent: string | null;
  readonly data: Uint8Array;
}

/** CloudEvents attributes as a consumer sees them. */
export interface EventMeta {
  /** UUIDv7; the same for every delivery of the event. */
  readonly id: string;
  /** Full Protobuf name: `fleetgraph.bookings.v1.BookingHeld`. */
  readonly type: string;
  /** Who recorded it: `/fleetgraph/bookings`. */
  readonly source: string;
  /** When it was recorded. */
  readonly time: Date;
  readonly topic: string;
  /** Aggregate id. */
  readonly key: string;
  /** The consumer group that handles this delivery. */
  readonly group: string;
}

/** Attributes that follow from the message type. */
export function describeEvent(schema: DescMessage): Pick<StoredEvent, 'type' | 'dataschema'> {
  return {
    type: schema.typeName,
    dataschema: `/schema/${schema.file.name}.proto#${schema.typeName}`,
  };
}

/** Protobuf bytes of an event. */
export function encodePayload<S extends DescMessage>(schema: S, payload: MessageInitShape<S>): Uint8Array {
  return toBinary(schema, create(schema, payload));
}

/** CloudEvents 1.0, Kafka protocol binding, binary content mode; the embedded log uses the same headers. */
export function toWire({ topic, key, data, ...event }: StoredEvent, source: string): OutgoingEvent {
  return {
    topic,
    key,
    value: data,
    headers: {
      'content-type': 'application/protobuf',
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_type: event.type,
      ce_source: `/fleetgraph/${source}`,
      ce_subject: key,
      ce_time: event.time.toISOString(),
      ce_dataschema: event.dataschema,
      // Both names: the CloudEvents extension, and plain W3C for tools that know only that.
      ...(event.traceparent === null ? {} : { ce_traceparent: event.traceparent, traceparent: event.traceparent }),
    },
  };
}
