import type { Redis } from 'ioredis';

/** How long a command may take, and who hears that Redis is away. */
export interface RedisClientOptions {
  readonly timeoutMs: number;
  onFault(fault: unknown): void;
}

/**
 * A client that connects in the background and fails each command at once while Redis is away. Only for those who use Redis:
 * others need not have it loaded.
 */
export async function connectRedis(url: string, { timeoutMs, onFault }: RedisClientOptions): Promise<Redis> {
  const { Redis: Client } = await import('ioredis');
  const redis = new Client(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: timeoutMs,
    connectTimeout: 1_000,
    retryStrategy: (attempt) => Math.min(attempt * 50, 2_000),
  });
  redis.on('error', onFault);
  return redis;
}
