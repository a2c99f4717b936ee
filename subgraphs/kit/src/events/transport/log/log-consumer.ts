import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { READ_AGAIN, type SessionLock } from '../../../database/listener.js';
import { runLanes } from '../lanes.js';
import type { IncomingEvent, SubscriptionRequest } from '../transport.js';
import { WakeUp } from '../wake-up.js';
import type { LogHub } from './log-hub.js';
import { LOG_CHANNEL } from './log-tables.js';

/** One topic of one consumer group. */
export interface TopicConsumption {
  readonly hub: LogHub;
  readonly request: SubscriptionRequest;
  readonly topic: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Stops at this offset; without it, at the signal only. */
  readonly end?: bigint;
}

/** Where a group is in a topic, with what comes next there. */
interface Batch {
  readonly next: bigint;
  readonly epoch: number;
  readonly events: readonly IncomingEvent[];
}

/** Large, so that one event in trouble, which holds its batch for a second or two, does not limit the throughput. */
const BATCH_SIZE = 2_000;
/** Notifications wake at once; this bounds the delay should one be lost. */
const FALLBACK_POLL_MS = 5_000;
/** How soon another process takes over from one that is gone. */
const LOCK_RETRY_MS = 500;
const TROUBLE_PAUSE_MS = 500;

/** Reads a topic for a group until the end or the signal; outlives any outage. Answers the number of events handled. */
export async function consumeTopic(consumption: TopicConsumption): Promise<number> {
  const { hub, topic, signal } = consumption;
  const wakeUp = new WakeUp();
  const onAbort = () => wakeUp.wake();
  signal.addEventListener('abort', onAbort);
  const unsubscribe = await hub.listener.subscribe(LOG_CHANNEL, (payload) => {
    if (payload === topic || payload === READ_AGAIN) wakeUp.wake();
  });
  try {
    return await consumeWithLock(consumption, wakeUp);
  } finally {
    signal.removeEventListener('abort', onAbort);
    unsubscribe();
  }
}

/** One active consumer per group and topic: whoever has the lock; the others wait to take over. */
async function consumeWithLock({ hub, request, topic, ...rest }: TopicConsumption, wakeUp: WakeUp): Promise<number> {
  let handled = 0;
  while (!rest.signal.aborted) {
    const lock = await hub.listener.tryLock(`${request.group} ${topic}`);
    if (lock === undefined) {
      await pause(LOCK_RETRY_MS, undefined, { signal: rest.signal }).catch(() => undefined); // aborted: the loop ends
      continue;
    }
    try {
      const { count, isAtEnd } = await consumeLocked({ hub, request, topic, ...rest }, wakeUp, lock);
      handled += count;
      if (isAtEnd) return handled;
    } catch (error) {
      rest.logger.warn({ err: error, group: request.group, topic }, 'event log is away, trying again');
      await pause(TROUBLE_PAUSE_MS, undefined, { signal: rest.signal }).catch(() => undefined); // aborted: the loop ends
    } finally {
      await lock.release();
    }
  }
  return handled;
}

async function consumeLocked(consumption: TopicConsumption, wakeUp: WakeUp, lock: SessionLock) {
  const { request, signal, end } = consumption;
  let count = 0;
  await enter(consumption);
  while (lock.isHeld && !signal.aborted) {
    // Anew each time: the group may have been rewound.
    const { next, epoch, events } = await readBatch(consumption);
    if (end !== undefined && next >= end) return { count, isAtEnd: true };
    const done = await runLanes(events, request.handle);
    count += done;
    if (done > 0) await movePlace(consumption, { next: next + BigInt(done), epoch });
    if (signal.aborted) break;
    if (done < events.length) await pause(TROUBLE_PAUSE_MS);
    else if (end === undefined && done < BATCH_SIZE) await wakeUp.wait(FALLBACK_POLL_MS);
  }
  return { count, isAtEnd: false };
}

async function enter({ hub, request, topic }: TopicConsumption): Promise<void> {
  await hub.pool.query('insert into event_group (consumer_group, topic) values ($1, $2) on conflict do nothing', [
    request.group,
    topic,
  ]);
}

async function readBatch({ hub, request, topic }: TopicConsumption): Promise<Batch> {
  const { rows } = await hub.pool.query<Omit<Batch, 'events'> & IncomingEvent>({
    name: 'read-batch',
    text: `select g.next_offset as next, g.epoch, e.topic, 0 as partition, e."offset", e.key, e.headers, e.value
     from event_group g left join lateral (
       select * from event_log l where l.topic = g.topic and l."offset" >= g.next_offset order by l."offset" limit $3
     ) e on true
     where g.consumer_group = $1 and g.topic = $2 order by e."offset"`,
    values: [request.group, topic, BATCH_SIZE],
  });
  const [{ next, epoch } = { next: 0n, epoch: 0 }] = rows;
  return { next, epoch, events: rows.filter(({ offset }) => offset !== null) };
}

/** Does nothing when the group was rewound meanwhile. */
async function movePlace({ hub, request, topic }: TopicConsumption, place: Omit<Batch, 'events'>): Promise<void> {
  await hub.pool.query({
    name: 'move-place',
    text: 'update event_group set next_offset = $3 where consumer_group = $1 and topic = $2 and epoch = $4',
    values: [request.group, topic, place.next, place.epoch],
  });
}
