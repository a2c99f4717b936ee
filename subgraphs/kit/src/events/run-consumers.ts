import type { EntityManager } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import type { Consumer } from './consume.js';
import { Deliveries } from './deliveries.js';
import type { EventTransport } from './transport/transport.js';

/** What consumers work with; a subgraph's runtime fits. */
export interface ConsumerRuntime {
  readonly em: () => EntityManager;
  readonly logger: Logger;
}

/** Who reacts, with what, to which bus. */
export interface ConsumerOptions {
  readonly consumers: readonly Consumer[];
  readonly runtime: ConsumerRuntime;
  readonly transport: EventTransport;
}

/** Consumers at work. */
export interface RunningConsumers {
  /** Takes no new event and waits for those in a handler. */
  stop(): Promise<void>;
}

/** Subscribes every consumer group; each event takes effect once, in order per key. */
export async function runConsumers({ consumers, runtime, transport }: ConsumerOptions): Promise<RunningConsumers> {
  const deliveries = new Deliveries(runtime, transport);
  const subscriptions = await Promise.all(
    consumers.map((consumer) =>
      transport.subscribe({
        group: consumer.group,
        topics: consumer.topics,
        handle: (event) => deliveries.deliver(consumer, event),
      }),
    ),
  );
  return {
    stop: async () => {
      deliveries.stop();
      await Promise.all(subscriptions.map((subscription) => subscription.stop()));
    },
  };
}
