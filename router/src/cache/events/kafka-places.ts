import type { Consumer, Kafka } from 'kafkajs';
import type { EventReader } from './event-source.js';

/** What comes next in a partition. */
interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly next: bigint;
}

/** How far each partition has been read; a group at the brokers would forget it with the last connection. */
export class KafkaPlaces {
  readonly #next = new Map<string, bigint>();
  #hasBegun = false;

  constructor(readonly reader: EventReader) {}

  /** The ends of all partitions, as they are at the first call; what was before them has been missed. */
  async begin(kafka: Kafka, topics: readonly string[]): Promise<void> {
    if (this.#hasBegun) return;
    const admin = kafka.admin();
    try {
      await admin.connect();
      for (const topic of topics) {
        const ends = await admin.fetchTopicOffsets(topic);
        for (const { partition, high } of ends) this.#next.set(nameOf(topic, partition), BigInt(high));
      }
    } finally {
      await admin.disconnect();
    }
    this.#hasBegun = true;
    this.reader.missed();
  }

  /** Sends a consumer to where reading goes on; a partition that is new is read whole. */
  seek(consumer: Consumer, assignment: Readonly<Record<string, readonly number[]>>): void {
    for (const [topic, partitions] of Object.entries(assignment)) {
      for (const partition of partitions) {
        const next = this.#next.get(nameOf(topic, partition)) ?? 0n;
        consumer.seek({ topic, partition, offset: String(next) });
      }
    }
  }

  /** Reading has got so far. A partition that begins anew was made anew: what it had before may have been missed. */
  move({ topic, partition, next }: Place): void {
    const name = nameOf(topic, partition);
    if (next < (this.#next.get(name) ?? 0n)) this.reader.missed();
    this.#next.set(name, next);
  }
}

const nameOf = (topic: string, partition: number): string => `${topic} ${partition}`;
