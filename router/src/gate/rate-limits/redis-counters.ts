import { connectRedis, type RedisClientOptions } from '../../redis-client.js';
import type { MakeCounter } from './rate-limiter.js';

/** Counters in a Redis that all replicas share. */
export interface RedisCounters {
  readonly makeCounter: MakeCounter;
  close(): void;
}

/** A Redis that is away makes each count fail at once, until it is back. */
export async function connectRedisCounters(url: string, options: RedisClientOptions): Promise<RedisCounters> {
  const { RateLimiterRedis } = await import('rate-limiter-flexible');
  const storeClient = await connectRedis(url, options);
  return {
    makeCounter: (counter) => new RateLimiterRedis({ ...counter, storeClient }),
    close: () => storeClient.disconnect(),
  };
}
