import { setInterval } from 'node:timers/promises';
import type { Consumer } from 'kafkajs';
import type { EventReader } from './event-source.js';

/** A consumer that is silent for so many times the longest silence is given up. */
const GIVE_UP = 3;
const LOOK_MS = 1_000;

/**
 * Knows since when a consumer is not sure to have heard everything: it is heard when the group has taken its heartbeat, and
 * deaf for as long as a broker owes it an answer to a fetch.
 */
export class KafkaPulse {
  /** When brokers were asked that have not answered, in ms since 1970. */
  readonly #owed = new Map<number, number>();
  #beatAt = 0;
  /** When the consumer was made, or last heard. */
  #aliveAt = 0;

  constructor(
    readonly maxSilenceMs: number,
    readonly reader: EventReader,
  ) {}

  /** In ms since 1970. */
  get heardAt(): number {
    return Math.min(this.#beatAt, ...this.#owed.values());
  }

  /** Follows a new consumer; tells each time that it is heard. */
  watch(consumer: Consumer, onHeard: () => void): void {
    this.#owed.clear();
    this.#aliveAt = Date.now();
    consumer.on(consumer.events.GROUP_JOIN, () => this.#owed.clear());
    consumer.on(consumer.events.FETCH_START, ({ payload: { nodeId } }) => {
      if (!this.#owed.has(nodeId)) this.#owed.set(nodeId, Date.now());
    });
    consumer.on(consumer.events.FETCH, ({ payload: { nodeId } }) => void this.#owed.delete(nodeId));
    consumer.on(consumer.events.HEARTBEAT, () => {
      this.#beat();
      onHeard();
    });
  }

  /** Resolves with the reason when a consumer has been silent for too long; rejects at the signal. */
  async untilDead(signal: AbortSignal): Promise<Error> {
    for await (const _ of setInterval(LOOK_MS, undefined, { signal, ref: false })) {
      const silentMs = Date.now() - Math.max(this.#aliveAt, this.heardAt);
      if (silentMs > GIVE_UP * this.maxSilenceMs) return new Error(`Kafka has been silent for ${silentMs} ms.`);
    }
    return new Error('ended');
  }

  /** After a long silence events may be there no more, or take long to catch up with. */
  #beat(): void {
    const now = Date.now();
    const wasSilent = now - this.heardAt > this.maxSilenceMs;
    this.#beatAt = now;
    if (wasSilent) this.reader.missed();
  }
}
