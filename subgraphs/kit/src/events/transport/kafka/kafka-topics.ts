import { setTimeout as pause } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';

/** A place in a partition. */
export interface PartitionPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

const REWIND_TIMEOUT_MS = 45_000;
const RETRY_PAUSE_MS = 500;
/** Events are facts: a topic keeps them until somebody decides otherwise. */
const KEEP_FOREVER = [{ name: 'retention.ms', value: '-1' }];

/** What needs Kafka's admin protocol: creating topics, offsets of a group. */
export class KafkaTopics {
  readonly #kafka: Kafka;
  readonly #partitions: number;
  readonly #known = new Set<string>();

  constructor(kafka: Kafka, partitions: number) {
    this.#kafka = kafka;
    this.#partitions = partitions;
  }

  /** Creates the topics that are missing; each is asked for once per process. */
  async ensure(names: readonly string[]): Promise<void> {
    const missing = names.filter((name) => !this.#known.has(name));
    if (missing.length === 0) return;
    await this.#administer((admin) =>
      admin.createTopics({
        waitForLeaders: true,
        topics: missing.map((topic) => ({
          topic,
          numPartitions: this.#partitions,
          replicationFactor: -1,
          configEntries: KEEP_FOREVER,
        })),
      }),
    );
    for (const name of missing) this.#known.add(name);
  }

  /** Where each partition ends now, for those where the group has something left to read. */
  async unread(groupId: string, names: readonly string[]): Promise<PartitionPlace[]> {
    return this.#administer(async (admin) => {
      const committed = await admin.fetchOffsets({ groupId, topics: [...names] });
      const places = await Promise.all(
        committed.map(async ({ topic, partitions }) => {
          const own = new Map(partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
          const ends = await admin.fetchTopicOffsets(topic);
          return ends
            .map(({ partition, high, low }) => ({ topic, partition, offset: BigInt(high), low: BigInt(low) }))
            .filter(({ partition, offset, low }) => {
              const next = own.get(partition) ?? -1n; // -1: never committed
              return offset > (next < low ? low : next);
            });
        }),
      );
      return places.flat();
    });
  }

  /** A group without offsets starts at the oldest event. Waits for other processes' members to leave. */
  async forgetOffsets(groupId: string): Promise<void> {
    const deadline = Date.now() + REWIND_TIMEOUT_MS;
    for (;;) {
      try {
        return await this.#administer(async (admin) => {
          const { groups } = await admin.listGroups();
          if (groups.some((group) => group.groupId === groupId)) await admin.deleteGroups([groupId]);
        });
      } catch (cause) {
        if (Date.now() > deadline) throw new Error(`stop the other consumers of ${groupId} first`, { cause });
        await pause(RETRY_PAUSE_MS);
      }
    }
  }

  async #administer<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.#kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }
}
