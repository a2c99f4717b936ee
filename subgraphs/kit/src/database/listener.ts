import type { EntityManager } from '@mikro-orm/postgresql';
import pg from 'pg';
import { DedicatedConnection } from './driver/dedicated-connection.js';
import { sqlRun } from './sql.js';

/** Payload that every channel gets after the connection was lost: anything may have been missed, so read again. */
export const READ_AGAIN = '';

type Receive = (payload: string) => void;

/** A session lock; lost with the connection that took it. */
export interface SessionLock {
  readonly isHeld: boolean;
  release(): Promise<void>;
}

/** Where to listen. */
export interface ListenerOptions {
  readonly url: string;
  readonly applicationName: string;
}

/** Sends a notification that is delivered when the transaction commits, once per channel and payload. */
export async function notify(em: EntityManager, channel: string, payload: string): Promise<void> {
  await sqlRun(em, 'select pg_notify($1, $2)', [channel, payload]);
}

/** One connection per process and database for LISTEN and session locks; streams survive its loss. */
export class DatabaseListener {
  readonly #receivers = new Map<string, Set<Receive>>();
  readonly #locks = new Map<string, { isHeld: boolean }>();
  readonly #connection: DedicatedConnection;

  constructor({ url, applicationName }: ListenerOptions) {
    this.#connection = new DedicatedConnection({
      url,
      applicationName,
      onConnect: (client) => this.#listenAgain(client),
      onNotification: (channel, payload) => {
        for (const receive of this.#receivers.get(channel) ?? []) receive(payload);
      },
      onLost: () => this.#loseLocks(),
    });
  }

  /** Calls back on each notification; nothing that is sent after the promise resolves is missed. */
  async subscribe(channel: string, receive: Receive): Promise<() => void> {
    const receivers = this.#receivers.get(channel) ?? new Set();
    this.#receivers.set(channel, receivers.add(receive));
    // Listening twice is harmless, and each subscriber must know that the server has heard it.
    await this.#run(`listen ${pg.escapeIdentifier(channel)}`);
    return () => {
      receivers.delete(receive);
      if (receivers.size > 0 || this.#receivers.get(channel) !== receivers) return;
      this.#receivers.delete(channel);
      this.#run(`unlisten ${pg.escapeIdentifier(channel)}`).catch(() => undefined); // a lost connection listens to nothing
    };
  }

  /** Payloads of a channel until the signal aborts; READ_AGAIN tells that some may have been missed. */
  async *listen(channel: string, { signal }: { signal?: AbortSignal } = {}): AsyncGenerator<string, void, undefined> {
    const waiting: string[] = [];
    let wake = () => {};
    const unsubscribe = await this.subscribe(channel, (payload) => {
      waiting.push(payload);
      wake();
    });
    const onAbort = () => wake();
    signal?.addEventListener('abort', onAbort);
    try {
      while (!signal?.aborted) {
        const payload = waiting.shift();
        if (payload !== undefined) yield payload;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      signal?.removeEventListener('abort', onAbort);
      unsubscribe();
    }
  }

  /** Takes a named lock of this database for this process; undefined while another process, or this one, has it. */
  async tryLock(name: string): Promise<SessionLock | undefined> {
    if (this.#locks.has(name)) return undefined;
    const lock = { isHeld: true };
    this.#locks.set(name, lock); // before asking: PostgreSQL would give the same session its lock twice
    const isWon = await this.#tryAdvisoryLock(name).catch(() => false);
    if (!isWon || !lock.isHeld) {
      if (this.#locks.get(name) === lock) this.#locks.delete(name);
      return undefined;
    }
    return {
      get isHeld() {
        return lock.isHeld;
      },
      release: () => this.#release(name, lock),
    };
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async #tryAdvisoryLock(name: string): Promise<boolean> {
    const { rows } = await this.#connection.query<{ won: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as won',
      [name],
    );
    return rows[0]?.won ?? false;
  }

  async #release(name: string, lock: { isHeld: boolean }): Promise<void> {
    if (!lock.isHeld) return;
    lock.isHeld = false;
    const unlock = 'select pg_advisory_unlock(hashtextextended($1, 0))';
    await this.#connection.query(unlock, [name]).catch(() => undefined); // a lost connection has no locks
    if (this.#locks.get(name) === lock) this.#locks.delete(name);
  }

  async #run(statement: string): Promise<void> {
    // A statement that fails with its connection is made good by #listenAgain on the next one.
    await this.#connection.query(statement).catch(() => undefined);
  }

  async #listenAgain(client: pg.Client): Promise<void> {
    for (const channel of this.#receivers.keys()) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    for (const receivers of this.#receivers.values()) for (const receive of receivers) receive(READ_AGAIN);
  }

  #loseLocks(): void {
    for (const lock of this.#locks.values()) lock.isHeld = false;
    this.#locks.clear();
  }
}
