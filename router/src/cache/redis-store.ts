import type { Redis } from 'ioredis';
import type { CacheEntry, CacheStore, StoreView } from './cache-store.js';
import { Stamps } from './stamps.js';

const PREFIX = 'fleetgraph:cache:';
/** Longer than anything is kept. */
const STAMP_SECONDS = 2 * 86_400;
/** How far the clocks of replicas may differ, in ms. */
const SKEW_MS = 1_000;

/** Keeps answers for all replicas; connects in the background, and fails at once while Redis is away. */
export class RedisStore implements CacheStore {
  /** Also those that Redis was not there for. */
  readonly #own = new Stamps();

  private constructor(readonly redis: Redis) {}

  /** Only for those who keep answers in Redis: others need not have its client loaded. */
  static async connect(
    url: string,
    { timeoutMs, onFault }: { readonly timeoutMs: number; onFault(fault: unknown): void },
  ): Promise<RedisStore> {
    const { Redis: Client } = await import('ioredis');
    const redis = new Client(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: timeoutMs,
      connectTimeout: 1_000,
      retryStrategy: (attempt) => Math.min(attempt * 50, 2_000),
    });
    redis.on('error', onFault);
    return new RedisStore(redis);
  }

  async read(keys: readonly string[], stamps: readonly string[]): Promise<StoreView> {
    const names = [...keys.map((key) => `${PREFIX}entry:${key}`), ...stamps.map(stampName)];
    const found = await this.redis.mget(names);
    const moments = new Map(stamps.map((stamp, at) => [stamp, Number(found[keys.length + at] ?? 0)]));
    return {
      entries: keys.map((_, at) => readEntry(found[at])),
      stampedAt: (stamp) => Math.max(this.#own.get(stamp), moments.get(stamp) ?? 0),
    };
  }

  async write(entries: readonly (readonly [string, CacheEntry])[], maxAge: number): Promise<void> {
    const pipeline = this.redis.pipeline();
    for (const [key, { askedAt, text }] of entries)
      pipeline.set(`${PREFIX}entry:${key}`, `${askedAt} ${text}`, 'EX', maxAge);
    await pipeline.exec();
  }

  async stamp(stamps: readonly string[]): Promise<void> {
    for (const stamp of stamps) this.#own.set(stamp);
    const moment = Date.now() + SKEW_MS;
    await Promise.all(stamps.map((stamp) => this.redis.set(stampName(stamp), moment, 'EX', STAMP_SECONDS)));
  }

  close(): void {
    this.redis.disconnect();
  }
}

const stampName = (stamp: string): string => `${PREFIX}stamp:${stamp}`;

/** `1763818000000 {"data":…}` */
function readEntry(written: string | null | undefined): CacheEntry | undefined {
  const at = written?.indexOf(' ') ?? -1;
  if (typeof written !== 'string' || at === -1) return undefined;
  return { askedAt: Number(written.slice(0, at)), text: written.slice(at + 1) };
}
