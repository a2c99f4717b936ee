import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { type Migration, Migrator } from '@mikro-orm/migrations';
import { type Constructor, type EntityClass, MikroORM } from '@mikro-orm/postgresql';
import { runMigrations } from 'graphile-worker';
import { silentJobLogger } from '../jobs/job-logger.js';
import { convertWithoutData } from './driver/database-errors.js';
import { releaseLostClients } from './driver/lost-clients.js';
import { CreateKitTables } from './migrations/kit-tables.migration.js';
import { sqlRun } from './sql.js';

/** A migration of a subgraph: a class that extends MikroORM's Migration. */
export type MigrationClass = Constructor<Migration>;

/** What a connection to a subgraph's database needs. */
export interface ConnectOptions {
  readonly url: string;
  // biome-ignore lint/suspicious/noExplicitAny: entities of any shape
  readonly entities: readonly EntityClass<any>[];
  readonly migrations: readonly MigrationClass[];
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Largest number of connections; the default is 16. */
  readonly poolMax?: number;
}

/** Bounds the wait for a pooled connection; under a rush requests queue here rather than fail. */
const CONNECT_TIMEOUT_MS = 30_000;
/** Any number: one lock for all migrations of one database. */
const MIGRATION_LOCK = 4_801_962;

/** Opens the pool and the ORM. Neither SQL nor parameters reach a log or an error message. */
export async function connect({ url, entities, migrations, ...options }: ConnectOptions): Promise<MikroORM> {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: [...entities],
    metadataProvider: ReflectMetadataProvider,
    extensions: [Migrator],
    migrations: { migrationsList: [CreateKitTables, ...migrations], snapshot: false, silent: true },
    discovery: { warnWhenNoEntities: false },
    // A failed query rejects by itself; the ORM's own log would only repeat it with its SQL.
    logger: () => {},
    pool: { min: 0, max: options.poolMax ?? 16, idleTimeoutMillis: 10_000 },
    driverOptions: {
      application_name: options.applicationName,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      onPoolCreated: releaseLostClients,
    },
  });
  convertWithoutData(orm.em.getPlatform());
  return orm;
}

/** Brings the database to the present schema: kit tables, job tables, the subgraph's own. Safe to run by many at once. */
export async function migrate(orm: MikroORM): Promise<void> {
  const connectionString = orm.config.get('clientUrl');
  if (connectionString === undefined) throw new Error('connect() always sets clientUrl');
  await orm.em.fork().transactional(async (tx) => {
    // Held by this transaction while others do the work: a second process waits here and then finds nothing to do.
    await sqlRun(tx, 'select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await orm.migrator.up();
    await runMigrations({ connectionString, logger: silentJobLogger, maxPoolSize: 2 });
  });
}
