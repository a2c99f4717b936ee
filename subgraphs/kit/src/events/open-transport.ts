import type { Logger } from 'pino';
import { openEmbeddedLog } from './transport/embedded-log.js';
import type { EventTransport } from './transport/transport.js';

/** Which event bus there is. */
export interface TransportChoice {
  /** Kafka when it names at least one broker. */
  readonly kafkaBrokers: readonly string[];
  /** Else the embedded log in this database. */
  readonly eventLogUrl?: string;
  /** Shown to the broker as the client's name. */
  readonly name: string;
  readonly logger: Logger;
}

/** Opens the event bus that the configuration names. */
export async function openTransport({
  kafkaBrokers,
  eventLogUrl,
  name,
  logger,
}: TransportChoice): Promise<EventTransport> {
  if (kafkaBrokers.length > 0) {
    // Most systems of one machine have no Kafka, so its client is loaded where it is used.
    const { openKafka } = await import('./transport/kafka.js');
    return openKafka({ brokers: kafkaBrokers, clientId: `fleetgraph-${name}`, logger });
  }
  if (eventLogUrl !== undefined) return openEmbeddedLog({ url: eventLogUrl, logger });
  throw new Error('there is no event bus: set KAFKA_BROKERS or EVENT_LOG_URL');
}
