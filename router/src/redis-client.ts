import type { Redis } from 'ioredis';

/** How long a command may take, and who hears that Redis is away. */
export interface RedisClientOptions {
  readonly timeoutMs: number;
  onFault(fault: unknown): void;
}

/** For a connection to close; ioredis waits for so long, and keeps the process alive, also where there is none any more. */
const CLOSE_MS = 100;

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
    disconnectTimeout: CLOSE_MS,
    retryStrategy: (attempt) => Math.min(attempt * 50, 2_000),
  });
  redis.on('error', onFault);
  return redis;
}
