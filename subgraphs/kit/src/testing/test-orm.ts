import type { EntityClass, MikroORM } from '@mikro-orm/postgresql';
import { pino } from 'pino';
import { connect, type MigrationClass, migrate } from '../database/connect.js';
import { DatabaseListener } from '../database/listener.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** A migrated database with what a subgraph's runtime has of it. */
export interface TestOrm {
  readonly database: TestDatabase;
  readonly orm: MikroORM;
  readonly em: () => MikroORM['em'];
  readonly listener: DatabaseListener;
  readonly logger: pino.Logger;
  close(): Promise<void>;
}

/** Connects to a fresh test database; for tests of the kit itself, which have no subgraph. */
export async function startTestOrm(
  entities: readonly EntityClass[] = [],
  migrations: readonly MigrationClass[] = [],
): Promise<TestOrm> {
  const database = await createTestDatabase();
  const orm = await connect({ url: database.url, entities, migrations, applicationName: 'test' });
  await migrate(orm);
  const listener = new DatabaseListener({ url: database.url, applicationName: 'test-listener' });
  return {
    database,
    orm,
    em: () => orm.em.fork(),
    listener,
    logger: pino({ level: 'silent' }),
    close: async () => {
      await listener.close();
      await orm.close();
      await database.close();
    },
  };
}
