import { ConfigInvalid } from '@fleetgraph/kit/config/parse-env';
import type { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import type { Logger } from 'pino';
import type { CacheEventsConfig, KafkaConfig } from '../config/cache-events-section.js';
import type { CacheConfig } from '../config/cache-section.js';
import type { Supergraph } from '../supergraph/load-supergraph.js';
import type { CacheStore } from './cache-store.js';
import type { EventSource } from './events/event-source.js';
import { followEvents } from './events/follow-events.js';
import { FetchCache } from './fetch-cache.js';
import { openInvalidationDoor } from './invalidation-door.js';
import { MemoryStore } from './memory-store.js';
import { RedisStore } from './redis-store.js';
import { SiblingStore } from './siblings/sibling-store.js';
import type { Siblings } from './siblings/siblings.js';
import { unknownInRules } from './unknown-names.js';

/** What a cache stands on. */
interface CacheSurroundings {
  readonly supergraph: () => Supergraph;
  readonly logger: Logger;
  readonly parts: StopInOrder;
  /** Instead of Kafka. */
  readonly bus: EventSource | undefined;
  /** Who keeps answers of its own beside this process. */
  readonly siblings: Siblings | undefined;
}

/** Makes the cache that the configuration wants, if it wants one; nothing that was started stays when a part cannot be had. */
export async function openCache(config: CacheConfig, around: CacheSurroundings): Promise<FetchCache | undefined> {
  if (!config.enabled) return undefined;
  const { supergraph, logger, parts } = around;
  const unknown = unknownInRules(config, supergraph().fullSchema);
  if (unknown.length > 0)
    logger.warn({ names: unknown }, 'the cache has settings for types or fields that the supergraph does not have');
  const store = await openStore(config, around, () => cache.trust.changed());
  const cache: FetchCache = new FetchCache(store, { config, supergraph, logger });
  parts.push(() => cache.close());
  try {
    await openEvents(cache, config.events, around);
    if (config.admin !== undefined) {
      const door = await openInvalidationDoor(cache, config.admin, logger);
      logger.info({ port: door.port }, 'the cache can be invalidated');
      parts.push(() => door.close());
    }
  } catch (cause) {
    await parts.stop();
    throw cause;
  }
  return cache;
}

async function openStore(
  { redisUrl, redisTimeoutMs, maxBytes }: CacheConfig,
  { logger, siblings }: CacheSurroundings,
  onToldBySibling: () => void,
): Promise<CacheStore> {
  if (redisUrl === undefined) {
    const own = new MemoryStore(maxBytes);
    return siblings === undefined ? own : new SiblingStore(own, siblings, onToldBySibling);
  }
  return RedisStore.connect(redisUrl, {
    timeoutMs: redisTimeoutMs,
    onFault: (err) => logger.warn({ err }, 'the Redis of the cache cannot be reached; subgraphs are asked'),
    onBadPolicy: (policy) =>
      logger.warn(
        { policy },
        'the Redis of the cache may forget changes before answers: use maxmemory-policy volatile-ttl',
      ),
  });
}

async function openEvents(
  cache: FetchCache,
  config: CacheEventsConfig,
  { logger, parts, bus }: Pick<CacheSurroundings, 'logger' | 'parts' | 'bus'>,
): Promise<void> {
  if (config.rules.length === 0) return;
  const source = bus ?? (await kafkaSource(config, logger));
  const events = followEvents(cache, source, { config, logger });
  parts.push(() => events.close());
}

/** Throws when rules wait for events that no bus of the settings brings. */
export function assertBus({ enabled, events }: CacheConfig): void {
  if (enabled && events.rules.length > 0) kafkaOf(events);
}

/** Kafka's client is loaded only where there is Kafka. */
async function kafkaSource(config: CacheEventsConfig, logger: Logger): Promise<EventSource> {
  const kafka = kafkaOf(config);
  const { KafkaSource } = await import('./events/kafka-source.js');
  return new KafkaSource(kafka, config.maxSilenceMs, logger);
}

function kafkaOf({ kafka }: CacheEventsConfig): KafkaConfig {
  if (kafka === undefined)
    throw new ConfigInvalid(['cache.events.kafka: is missing, and cache.events.rules need a bus']);
  return kafka;
}
