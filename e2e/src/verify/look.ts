import type { DatabaseName } from '@fleetgraph/local/postgres/database-names';
import pg from 'pg';

/** One row of an answer, as text and numbers. */
export type Row = Readonly<Record<string, unknown>>;

/** Where a system can be looked into. */
export interface SystemInsides {
  /** Origin of the running system. */
  readonly url: string;
  readonly databaseUrls: Readonly<Record<DatabaseName, string>>;
  readonly stripeSecretKey: string;
}

interface ProviderIntent {
  readonly id: string;
  readonly amount_received: number;
  readonly currency: string;
}

interface ProviderRefund {
  readonly id: string;
  readonly payment_intent: string;
  readonly amount: number;
  readonly status: string;
}

/** Reads a running system behind its doors: databases as their own roles, the provider's account, the mailbox. */
export class Look {
  readonly #pools = new Map<DatabaseName, pg.Pool>();

  constructor(private readonly insides: SystemInsides) {}

  /** Rows of a database; their shape is the caller's claim about its own SQL. */
  async sql<Shape extends Row = Row>(
    database: DatabaseName,
    text: string,
    parameters: readonly unknown[] = [],
  ): Promise<Shape[]> {
    const { rows } = await this.#pool(database).query<Shape>(text, [...parameters]);
    return rows;
  }

  /** False when events travel by Kafka. */
  async hasEmbeddedLog(): Promise<boolean> {
    const [row] = await this.sql('event_log', `select to_regclass('event_log') is not null as exists`);
    if (row?.exists !== true) return false;
    return (await this.sql('event_log', 'select 1 from event_log limit 1')).length > 0;
  }

  /** What the provider took and gave back, by payment. */
  async providerMovements(): Promise<Row[]> {
    const [intents, refunds] = await Promise.all([
      this.#provider<ProviderIntent>('payment_intents'),
      this.#provider<ProviderRefund>('refunds'),
    ]);
    const isMoney = ({ status }: ProviderRefund) => status === 'succeeded' || status === 'pending';
    return intents
      .filter(({ amount_received: taken }) => taken > 0)
      .map(({ id, amount_received: taken, currency }) => ({
        intent: id,
        taken: String(taken),
        currency: currency.toUpperCase(),
        givenBack: String(
          refunds
            .filter((refund) => refund.payment_intent === id && isMoney(refund))
            .reduce((sum, { amount }) => sum + amount, 0),
        ),
      }));
  }

  /** The mails that arrived, by the notification they carry; one that came twice under one Message-ID is one mail. */
  async mails(): Promise<Row[]> {
    const { messages } = await this.#get<{ messages: { id: string }[] }>('/mailbox/api/messages?limit=500');
    const ids = new Set<string>();
    for (const { id } of messages) {
      const { headers } = await this.#get<{ headers: { key: string; value: string }[] }>(`/mailbox/api/messages/${id}`);
      const messageId = headers.find(({ key }) => key.toLowerCase() === 'message-id')?.value ?? '';
      ids.add(/^<(.+)@fleetgraph>$/.exec(messageId.trim())?.[1] ?? messageId);
    }
    return [...ids].map((id) => ({ id }));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.end()));
  }

  #pool(database: DatabaseName): pg.Pool {
    const known = this.#pools.get(database);
    if (known !== undefined) return known;
    const pool = new pg.Pool({ connectionString: this.insides.databaseUrls[database], max: 2 });
    // An idle connection was cut together with its server: the next question opens another.
    pool.on('error', () => undefined);
    this.#pools.set(database, pool);
    return pool;
  }

  async #provider<Item extends { id?: string }>(list: string): Promise<Item[]> {
    const items: Item[] = [];
    for (let after: string | undefined; ; ) {
      const behind = after === undefined ? '' : `&starting_after=${after}`;
      const headers = { authorization: `Bearer ${this.insides.stripeSecretKey}` };
      const page = await this.#get<{ data: Item[]; has_more: boolean }>(
        `/sandbox/v1/${list}?limit=100${behind}`,
        headers,
      );
      items.push(...page.data);
      if (!page.has_more) return items;
      after = page.data.at(-1)?.id;
    }
  }

  async #get<Body>(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Body> {
    const answer = await fetch(`${this.insides.url}${path}`, { headers });
    if (!answer.ok) throw new Error(`${path.split('?')[0]} answered ${answer.status}.`);
    return (await answer.json()) as Body; // the documented shape of that address
  }
}
