import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** How a connection is kept and what it tells. */
export interface DedicatedConnectionOptions {
  readonly url: string;
  readonly applicationName: string;
  /** Runs on every new connection before anybody else may use it. */
  readonly onConnect: (client: pg.Client) => Promise<void>;
  readonly onNotification: (channel: string, payload: string) => void;
  readonly onLost: () => void;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** One connection outside the pool, for what belongs to a session: LISTEN and session locks. Comes back by itself. */
export class DedicatedConnection {
  readonly #options: DedicatedConnectionOptions;
  #client: Promise<pg.Client>;
  #abort = new AbortController();
  #lastQuery: Promise<unknown> = Promise.resolve();

  constructor(options: DedicatedConnectionOptions) {
    this.#options = options;
    this.#client = this.#connect();
  }

  /** Waits while the database is away; rejects when the connection is lost in the middle, and after close(). */
  query<Row extends pg.QueryResultRow>(text: string, params: readonly unknown[] = []): Promise<pg.QueryResult<Row>> {
    // One after another: pg gives up queueing queries of one client.
    const result = this.#lastQuery.then(async () => (await this.#client).query<Row>(text, [...params]));
    this.#lastQuery = result.catch(() => undefined); // told to its caller, not to the next one
    return result;
  }

  async close(): Promise<void> {
    this.#abort.abort();
    const client = await this.#client.catch(() => undefined);
    await client?.end().catch(() => undefined); // a broken connection is closed as well
  }

  #connect(): Promise<pg.Client> {
    const connected = this.#connectWithBackoff();
    connected.catch(() => undefined); // rejects by close() only; whoever waits for it sees that
    return connected;
  }

  async #connectWithBackoff(): Promise<pg.Client> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      this.#abort.signal.throwIfAborted();
      const client = await this.#attempt();
      if (client !== undefined) return client;
      await pause(pauseMs * (0.5 + Math.random() / 2), undefined, { signal: this.#abort.signal });
    }
  }

  async #attempt(): Promise<pg.Client | undefined> {
    const { url, applicationName, onConnect, onNotification } = this.#options;
    const client = new pg.Client({ connectionString: url, application_name: applicationName, keepAlive: true });
    client.on('error', () => undefined); // 'end' follows, and an unheard 'error' would end the process
    client.on('notification', ({ channel, payload }) => onNotification(channel, payload ?? ''));
    try {
      await client.connect();
      await onConnect(client);
    } catch {
      await client.end().catch(() => undefined);
      return undefined; // any reason is a reason to try again: the database may be starting
    }
    client.once('end', () => this.#onEnd());
    return client;
  }

  #onEnd(): void {
    if (this.#abort.signal.aborted) return;
    this.#client = this.#connect();
    this.#options.onLost();
  }
}
