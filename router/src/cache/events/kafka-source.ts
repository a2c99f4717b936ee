import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { kafkaConfig, RETRY } from '@fleetgraph/kit/kafka-client/kafka-config';
import { type Consumer, type EachBatchPayload, Kafka, type KafkaMessage, type SASLOptions } from 'kafkajs';
import type { Logger } from 'pino';
import type { KafkaConfig } from '../../config/cache-events-section.js';
import type { BusEvent, EventReader, EventSource, OpenEvents } from './event-source.js';
import { KafkaPlaces } from './kafka-places.js';
import { KafkaPulse } from './kafka-pulse.js';

const SESSION_TIMEOUT_MS = 10_000;
/** Upper bounds; events come at once all the same. */
const HEARTBEAT_MS = 1_000;
const FETCH_WAIT_MS = 500;
/** Signs of life in the longest silence. */
const SIGNS = 4;
const CLOSE_MS = 2_000;
const TROUBLE_PAUSE_MS = 500;

/**
 * Reads topics of Kafka from now on. Each consumer is the only member of a group of its own, so that it reads everything;
 * places are kept here, not at the brokers: a connection that is lost is taken up where it was.
 */
export class KafkaSource implements EventSource {
  constructor(
    readonly config: KafkaConfig,
    readonly maxSilenceMs: number,
    readonly logger: Logger,
  ) {}

  open(topics: readonly string[], reader: EventReader): OpenEvents {
    const reading = new KafkaReading(this, topics, reader);
    const abort = new AbortController();
    const done = reading.run(abort.signal);
    return {
      heardAt: () => reading.pulse.heardAt,
      async close() {
        abort.abort();
        await Promise.race([done, pause(CLOSE_MS, undefined, { ref: false })]); // a broker that is away is not waited for
      },
    };
  }
}

class KafkaReading {
  readonly pulse: KafkaPulse;
  readonly #kafka: Kafka;
  readonly #places: KafkaPlaces;
  #isTold = false;

  constructor(
    readonly source: KafkaSource,
    readonly topics: readonly string[],
    readonly reader: EventReader,
  ) {
    this.#kafka = new Kafka(clientConfig(source));
    this.#places = new KafkaPlaces(reader);
    this.pulse = new KafkaPulse(source.maxSilenceMs, reader);
  }

  /** Until the signal; a consumer that dies is replaced. */
  async run(signal: AbortSignal): Promise<void> {
    const { logger, config, maxSilenceMs } = this.source;
    while (!signal.aborted) {
      const consumer = this.#kafka.consumer({
        groupId: `${config.groupPrefix}-${randomUUID()}`,
        sessionTimeout: SESSION_TIMEOUT_MS,
        heartbeatInterval: Math.min(HEARTBEAT_MS, maxSilenceMs / SIGNS),
        maxWaitTimeInMs: Math.min(FETCH_WAIT_MS, maxSilenceMs / SIGNS),
        allowAutoTopicCreation: false,
        retry: { ...RETRY, restartOnFailure: async () => false },
      });
      try {
        await this.#consume(consumer, signal);
      } catch (err) {
        if (!signal.aborted && !this.#isTold)
          logger.warn({ err }, 'the bus of the cache cannot be read; old answers are not given again until it can be');
        this.#isTold = true;
        await pause(TROUBLE_PAUSE_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
      } finally {
        await consumer.disconnect().catch(() => undefined); // there is nobody to say goodbye to
      }
    }
  }

  /** Resolves at the signal; rejects when the consumer dies, or is silent for too long. */
  async #consume(consumer: Consumer, signal: AbortSignal): Promise<void> {
    const ended = new AbortController();
    const end = Promise.withResolvers<void>();
    end.promise.catch(() => undefined); // it is awaited below, unless something fails before
    consumer.on(consumer.events.CRASH, ({ payload }) => end.reject(payload.error));
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.#places.seek(consumer, payload.memberAssignment));
    this.pulse.watch(consumer, () => this.#isHeard());
    const onAbort = () => end.resolve();
    signal.addEventListener('abort', onAbort);
    try {
      await this.#places.begin(this.#kafka, this.topics);
      await consumer.connect();
      await consumer.subscribe({ topics: [...this.topics] });
      await consumer.run({ autoCommit: false, eachBatch: (payload) => this.#readBatch(payload) });
      void this.pulse.untilDead(ended.signal).then(end.reject, () => undefined); // ended: nobody waits for it
      await end.promise;
    } finally {
      ended.abort();
      signal.removeEventListener('abort', onAbort);
    }
  }

  async #readBatch({ batch }: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = batch;
    await this.reader.read(messages.map((message) => toEvent(topic, message)));
    this.#places.move({ topic, partition, next: BigInt(batch.lastOffset()) + 1n });
  }

  #isHeard(): void {
    if (this.#isTold) this.source.logger.info('the bus of the cache is read again');
    this.#isTold = false;
  }
}

function clientConfig({ config, logger }: KafkaSource) {
  const { ssl, sasl } = config;
  return {
    ...kafkaConfig({ ...config, logger }),
    ssl,
    ...(sasl === undefined ? {} : { sasl: sasl as SASLOptions }), // a union by mechanism, which the schema has as one
  };
}

function toEvent(topic: string, { key, value, headers }: KafkaMessage): BusEvent {
  const texts = Object.entries(headers ?? {}).map(([name, content]) => [name.toLowerCase(), String(content)] as const);
  return { topic, key: key?.toString() ?? '', headers: Object.fromEntries(texts), value: value ?? new Uint8Array() };
}
