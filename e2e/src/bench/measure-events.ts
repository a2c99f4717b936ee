import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, migrate } from '@fleetgraph/kit/database/connect';
import { DatabaseListener } from '@fleetgraph/kit/database/listener';
import { sqlRun } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import { consume } from '@fleetgraph/kit/events/consume';
import { openTransport } from '@fleetgraph/kit/events/open-transport';
import { startRelay } from '@fleetgraph/kit/events/outbox-relay';
import { recordAll } from '@fleetgraph/kit/events/record';
import { runConsumers } from '@fleetgraph/kit/events/run-consumers';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { createLogger } from '@fleetgraph/kit/logging/create-logger';
import { until } from '@fleetgraph/kit/testing/until';
import { startPostgres } from '@fleetgraph/local/postgres/start-postgres';
import { UserRegisteredSchema } from '@fleetgraph/schema/events/users_pb';
import { atMost, type Figure, median, percentile, ratioTo } from './figure.js';

const SINGLE_EVENTS = 500;
const BATCH = 100;
const BATCHES = 100;
const ROUNDS = 3;

/** State change → consumed effect, over outbox, relay, embedded log and inbox between two databases. */
export async function measureEvents(): Promise<readonly Figure[]> {
  const parts = new StopInOrder();
  try {
    const bus = await startBus(parts);
    await bus.roundTrip(); // warm
    const latencies: number[] = [];
    for (let event = 0; event < SINGLE_EVENTS; event++) latencies.push(await bus.roundTrip());
    const rates: { events: number; inserts: number }[] = [];
    for (let round = 0; round < ROUNDS; round++)
      rates.push({ events: await bus.rate(), inserts: await bus.plainInsertRate() });
    return [
      atMost('events: state change to effect, p50', median(latencies), 50, 'ms'),
      atMost('events: state change to effect, p99', percentile(latencies, 0.99), 250, 'ms'),
      ratioTo('events: consumed per second, beside plain inserts of the same rows', {
        value: median(rates.map(({ events }) => events)),
        reference: median(rates.map(({ inserts }) => inserts)),
        unit: '1/s',
        leastRatio: 0.2,
      }),
    ];
  } finally {
    await parts.stop();
  }
}

async function startBus(parts: StopInOrder) {
  const folder = await mkdtemp(path.join(tmpdir(), 'fleetgraph-bench-'));
  parts.push(() => rm(folder, { recursive: true, force: true }));
  const postgres = await startPostgres({ folder });
  parts.push(() => postgres.stop());
  const logger = createLogger({ name: 'bench', level: 'error' });
  const open = async (url: string) => {
    const orm = await connect({ url, entities: [], migrations: [], applicationName: 'bench' });
    parts.push(() => orm.close());
    await migrate(orm);
    const listener = new DatabaseListener({ url, applicationName: 'bench' });
    parts.push(() => listener.close());
    return { em: () => orm.em.fork(), listener, logger };
  };
  const [producer, consumer] = [await open(postgres.urls.users), await open(postgres.urls.analytics)];
  await sqlRun(
    producer.em(),
    'create table change (id uuid primary key, at timestamptz not null default clock_timestamp())',
  );
  await sqlRun(
    consumer.em(),
    'create table effect (id uuid primary key, at timestamptz not null default clock_timestamp())',
  );
  const transport = await openTransport({
    name: 'bench',
    kafkaBrokers: [],
    eventLogUrl: postgres.urls.event_log,
    logger,
  });
  parts.push(() => transport.close());
  const relay = await startRelay({ runtime: producer, transport, source: 'users' });
  parts.push(() => relay.stop());

  let done = 0;
  const waiting = new Map<string, () => void>();
  const onRegistered = consume([UserRegisteredSchema], 'bench.effect', async (tx, { userId }) => {
    await sqlRun(tx, 'insert into effect (id) values ($1)', [userId]);
    done++;
    waiting.get(userId)?.();
  });
  const consumers = await runConsumers({ consumers: [onRegistered], runtime: consumer, transport });
  parts.push(() => consumers.stop());

  const change = (ids: readonly string[]) =>
    transact(producer.em(), async (tx) => {
      await sqlRun(tx, 'insert into change (id) select unnest($1::uuid[])', [ids]);
      await recordAll(
        tx,
        UserRegisteredSchema,
        ids.map((id) => ({ key: id, payload: { userId: id } })),
      );
    });
  const ids = () => Array.from({ length: BATCH }, () => randomUUID());
  return {
    /** Milliseconds from the begin of a change to its effect. */
    async roundTrip(): Promise<number> {
      const id = randomUUID();
      const effect = new Promise<void>((resolve) => waiting.set(id, resolve));
      const startedAt = performance.now();
      await change([id]);
      await effect;
      waiting.delete(id);
      return performance.now() - startedAt;
    },
    /** Events per second, from the first change to the last effect. */
    async rate(): Promise<number> {
      const target = done + BATCH * BATCHES;
      const startedAt = performance.now();
      for (let batch = 0; batch < BATCHES; batch++) await change(ids());
      await until(() => done >= target, 120_000);
      return (BATCH * BATCHES * 1000) / (performance.now() - startedAt);
    },
    /** The same rows, change and effect, written by plain SQL in the same batches. */
    async plainInsertRate(): Promise<number> {
      const startedAt = performance.now();
      for (let batch = 0; batch < BATCHES; batch++) {
        const batchIds = ids();
        await transact(producer.em(), (tx) =>
          sqlRun(tx, 'insert into change (id) select unnest($1::uuid[])', [batchIds]),
        );
        const effect = (id: string) =>
          transact(consumer.em(), (tx) => sqlRun(tx, 'insert into effect (id) values ($1)', [id]));
        await Promise.all(batchIds.map(effect)); // as parallel as the pool, like the consumer
      }
      return (BATCH * BATCHES * 1000) / (performance.now() - startedAt);
    },
  };
}
