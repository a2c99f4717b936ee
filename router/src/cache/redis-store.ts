import type { Redis } from 'ioredis';
import { connectRedis, type RedisClientOptions } from '../redis-client.js';
import type { CacheEntry, CacheStore, StoreView } from './cache-store.js';
import { Stamps } from './stamps.js';

const PREFIX = 'fleetgraph:cache:';
/** Longer than anything is kept. */
const STAMP_SECONDS = 2 * 86_400;

/** Ways of making room under which stamps outlive the answers that they are about. */
const KEEPS_STAMPS: ReadonlySet<string> = new Set(['noeviction', 'volatile-ttl']);

/** What a store in Redis is to know, and whom to tell. */
export interface RedisOptions extends RedisClientOptions {
  /** This Redis may forget that something has changed before it forgets what was asked before. */
  onBadPolicy(policy: string): void;
}

/** Sets an entry unless there is one that was asked later. */
const WRITE = `
local asked = string.match(redis.call('GETRANGE', KEYS[1], 0, 19), '^%d+')
if asked and tonumber(asked) > tonumber(ARGV[1]) then return end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])`;

/** Keeps answers for all replicas; connects in the background, and fails at once while Redis is away. */
export class RedisStore implements CacheStore {
  readonly skewMs = 1_000;
  /** Also those that Redis was not there for. */
  readonly #own = new Stamps();

  private constructor(readonly redis: Redis) {}

  static async connect(url: string, options: RedisOptions): Promise<RedisStore> {
    const { onFault, onBadPolicy } = options;
    const redis = await connectRedis(url, options);
    redis.once('ready', () => {
      redis.info('memory').then((info) => {
        const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
        if (policy !== undefined && !KEEPS_STAMPS.has(policy)) onBadPolicy(policy);
      }, onFault);
    });
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
    await Promise.all(
      entries.map(([key, { askedAt, text }]) =>
        this.redis.eval(WRITE, 1, `${PREFIX}entry:${key}`, askedAt, `${askedAt} ${text}`, maxAge),
      ),
    );
  }

  async stamp(stamps: readonly string[]): Promise<void> {
    for (const stamp of stamps) this.#own.set(stamp);
    const moment = Date.now() + this.skewMs;
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
