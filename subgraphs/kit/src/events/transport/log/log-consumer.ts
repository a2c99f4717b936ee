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

interface Place {
  readonly next: bigint;
  readonly epoch: number;
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
  const { hub, request, signal, end } = consumption;
  let count = 0;
  let place = await findPlace(consumption);
  while (lock.isHeld && !signal.aborted) {
    if (end !== undefined && place.next >= end) return { count, isAtEnd: true };
    const events = await readFrom(consumption, place.next);
    if (events.length === 0) {
      await wakeUp.wait(FALLBACK_POLL_MS);
      place = await findPlace(consumption); // it may have been rewound
      continue;
    }
    const done = await runLanes(events, request.handle);
    count += done;
    place = await movePlace(hub, consumption, { next: place.next + BigInt(done), epoch: place.epoch });
    if (done < events.length && !signal.aborted) await pause(TROUBLE_PAUSE_MS);
  }
  return { count, isAtEnd: false };
}

async function findPlace({ hub, request, topic }: TopicConsumption): Promise<Place> {
  const read = 'select next_offset as next, epoch from event_group where consumer_group = $1 and topic = $2';
  const found = await hub.pool.query<Place>(read, [request.group, topic]);
  if (found.rows[0] !== undefined) return found.rows[0];
  await hub.pool.query('insert into event_group (consumer_group, topic) values ($1, $2) on conflict do nothing', [
    request.group,
    topic,
  ]);
  return { next: 0n, epoch: 0 };
}

async function movePlace(hub: LogHub, consumption: TopicConsumption, place: Place): Promise<Place> {
  const { rowCount } = await hub.pool.query(
    'update event_group set next_offset = $3 where consumer_group = $1 and topic = $2 and epoch = $4',
    [consumption.request.group, consumption.topic, place.next, place.epoch],
  );
  return rowCount === 1 ? place : findPlace(consumption); // rewound meanwhile
}

async function readFrom({ hub, topic }: TopicConsumption, offset: bigint): Promise<IncomingEvent[]> {
  const { rows } = await hub.pool.query<IncomingEvent>(
    `select topic, 0 as partition, "offset", key, headers, value from event_log
     where topic = $1 and "offset" >= $2 order by "offset" limit $3`,
    [topic, offset, BATCH_SIZE],
  );
  return rows;
}
