import type { EventTransport } from '@fleetgraph/kit/events/transport/transport';
import type { RouterOptions } from '@fleetgraph/router/router-options';
import { BookableChangedSchema, LocationChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import { topicOf } from '@fleetgraph/schema/topics';

/** A machine has not much memory to spare, and the catalogue is small. */
const MAX_BYTES = 4_194_304;

/** What fleet tells of, and what of the catalogue that changes; `deploy/router.yaml` says the same. */
const RULES = [
  {
    topic: topicOf(BookableChangedSchema),
    types: [BookableChangedSchema.typeName],
    // A product is shown with its variants, and these four with one bookable.
    tags: ['Product', 'Query.bookable', 'Query.flight', 'Query.product'],
    entities: [{ type: 'Bookable', key: { id: 'key' } }],
  },
  { topic: topicOf(LocationChangedSchema), types: [LocationChangedSchema.typeName], tags: ['Location'] },
];

/** The router's cache of the catalogue; by the brokers it reads Kafka itself, else `readLog` brings it the events. */
export const cacheOfCatalogue = (kafkaBrokers: readonly string[]): NonNullable<RouterOptions['cache']> => ({
  enabled: true,
  maxBytes: MAX_BYTES,
  events: { rules: RULES, ...(kafkaBrokers.length === 0 ? {} : { kafka: { brokers: [...kafkaBrokers] } }) },
});

/** The embedded log as the router reads it: a group keeps its place, so nothing is ever missed, only late. */
export const readLog = (transport: EventTransport): NonNullable<RouterOptions['bus']> => ({
  open(topics, reader) {
    reader.missed(); // what the last process has kept is gone, whatever the group still has to read
    const handle = (event: Parameters<typeof reader.read>[0][number]) => reader.read([event]);
    const subscription = transport.subscribe({ group: 'router.catalogue', topics, handle });
    return { heardAt: () => Date.now(), close: async () => (await subscription).stop() };
  },
});
