import { type KafkaConfig, logLevel, Partitioners } from 'kafkajs';
import type { Logger } from 'pino';
import './kafka-timers.js';

/** Java's partitioner: clients in any language agree where a key lives. */
export const partitionByKey = Partitioners.DefaultPartitioner;

/** Short retries inside the client; relay and groups go on for as long as it takes. NODE_ENV=test would change defaults. */
export const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, factor: 0.2, multiplier: 2, retries: 4 } as const;

/** Settings of the client. */
export function kafkaConfig(options: { brokers: readonly string[]; clientId: string; logger: Logger }): KafkaConfig {
  return {
    clientId: options.clientId,
    brokers: [...options.brokers],
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    retry: RETRY,
    logLevel: logLevel.ERROR,
    // The client's own words at debug level only: whoever suffers from a broker that is away says so once.
    logCreator:
      () =>
      ({ namespace, log }) =>
        options.logger.debug({ component: `kafka ${namespace}` }, log.message),
  };
}
