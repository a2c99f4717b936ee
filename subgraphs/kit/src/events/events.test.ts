import { UserRegisteredSchema } from '@fleetgraph/schema/events/users_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/postgresql';
import { pino } from 'pino';
import { connect, migrate } from '../database/connect.js';
import { DatabaseListener } from '../database/listener.js';
import { sqlAll, sqlRun } from '../database/sql.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { until } from '../testing/until.js';
import { consume } from './consume.js';
import { startRelay } from './outbox-relay.js';
import { record } from './record.js';
import { runConsumers } from './run-consumers.js';
import { openEmbeddedLog } from './transport/embedded-log.js';

let database: TestDatabase;
let log: TestDatabase;
let orm: MikroORM;
const logger = pino({ level: 'silent' });

beforeAll(async () => {
  [database, log] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  orm = await connect({ url: database.url, entities: [], migrations: [], applicationName: 'test' });
  await migrate(orm);
  await sqlRun(orm.em.fork(), 'create table seen (user_id text)');
});

afterAll(async () => {
  await orm.close();
  await Promise.all([database.close(), log.close()]);
});

describe('events', () => {
  it('travel from a transaction to a handler', async () => {
    const transport = await openEmbeddedLog({ url: log.url, logger });
    const listener = new DatabaseListener({ url: database.url, applicationName: 'test' });
    const runtime = { em: () => orm.em.fork(), listener, logger };
    const relay = await startRelay({ runtime, transport, source: 'users' });
    const consumer = consume([UserRegisteredSchema], 'test.see', (em, event) =>
      sqlRun(em, 'insert into seen values ($1)', [event.userId]),
    );
    const consumers = await runConsumers({ consumers: [consumer], runtime, transport });
    await orm.em
      .fork()
      .transactional((tx) => record(tx, UserRegisteredSchema, { key: 'u1', payload: { userId: 'u1' } }));
    const rows = await until(async () => {
      const found = await sqlAll<{ user_id: string }>(orm.em.fork(), 'select * from seen');
      return found.length > 0 && found;
    });
    expect(rows).toEqual([{ user_id: 'u1' }]);
    await consumers.stop();
    await relay.stop();
    await transport.close();
    await listener.close();
  });
});
