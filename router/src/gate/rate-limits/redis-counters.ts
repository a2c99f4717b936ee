import type { Redis } from 'ioredis';
import type { MakeCounter } from './rate-limiter.js';

/** Counters in a Redis that all replicas share. */
export interface RedisCounters {
  readonly makeCounter: MakeCounter;
  close(): void;
}

/** Connects in the background: a Redis that is away makes each count fail at once, until it is back. */
export async function connectRedisCounters(
  url: string,
  { timeoutMs, onFault }: { readonly timeoutMs: number; onFault(fault: unknown): void },
): Promise<RedisCounters> {
  // Only for those who count in Redis: others need not have it loaded.
  const [{ Redis: Client }, { RateLimiterRedis }] = await Promise.all([
    import('ioredis'),
    import('rate-limiter-flexible'),
  ]);
  const storeClient: Redis = new Client(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: timeoutMs,
    connectTimeout: 1_000,
    retryStrategy: (attempt) => Math.min(attempt * 50, 2_000),
  });
  storeClient.on('error', onFault);
  return {
    makeCounter: (options) => new RateLimiterRedis({ ...options, storeClient }),
    close: () => storeClient.disconnect(),
  };
}
