import type { Logger } from 'pino';
import type { CacheEventsConfig } from '../../config/cache-events-section.js';
import type { FetchCache } from '../fetch-cache.js';
import { unknownInEvents } from '../unknown-names.js';
import { EventRules } from './event-rules.js';
import type { EventReader, EventSource, OpenEvents } from './event-source.js';

/** Lets events of a bus tell a cache what is out of date. */
export function followEvents(
  cache: FetchCache,
  source: EventSource,
  { config, logger }: { readonly config: CacheEventsConfig; readonly logger: Logger },
): OpenEvents {
  const rules = new EventRules(config.rules);
  const unknown = unknownInEvents(config.rules, cache.parts.supergraph().fullSchema);
  if (unknown.length > 0) logger.warn({ unknown }, 'rules for events name what the supergraph does not have');
  const complained = new Set<string>();
  const reader: EventReader = {
    async read(events) {
      const effects = events.map((event) => rules.effectOf(event));
      for (const { outcome } of effects) cache.counts.events[outcome]++;
      for (const [at, { topic }] of events.entries()) {
        if (effects[at]?.outcome !== 'unreadable' || complained.has(topic)) continue;
        complained.add(topic); // metrics count the others
        logger.warn({ topic }, 'an event lacks what the rules of the cache want; whole types are told anew');
      }
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
