/** Something that was answered. */
export interface CacheEntry {
  /** When it was asked, in ms since 1970: what has changed since is not in it. */
  readonly askedAt: number;
  /** JSON. */
  readonly text: string;
}

/** What a store knows at one moment. */
export interface StoreView {
  /** In the order of their keys. */
  readonly entries: readonly (CacheEntry | undefined)[];
  /** When something was last told to be out of date, in ms since 1970; 0: never, as far as it matters. */
  stampedAt(stamp: string): number;
}

/**
 * Keeps answers. Nothing is ever searched for and deleted: a stamp says when a type, an entity or a caller has changed, and
 * what was asked before that counts as not there.
 */
export interface CacheStore {
  /** How far the clocks of those who share it may differ, in ms. */
  readonly skewMs: number;
  /** Rejects when the store cannot be reached. */
  read(keys: readonly string[], stamps: readonly string[]): StoreView | Promise<StoreView>;
  /** What was asked later stays. Rejects when the store cannot be reached. */
  write(entries: readonly (readonly [key: string, entry: CacheEntry])[], maxAge: number): Promise<void>;
  /** Rejects when others who share the store may not learn of it. */
  stamp(stamps: readonly string[]): Promise<void>;
  close(): void;
}
