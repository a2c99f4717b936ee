import type { BusEvent, EventReader, EventSource, OpenEvents } from '../cache/events/event-source.js';

/** A bus inside the process of a test, which says what it carries and when it is lost. */
export class TestBus implements EventSource {
  readonly topics: string[] = [];
  readonly #readers = new Set<EventReader>();
  #lostAt: number | undefined;

  open(topics: readonly string[], reader: EventReader): OpenEvents {
    this.topics.push(...topics);
    this.#readers.add(reader);
    reader.missed();
    return {
      heardAt: () => this.#lostAt ?? Date.now(),
      close: async () => void this.#readers.delete(reader),
    };
  }

  /** Resolves when all readers have read it; an object is sent as JSON. */
  async send(event: Partial<Omit<BusEvent, 'value'>> & { readonly value?: object | string }): Promise<void> {
    const { topic = 'items', key = '', headers = {}, value = '' } = event;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    await Promise.all(
      [...this.#readers].map((reader) => reader.read([{ topic, key, headers, value: Buffer.from(text) }])),
    );
  }

  /** It is not heard any more. */
  lose(): void {
    this.#lostAt = Date.now();
  }

  /** It is back; `hasMissed`: not all that happened meanwhile will be told. */
  find(hasMissed: boolean): void {
    this.#lostAt = undefined;
    if (hasMissed) for (const reader of this.#readers) reader.missed();
  }
}
