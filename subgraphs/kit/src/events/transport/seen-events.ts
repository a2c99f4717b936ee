import type { IncomingEvent, OutgoingEvent, SubscriptionRequest } from './transport.js';

/** Events that were handled, in the order of handling. */
export class Seen {
  readonly events: IncomingEvent[] = [];

  get size(): number {
    return this.events.length;
  }

  request(
    group: string,
    topics: readonly string[],
    first: (event: IncomingEvent) => Promise<void> = async () => {},
  ): SubscriptionRequest {
    const handle = async (event: IncomingEvent) => {
      await first(event);
      this.events.push(event);
    };
    return { group, topics, handle };
  }

  numbers(): number[] {
    return this.events.map(({ headers }) => Number(headers.number));
  }

  ofKey(key: string): number[] {
    return this.events.filter((event) => event.key === key).map(({ headers }) => Number(headers.number));
  }
}

/** Events with growing numbers, spread over some keys. */
export function numbered(topic: string, from: number, to: number, keys: number): OutgoingEvent[] {
  return Array.from({ length: to - from }, (_, index) => {
    const number = from + index;
    return {
      topic,
      key: `key-${number % keys}`,
      headers: { number: String(number) },
      value: Buffer.from([number % 256]),
    };
  });
}

/** Numbers that the events of one key have, in their order. */
export const expectedOfKey = (total: number, keys: number, key: number): number[] =>
  Array.from({ length: total }, (_, number) => number).filter((number) => number % keys === key);
