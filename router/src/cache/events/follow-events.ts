import type { Logger } from 'pino';
import type { CacheEventsConfig } from '../../config/cache-events-section.js';
import type { FetchCache } from '../fetch-cache.js';
import { EventRules } from './event-rules.js';
import type { EventReader, EventSource, OpenEvents } from './event-source.js';

/** Lets events of a bus tell a cache what is out of date. */
export function followEvents(
  cache: FetchCache,
  source: EventSource,
  { config, logger }: { readonly config: CacheEventsConfig; readonly logger: Logger },
): OpenEvents {
  const rules = new EventRules(config.rules);
  const reader: EventReader = {
    async read(events) {
      const effects = events.map((event) => rules.effectOf(event));
      for (const { outcome } of effects) cache.counts.events[outcome]++;
      const unread = effects.filter(({ outcome }) => outcome === 'unreadable').length;
      if (unread > 0)
        logger.warn({ unread }, 'events lack what the rules of the cache want; their types are told anew');
      const invalidation = {
        tags: effects.flatMap(({ tags }) => tags),
        entities: effects.flatMap(({ entities }) => entities),
      };
      await cache.invalidate(invalidation, 'event').catch((err: unknown) => {
        logger.debug({ err }, 'an event did not reach the store of the cache'); // this process knows; others read the bus, too
      });
    },
    missed: () => cache.trust.missedBefore(Date.now() + cache.store.skewMs),
  };
  const events = source.open(rules.topics, reader);
  cache.trust.dependOn(events, config.maxSilenceMs);
  return events;
}
