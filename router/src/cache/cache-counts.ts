import type { EventEffect } from './events/event-rules.js';
import type { Teller } from './invalidation.js';

/** What is kept: an answer of the root, or an entity. */
export type CachedKind = 'root' | 'entity';

/** What has become of questions to one subgraph. */
export interface LookupCounts {
  readonly subgraph: string;
  readonly kind: CachedKind;
  /** Answered by what was kept. */
  hits: number;
  /** Not there. */
  misses: number;
  /** There, but told to be out of date. */
  invalidated: number;
  stored: number;
}

/** What a cache has done since its start: plain numbers, read by metrics. */
export class CacheCounts {
  readonly #lookups = new Map<string, LookupCounts>();
  readonly invalidations: Record<Teller, number> = { door: 0, event: 0, mutation: 0 };
  readonly events: Record<EventEffect['outcome'], number> = { applied: 0, ignored: 0, unreadable: 0 };

  get lookups(): readonly LookupCounts[] {
    return [...this.#lookups.values()];
  }

  /** The same object for the same subgraph and kind. */
  of(subgraph: string, kind: CachedKind): LookupCounts {
    const key = `${kind} ${subgraph}`;
    const counts = this.#lookups.get(key) ?? { subgraph, kind, hits: 0, misses: 0, invalidated: 0, stored: 0 };
    this.#lookups.set(key, counts);
    return counts;
  }
}
