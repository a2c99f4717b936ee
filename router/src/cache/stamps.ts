import { LRUCache } from 'lru-cache';

const MAX_STAMPS = 100_000;

/** The latest moments at which something has changed, in ms since 1970. */
export class Stamps {
  /** What was forgotten for lack of room has taken everything before it along. */
  #floor = 0;
  readonly #moments = new LRUCache<string, number>({
    max: MAX_STAMPS,
    dispose: (moment, _, reason) => {
      if (reason === 'evict') this.#floor = Math.max(this.#floor, moment);
    },
  });

  set(stamp: string): void {
    this.#moments.set(stamp, Date.now());
  }

  get(stamp: string): number {
    return Math.max(this.#floor, this.#moments.get(stamp) ?? 0);
  }
}
