import type { Logger } from 'pino';
import { consumeTopic } from './log/log-consumer.js';
import { joinLog, type LogHub } from './log/log-hub.js';
import { LOG_CHANNEL } from './log/log-tables.js';
import type { EventTransport, OutgoingEvent, Subscription, SubscriptionRequest } from './transport.js';

/** Where the log is and where it reports its troubles. */
export interface EmbeddedLogOptions {
  readonly url: string;
  readonly logger: Logger;
}

/** The event bus for one machine: an append-only table with consumer-group offsets, in a PostgreSQL of its own. */
export async function openEmbeddedLog({ url, logger }: EmbeddedLogOptions): Promise<EventTransport> {
  const hub = await joinLog(url);
  const subscriptions = new Set<Subscription>();
  return {
    publish: (events) => append(hub, events),
    subscribe: async (request) => {
      const subscription = subscribe(hub, request, logger);
      subscriptions.add(subscription);
      return subscription;
    },
    drain: (request) => drain(hub, request, logger),
    rewind: (group, topics) => rewind(hub, group, topics),
    close: async () => {
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()));
      await hub.release();
    },
  };
}

async function append({ pool }: LogHub, events: readonly OutgoingEvent[]): Promise<void> {
  for (const [topic, ofTopic] of Map.groupBy(events, (event) => event.topic)) {
    await pool.query(
      `with place as (
         insert into event_topic (name, next_offset) values ($1, $2::bigint)
         on conflict (name) do update set next_offset = event_topic.next_offset + $2::bigint
         returning next_offset - $2::bigint as first
       ), appended as (
         insert into event_log (topic, "offset", key, headers, value)
         select $1, place.first + e.n - 1, e.key, e.headers, e.value
         from place, unnest($3::text[], $4::jsonb[], $5::bytea[]) with ordinality as e (key, headers, value, n)
       )
       select pg_notify($6, $1) from place`,
      [
        topic,
        ofTopic.length,
        ofTopic.map(({ key }) => key),
        ofTopic.map(({ headers }) => JSON.stringify(headers)),
        ofTopic.map(({ value }) => Buffer.from(value)),
        LOG_CHANNEL,
      ],
    );
  }
}

function subscribe(hub: LogHub, request: SubscriptionRequest, logger: Logger): Subscription {
  const abort = new AbortController();
  const loops = request.topics.map((topic) => consumeTopic({ hub, request, topic, logger, signal: abort.signal }));
  return {
    stop: async () => {
      abort.abort();
      await Promise.all(loops);
    },
  };
}

async function drain(hub: LogHub, request: SubscriptionRequest, logger: Logger): Promise<number> {
  const { rows } = await hub.pool.query<{ name: string; next_offset: bigint }>(
    'select name, next_offset from event_topic where name = any($1)',
    [request.topics],
  );
  const signal = new AbortController().signal;
  const counts = await Promise.all(
    rows.map(({ name, next_offset: end }) => consumeTopic({ hub, request, topic: name, logger, signal, end })),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function rewind({ pool }: LogHub, group: string, topics: readonly string[]): Promise<void> {
  await pool.query(
    `with rewound as (
       insert into event_group (consumer_group, topic, epoch) select $1, topic, 1 from unnest($2::text[]) as t (topic)
       on conflict (consumer_group, topic) do update set next_offset = 0, epoch = event_group.epoch + 1
       returning topic)
     select pg_notify($3, topic) from rewound`,
    [group, topics, LOG_CHANNEL],
  );
}
