import { deadLetterTopic } from '@fleetgraph/schema/topics';
import { Kafka, type Producer } from 'kafkajs';
import type { Logger } from 'pino';
import { kafkaConfig, partitionByKey } from '../../kafka-client/kafka-config.js';
import { KafkaGroup } from './kafka/kafka-group.js';
import { KafkaTopics } from './kafka/kafka-topics.js';
import type { EventTransport, OutgoingEvent } from './transport.js';

/** Where the brokers are. */
export interface KafkaOptions {
  /** host:port of each. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: Logger;
  /** Partitions of a topic that is created here; the default is 3. */
  readonly partitions?: number;
}

/** Kafka as the event bus. Does not wait for the brokers: everything retries until they are there. */
export async function openKafka({ partitions = 3, logger, ...options }: KafkaOptions): Promise<EventTransport> {
  const kafka = new Kafka(kafkaConfig({ ...options, logger }));
  const topics = new KafkaTopics(kafka, partitions);
  const publisher = new KafkaPublisher(kafka, topics);
  const groups = new Set<KafkaGroup>();
  return {
    publish: (events) => publisher.publish(events),
    subscribe: async (request) => {
      await topics.ensure([...request.topics, ...request.topics.map(deadLetterTopic)]).catch(() => undefined); // the group tries again
      const group = new KafkaGroup({ kafka, topics, request, logger });
      groups.add(group);
      group.start();
      return {
        stop: async () => {
          groups.delete(group);
          await group.stop();
        },
      };
    },
    drain: async (request) => {
      await topics.ensure(request.topics);
      return new KafkaGroup({ kafka, topics, request, logger }).drain();
    },
    rewind: async (groupId) => {
      const own = [...groups].filter(({ id }) => id === groupId);
      await Promise.all(own.map((group) => group.stop()));
      try {
        await topics.forgetOffsets(groupId);
      } finally {
        for (const group of own) group.start();
      }
    },
    close: async () => {
      await Promise.all([...groups].map((group) => group.stop()));
      await publisher.close();
    },
  };
}

/** One producer, connected at first use. */
class KafkaPublisher {
  readonly #kafka: Kafka;
  readonly #topics: KafkaTopics;
  #producer: Promise<Producer> | undefined;

  constructor(kafka: Kafka, topics: KafkaTopics) {
    this.#kafka = kafka;
    this.#topics = topics;
  }

  async publish(events: readonly OutgoingEvent[]): Promise<void> {
    const byTopic = Map.groupBy(events, ({ topic }) => topic);
    await this.#topics.ensure([...byTopic.keys()]);
    const producer = await this.#connect();
    await producer.sendBatch({
      acks: -1,
      topicMessages: [...byTopic].map(([topic, ofTopic]) => ({
        topic,
        messages: ofTopic.map(({ key, headers, value }) => ({
          key,
          headers: { ...headers },
          value: Buffer.from(value),
        })),
      })),
    });
  }

  async close(): Promise<void> {
    const producer = await this.#producer?.catch(() => undefined);
    await producer?.disconnect();
  }

  #connect(): Promise<Producer> {
    this.#producer ??= this.#open().catch((error: unknown) => {
      this.#producer = undefined;
      throw error;
    });
    return this.#producer;
  }

  async #open(): Promise<Producer> {
    // Not idempotent: a sequence error would need a new producer, and inboxes drop doubles anyway. One request at a time
    // keeps the order within a partition when a request is repeated.
    const producer = this.#kafka.producer({
      createPartitioner: partitionByKey,
      allowAutoTopicCreation: false,
      maxInFlightRequests: 1,
    });
    await producer.connect();
    return producer;
  }
}
