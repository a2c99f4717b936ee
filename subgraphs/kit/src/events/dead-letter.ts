import { deadLetterTopic } from '@fleetgraph/schema/topics';
import { sqlState } from '../database/driver/database-errors.js';
import type { IncomingEvent, OutgoingEvent } from './transport/transport.js';

/** Headers that a dead letter adds to those of its event; names and codes only, as messages may quote data. */
export const DEAD_LETTER = {
  group: 'dlt_group',
  reason: 'dlt_reason',
  topic: 'dlt_topic',
  partition: 'dlt_partition',
  offset: 'dlt_offset',
  time: 'dlt_time',
} as const;

/** The bytes or headers are no event of a known type. */
export class UndecodableEvent extends Error {
  override readonly name = 'UndecodableEvent';
}

/** The event as it came, for `<topic>.dlt`, with who could not handle it and why. */
export function deadLetter(event: IncomingEvent, group: string, error: unknown): OutgoingEvent {
  return {
    // A dead letter that fails again stays in the same topic.
    topic: event.topic.endsWith('.dlt') ? event.topic : deadLetterTopic(event.topic),
    key: event.key,
    value: event.value,
    headers: {
      [DEAD_LETTER.topic]: event.topic,
      [DEAD_LETTER.partition]: String(event.partition),
      [DEAD_LETTER.offset]: String(event.offset),
      ...event.headers,
      [DEAD_LETTER.group]: group,
      [DEAD_LETTER.reason]: reason(error),
      [DEAD_LETTER.time]: new Date().toISOString(),
    },
  };
}

function reason(error: unknown): string {
  const name = error instanceof Error ? error.constructor.name : 'unknown';
  const code = sqlState(error);
  return code === undefined ? name : `${name} ${code}`;
}
