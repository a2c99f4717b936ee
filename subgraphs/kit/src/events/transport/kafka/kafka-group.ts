import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import type { Logger } from 'pino';
import { RETRY } from '../../../kafka-client/kafka-config.js';
import { runLanes } from '../lanes.js';
import type { IncomingEvent, SubscriptionRequest } from '../transport.js';
import type { KafkaTopics } from './kafka-topics.js';

/** A consumer group and what it stands on. */
export interface KafkaGroupOptions {
  readonly kafka: Kafka;
  readonly topics: KafkaTopics;
  readonly request: SubscriptionRequest;
  readonly logger: Logger;
}

/** Events between two commits. Large, so that one in trouble, which holds the others for a second or two, is no limit. */
const CHUNK = 2_000;
const HEARTBEAT_MS = 1_000;
/** How soon another process takes over from one that is gone. */
const SESSION_TIMEOUT_MS = 10_000;
const TROUBLE_PAUSE_MS = 500;
const PARTITIONS_AT_ONCE = 4;

/** One member of a consumer group, started anew whenever its consumer dies. */
export class KafkaGroup {
  readonly id: string;
  readonly #options: KafkaGroupOptions;
  #abort = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(options: KafkaGroupOptions) {
    this.#options = options;
    this.id = options.request.group;
  }

  start(): void {
    this.#abort = new AbortController();
    this.#loop = this.#supervise(this.#abort.signal);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#loop;
  }

  /** Reads up to the ends as they are now, then leaves; answers the number of events handled. */
  async drain(): Promise<number> {
    const { topics, request } = this.#options;
    const open = new Map(
      (await topics.unread(this.id, request.topics)).map((end) => [`${end.topic} ${end.partition}`, end.offset]),
    );
    let count = 0;
    if (open.size === 0) return count;
    this.start();
    this.#onProgress = (topic, partition, { next, done }) => {
      const end = open.get(`${topic} ${partition}`);
      count += done;
      if (end !== undefined && next >= end) open.delete(`${topic} ${partition}`);
      if (open.size === 0) this.#abort.abort();
    };
    await this.#loop;
    return count;
  }

  #onProgress = (_topic: string, _partition: number, _place: { next: bigint; done: number }): void => {};

  async #supervise(signal: AbortSignal): Promise<void> {
    const { kafka, logger } = this.#options;
    while (!signal.aborted) {
      const consumer = kafka.consumer({
        groupId: this.id,
        sessionTimeout: SESSION_TIMEOUT_MS,
        heartbeatInterval: HEARTBEAT_MS,
        maxWaitTimeInMs: 100,
        allowAutoTopicCreation: false,
        // After a crash a new consumer is made here: one that restarts itself can end up dead without a word.
        retry: { ...RETRY, restartOnFailure: async () => false },
      });
      try {
        await this.#run(consumer, signal);
      } catch (error) {
        if (!signal.aborted) logger.warn({ err: error, group: this.id }, 'Kafka consumer stopped, starting a new one');
        await pause(TROUBLE_PAUSE_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
      } finally {
        await consumer.disconnect().catch(() => undefined); // there is nobody to say goodbye to
      }
    }
  }

  /** Resolves at the signal, rejects when the consumer dies. */
  async #run(consumer: Consumer, signal: AbortSignal): Promise<void> {
    const { topics, request } = this.#options;
    const crashed = new Promise<never>((_, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    });
    crashed.catch(() => undefined); // it is awaited below, unless connecting fails before
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    await topics.ensure(request.topics);
    await consumer.connect();
    await consumer.subscribe({ topics: [...request.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: true,
      autoCommitThreshold: 1, // commitOffsetsIfNecessary commits whatever was resolved
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => this.#handleBatch(payload),
    });
    await Promise.race([aborted, crashed]);
  }

  async #handleBatch({ batch, resolveOffset, heartbeat, commitOffsetsIfNecessary, ...state }: EachBatchPayload) {
    // A handler that waits for its database must not cost the group its member.
    const beats = setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_MS); // the commit will tell
    try {
      const { topic, partition, messages } = batch;
      for (let start = 0; start < messages.length && state.isRunning() && !state.isStale(); start += CHUNK) {
        const events = messages.slice(start, start + CHUNK).map((message) => toEvent(topic, partition, message));
        const done = await runLanes(events, this.#options.request.handle);
        const last = events[done - 1];
        if (last !== undefined) {
          resolveOffset(String(last.offset));
          // Not consumer.commitOffsets: a member that has expired would be dead for good, this one joins again.
          await commitOffsetsIfNecessary();
          this.#onProgress(topic, partition, { next: last.offset + 1n, done });
        }
        if (done < events.length) {
          await pause(TROUBLE_PAUSE_MS);
          return; // the rest comes again
        }
      }
    } finally {
      clearInterval(beats);
    }
  }
}

function toEvent(topic: string, partition: number, { key, value, headers, offset }: KafkaMessage): IncomingEvent {
  const texts = Object.entries(headers ?? {}).map(([name, content]) => [name, String(content)] as const);
  return {
    topic,
    partition,
    offset: BigInt(offset),
    key: key?.toString() ?? '',
    headers: Object.fromEntries(texts),
    value: value ?? new Uint8Array(),
  };
}
