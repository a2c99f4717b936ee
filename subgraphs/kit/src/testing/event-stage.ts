import type { UserRegistered } from '@fleetgraph/schema/events/users_pb';
import { UserRegisteredSchema } from '@fleetgraph/schema/events/users_pb';
import { sqlAll, sqlRun } from '../database/sql.js';
import { transact } from '../database/transact.js';
import { type Consumer, consume } from '../events/consume.js';
import { startRelay } from '../events/outbox-relay.js';
import { record } from '../events/record.js';
import { runConsumers } from '../events/run-consumers.js';
import { openEmbeddedLog } from '../events/transport/embedded-log.js';
import type { EventTransport, IncomingEvent } from '../events/transport/transport.js';
import { publishEvent } from './test-bus.js';
import { createTestDatabase } from './test-database.js';
import { startTestOrm } from './test-orm.js';
import { until } from './until.js';

/** What a test's handler does besides noting what it saw; `attempt` counts from 1. */
export type Reaction = (userId: string, attempt: number) => Promise<void> | void;

/** A database, an embedded log and a consumer that notes in the database what it handles; for the kit's own tests. */
export class EventStage {
  readonly #running: { stop(): Promise<void> }[] = [];
  #group = 'test.see-0';
  #groups = 0;

  private constructor(
    readonly test: Awaited<ReturnType<typeof startTestOrm>>,
    readonly transport: EventTransport,
    private readonly closeLog: () => Promise<void>,
  ) {}

  static async open(): Promise<EventStage> {
    const [test, log] = await Promise.all([startTestOrm(), createTestDatabase()]);
    const transport = await openEmbeddedLog({ url: log.url, logger: test.logger });
    await sqlRun(test.em(), 'create table seen (id bigint generated always as identity, consumer text, user_id text)');
    return new EventStage(test, transport, log.close);
  }

  /** The consumer group of the present test; each test has its own. */
  get group(): string {
    return this.#group;
  }

  /** Stops what the last test started. */
  async clear(): Promise<void> {
    for (const part of this.#running.splice(0).reverse()) await part.stop();
    this.#group = `test.see-${++this.#groups}`;
  }

  async close(): Promise<void> {
    await this.clear();
    await this.transport.close();
    await this.test.close();
    await this.closeLog();
  }

  /** A consumer that notes each user in its transaction and then reacts. */
  see(react: Reaction = () => {}): Consumer {
    const attempts = new Map<string, number>();
    return consume([UserRegisteredSchema], this.#group, async (em, { userId }: UserRegistered, meta) => {
      await sqlRun(em, 'insert into seen (consumer, user_id) values ($1, $2)', [meta.group, userId]);
      attempts.set(userId, (attempts.get(userId) ?? 0) + 1);
      await react(userId, attempts.get(userId) ?? 0);
    });
  }

  async start(consumer: Consumer): Promise<void> {
    const { transport, test: runtime } = this;
    this.#running.push(await runConsumers({ consumers: [consumer], runtime, transport }));
  }

  async relay(transport: EventTransport = this.transport): Promise<void> {
    this.#running.push(await startRelay({ runtime: this.test, transport, source: 'users' }));
  }

  /** Records an event in a transaction of its own. */
  register(userId: string): Promise<string> {
    return transact(this.test.em(), (tx) => record(tx, UserRegisteredSchema, { key: userId, payload: { userId } }));
  }

  /** Publishes an event past the outbox. */
  publish(userId: string): Promise<string> {
    return publishEvent(this.transport, UserRegisteredSchema, { key: userId, payload: { userId } });
  }

  /** Users whom the present test's consumer has noted, in order. */
  async seen(): Promise<string[]> {
    const text = 'select user_id from seen where consumer = $1 order by id';
    const rows = await sqlAll<{ user_id: string }>(this.test.em(), text, [this.#group]);
    return rows.map((row) => row.user_id);
  }

  hasSeen(userId: string, timeoutMs?: number): Promise<true> {
    return until(async () => (await this.seen()).includes(userId), timeoutMs);
  }

  /** Everything in a topic that passes the filter. */
  async inTopic(topic: string, filter: (event: IncomingEvent) => boolean): Promise<IncomingEvent[]> {
    const found: IncomingEvent[] = [];
    const handle = async (event: IncomingEvent) => {
      if (filter(event)) found.push(event);
    };
    await this.transport.drain({ group: `${this.#group}.inspect-${Math.random()}`, topics: [topic], handle });
    return found;
  }

  /** Dead letters of the present test's consumer, once there are so many. */
  deadLetters(count: number): Promise<IncomingEvent[]> {
    return until(async () => {
      const letters = await this.inTopic('users.user.v1.dlt', ({ headers }) => headers.dlt_group === this.#group);
      return letters.length >= count && letters;
    });
  }
}
