import type { Logger } from 'pino';
import type { CacheConfig } from '../config/cache-section.js';
import type { SubgraphAnswer } from '../subgraph-client/subgraph-answer.js';
import type { Asker } from './asker.js';
import type { LookupCounts } from './cache-counts.js';
import type { CachePolicy } from './cache-policy.js';
import type { CacheEntry, CacheStore, StoreView } from './cache-store.js';
import { headerBound } from './header-bound.js';
import type { Trust } from './trust.js';

/** Something that may be kept, and names by which it alone is invalidated. */
export interface Looked {
  readonly key: string;
  readonly tags: readonly string[];
}

/** What is kept of what was looked for. */
export interface Found {
  /** What still holds, in the order of what was looked for. */
  readonly entries: readonly (CacheEntry | undefined)[];
  /** What was asked at or before this moment does not hold, in ms since 1970; infinite when nobody knows. */
  readonly since: number;
}

/** Nothing that was asked before is of use. */
export const NOTHING: Found = { entries: [], since: Number.POSITIVE_INFINITY };

/** Larger ones are not kept, in characters. */
const MAX_ENTRY = 1_048_576;

/** Answers in a store, and how far they are believed. A store that fails is as good as empty. */
export class KeptAnswers {
  constructor(
    readonly store: CacheStore,
    readonly trust: Trust,
    readonly parts: { readonly config: Pick<CacheConfig, 'headers'>; readonly logger: Logger },
  ) {}

  /** Looks for something that has a policy, for somebody. */
  async lookUp(looked: readonly Looked[], policy: CachePolicy, { asker, counts }: Lookup): Promise<Found> {
    const common = [...policy.tags, asker.stamp];
    const own = [...new Set(looked.flatMap(({ tags }) => tags))];
    const view = await this.#read(
      looked.map(({ key }) => key),
      [...common, ...own],
    );
    if (view === undefined) {
      counts.misses += looked.length;
      return NOTHING;
    }
    const commonAt = latest(view, common, this.trust.since());
    const entries = looked.map(({ tags }, at) => {
      const entry = view.entries[at];
      const isFresh = entry !== undefined && entry.askedAt > latest(view, tags, commonAt);
      counts[isFresh ? 'hits' : entry === undefined ? 'misses' : 'invalidated']++;
      return isFresh ? entry : undefined;
    });
    return { entries, since: latest(view, own, commonAt) };
  }

  /** For how long an answer may be given to others, in s; 0: not at all. */
  secondsOf({ errors, data, body, cacheControl }: SubgraphAnswer, { maxAge, isPrivate }: CachePolicy): number {
    if (errors.length > 0 || data === undefined || body === undefined) return 0;
    if (this.parts.config.headers === 'ignore') return maxAge;
    return Math.max(0, Math.min(maxAge, Math.floor(headerBound(cacheControl, isPrivate))));
  }

  keep(entries: readonly (readonly [string, CacheEntry])[], seconds: number, counts: LookupCounts): void {
    const small = entries.filter(([, { text }]) => text.length <= MAX_ENTRY);
    if (seconds <= 0 || small.length === 0) return;
    this.store.write(small, seconds).then(
      () => {
        counts.stored += small.length;
      },
      (err: unknown) => this.parts.logger.debug({ err }, 'the cache cannot be reached'),
    );
  }

  async #read(keys: readonly string[], stamps: readonly string[]): Promise<StoreView | undefined> {
    try {
      return await this.store.read(keys, stamps);
    } catch {
      return undefined; // the connection tells of its faults itself
    }
  }
}

interface Lookup {
  readonly asker: Asker;
  readonly counts: LookupCounts;
}

/** The last of some moments, in ms since 1970. */
const latest = (view: StoreView, stamps: readonly string[], moment: number): number =>
  stamps.reduce((last, stamp) => Math.max(last, view.stampedAt(stamp)), moment);
