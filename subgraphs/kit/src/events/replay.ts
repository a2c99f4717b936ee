import { deadLetterTopic } from '@fleetgraph/schema/topics';
import type { EntityManager } from '@mikro-orm/postgresql';
import { sqlRun } from '../database/sql.js';
import { transact } from '../database/transact.js';
import type { Consumer } from './consume.js';
import { DEAD_LETTER } from './dead-letter.js';
import { Deliveries } from './deliveries.js';
import type { ConsumerRuntime } from './run-consumers.js';
import type { EventTransport } from './transport/transport.js';

/** Whose events come again, and from where. */
export interface ReplayOptions {
  readonly consumer: Consumer;
  readonly runtime: ConsumerRuntime;
  readonly transport: EventTransport;
}

/**
 * Sends a consumer group back to the first event of its topics. `reset` clears what the consumer has built, in the same
 * transaction that forgets its inbox: what it handles from then on counts once, in the new build only.
 */
export async function replayGroup(
  { consumer, runtime, transport }: ReplayOptions,
  reset: (tx: EntityManager) => Promise<unknown> = async () => {},
): Promise<void> {
  await transact(runtime.em(), async (tx) => {
    await sqlRun(tx, 'delete from inbox where consumer_group = $1', [consumer.group]);
    await reset(tx);
  });
  await transport.rewind(consumer.group, consumer.topics);
}

/** Hands a consumer its dead letters once more; those that fail again are dead letters again. Answers their number. */
export async function replayDeadLetters({ consumer, runtime, transport }: ReplayOptions): Promise<number> {
  const deliveries = new Deliveries(runtime, transport);
  let count = 0;
  await transport.drain({
    group: `${consumer.group}.replay`,
    topics: consumer.topics.map(deadLetterTopic),
    handle: async (letter) => {
      if (letter.headers[DEAD_LETTER.group] !== consumer.group) return;
      await deliveries.deliver(consumer, letter);
      count++;
    },
  });
  return count;
}
