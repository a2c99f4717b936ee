import type { CacheStore } from '../cache-store.js';
import type { MemoryStore } from '../memory-store.js';
import type { Siblings } from './siblings.js';

/** Keeps answers of one process, and tells the others what has changed; `onTold`: one of them has told. */
export class SiblingStore implements CacheStore {
  readonly skewMs = 0;
  readonly read: CacheStore['read'];
  readonly write: CacheStore['write'];

  constructor(
    readonly own: MemoryStore,
    readonly siblings: Siblings,
    onTold: () => void,
  ) {
    this.read = (keys) => own.read(keys);
    this.write = (entries, maxAge) => own.write(entries, maxAge);
    siblings.onTold((stamps) => {
      own.stamp(stamps);
      onTold();
    });
  }

  async stamp(stamps: readonly string[]): Promise<void> {
    await this.own.stamp(stamps);
    await this.siblings.tell(stamps);
  }

  close(): void {
    this.own.close();
  }
}
