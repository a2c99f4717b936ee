import type { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import type { Logger } from 'pino';
import type { CacheConfig } from '../config/cache-section.js';
import type { Supergraph } from '../supergraph/load-supergraph.js';
import { FetchCache } from './fetch-cache.js';
import { openInvalidationDoor } from './invalidation-door.js';
import { MemoryStore } from './memory-store.js';
import { RedisStore } from './redis-store.js';

/** Makes the cache that the configuration wants, if it wants one. */
export async function openCache(
  config: CacheConfig,
  { supergraph, logger, parts }: { supergraph: () => Supergraph; logger: Logger; parts: StopInOrder },
): Promise<FetchCache | undefined> {
  if (!config.enabled) return undefined;
  const store =
    config.redisUrl === undefined
      ? new MemoryStore(config.maxBytes)
      : await RedisStore.connect(config.redisUrl, {
          timeoutMs: config.redisTimeoutMs,
          onFault: (err) => logger.warn({ err }, 'the Redis of the cache cannot be reached; subgraphs are asked'),
        });
  const cache = new FetchCache(store, { config, supergraph, logger });
  parts.push(() => cache.close());
  if (config.admin !== undefined) {
    const door = await openInvalidationDoor(cache, config.admin, logger).catch(async (cause: unknown) => {
      await parts.stop(); // the port is taken: nothing that was started may stay
      throw cause;
    });
    logger.info({ port: door.port }, 'the cache can be invalidated');
    parts.push(() => door.close());
  }
  return cache;
}
