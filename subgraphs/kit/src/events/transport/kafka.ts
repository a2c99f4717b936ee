import type { Logger } from 'pino';
import type { EventTransport } from './transport.js';

/** Where the brokers are. */
export interface KafkaOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: Logger;
  /** Partitions of a topic that is created here; the default is 3. */
  readonly partitions?: number;
}

/** Kafka as the event bus. */
export async function openKafka({ brokers }: KafkaOptions): Promise<EventTransport> {
  throw new Error(`Kafka at ${brokers.join()} cannot be used yet`);
}
