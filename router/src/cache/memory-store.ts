import { LRUCache } from 'lru-cache';
import type { CacheEntry, CacheStore, StoreView } from './cache-store.js';
import { Stamps } from './stamps.js';

/** Bytes that an entry takes besides its text, about. */
const ENTRY_BYTES = 300;

/** Keeps answers of one process; the least used go first. */
export class MemoryStore implements CacheStore {
  readonly skewMs = 0;
  readonly #stamps = new Stamps();
  readonly #entries: LRUCache<string, CacheEntry>;

  constructor(maxBytes: number) {
    this.#entries = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ text }) => ENTRY_BYTES + 2 * text.length, // a character takes two bytes at most
    });
  }

  read(keys: readonly string[]): StoreView {
    return {
      entries: keys.map((key) => this.#entries.get(key)),
      stampedAt: (stamp) => this.#stamps.get(stamp),
    };
  }

  write(entries: readonly (readonly [string, CacheEntry])[], maxAge: number): Promise<void> {
    for (const [key, entry] of entries) {
      const kept = this.#entries.peek(key);
      if (kept === undefined || kept.askedAt <= entry.askedAt) this.#entries.set(key, entry, { ttl: maxAge * 1000 });
    }
    return Promise.resolve();
  }

  stamp(stamps: readonly string[]): Promise<void> {
    for (const stamp of stamps) this.#stamps.set(stamp);
    return Promise.resolve();
  }

  close(): void {
    this.#entries.clear();
  }
}
