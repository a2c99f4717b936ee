import type { EntityManager } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import type { DatabaseListener } from '../database/listener.js';
import { sqlAll, sqlOne, sqlRun } from '../database/sql.js';
import { type StoredEvent, toWire } from './cloud-event.js';
import { OUTBOX_CHANNEL } from './record.js';
import type { EventTransport } from './transport/transport.js';
import { WakeUp } from './transport/wake-up.js';

/** What the relay works with; a subgraph's runtime fits. */
export interface RelayRuntime {
  readonly em: () => EntityManager;
  readonly listener: DatabaseListener;
  readonly logger: Logger;
}

/** Where events come from and go to. */
export interface RelayOptions {
  readonly runtime: RelayRuntime;
  readonly transport: EventTransport;
  /** Name of the subgraph: CloudEvents `source` is `/fleetgraph/<name>`. */
  readonly source: string;
}

/** A relay at work. */
export interface Relay {
  stop(): Promise<void>;
}

/** Advisory lock of the one relay that publishes from a database; any number. Who holds it stops the relay. */
export const RELAY_LOCK = 4_801_964;
const BATCH_SIZE = 500;
/** Notifications wake at once; this bounds the delay should one be lost. */
const FALLBACK_POLL_MS = 1_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** Publishes what the outbox holds, in its order, for as long as it runs; a broker that is away delays, nothing is lost. */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { listener } = options.runtime;
  const abort = new AbortController();
  const wakeUp = new WakeUp();
  const unsubscribe = await listener.subscribe(OUTBOX_CHANNEL, () => wakeUp.wake());
  const loop = relayUntil(abort.signal, wakeUp, options);
  return {
    stop: async () => {
      abort.abort();
      wakeUp.wake();
      unsubscribe();
      await loop;
    },
  };
}

async function relayUntil(signal: AbortSignal, wakeUp: WakeUp, options: RelayOptions): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    try {
      const isFull = await relayBatch(options);
      pauseMs = FIRST_PAUSE_MS;
      if (!isFull) await wakeUp.wait(FALLBACK_POLL_MS);
    } catch (error) {
      options.runtime.logger.warn({ err: error, pauseMs }, 'events wait in the outbox');
      await waitOut(pauseMs, signal, wakeUp);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }
}

/** New events do not shorten the pause, a stop does. */
async function waitOut(ms: number, signal: AbortSignal, wakeUp: WakeUp): Promise<void> {
  const end = Date.now() + ms;
  while (!signal.aborted && Date.now() < end) await wakeUp.wait(end - Date.now());
}

/**
 * Order per key: the lock lets one relay of the database publish at a time, rows go out by sequence, and sequences of one
 * key grow in commit order (see record). When the process dies between publishing and marking, the batch goes out again
 * in the same order, and the inboxes drop what they know. Answers whether there may be more.
 */
async function relayBatch({ runtime, transport, source }: RelayOptions): Promise<boolean> {
  return runtime.em().transactional(async (tx) => {
    const lock = await sqlOne<{ won: boolean }>(tx, 'select pg_try_advisory_xact_lock($1) as won', [RELAY_LOCK]);
    if (!lock?.won) return false; // another replica publishes; every replica hears each notification
    const rows = await sqlAll<StoredEvent & { sequence: bigint }>(
      tx,
      `select sequence, id, topic, key, type, dataschema, time, traceparent, data from outbox
       where published_at is null order by sequence limit $1`,
      [BATCH_SIZE],
    );
    if (rows.length === 0) return false;
    await transport.publish(rows.map((row) => toWire(row, source)));
    await sqlRun(tx, 'update outbox set published_at = clock_timestamp() where sequence = any($1)', [
      rows.map(({ sequence }) => sequence),
    ]);
    return rows.length === BATCH_SIZE;
  });
}
