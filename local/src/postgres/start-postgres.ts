import { join } from 'node:path';
import { prepareFolder } from '../durable/prepare-folder.js';
import { type Cluster, createCluster } from './create-cluster.js';
import { createDatabases } from './create-databases.js';
import { DATABASE_NAMES, type DatabaseName } from './database-names.js';
import { keepServer } from './keep-server.js';
import { readPasswords } from './passwords.js';
import { findPostgresAccount } from './postgres-account.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { readServerFile, superuser } from './run-server.js';

/** What may be chosen about the embedded database. */
export interface PostgresOptions {
  /** The system's data folder; the database files lie in its `postgres`. */
  folder: string;
  /** Whether commits survive a power cut; tests do without. */
  isDurable?: boolean;
}

/** The embedded database while it runs. */
export interface RunningPostgres {
  port: number;
  /** The server's process id at this moment; a server that dies comes back with another. */
  readonly pid: number;
  /** Connection URL of each database, as its own role. */
  urls: Readonly<Record<DatabaseName, string>>;
  /** Connection URL of the superuser, for whole-system checks. */
  adminUrl: string;
  stop(): Promise<void>;
}

/** Starts PostgreSQL 18 in a data folder, with a database and a role for each subgraph and for the event log. */
export async function startPostgres({ folder, isDurable = true }: PostgresOptions): Promise<RunningPostgres> {
  prepareFolder(folder);
  const account = findPostgresAccount();
  const passwords = readPasswords(folder);
  const binaries = await findPostgresBinaries();
  const cluster: Cluster = {
    folder: join(folder, 'postgres'),
    account,
    binaries,
    superuserPassword: passwords.superuser,
  };
  await createCluster(cluster);
  const server = await keepServer(cluster, folder, { isDurable });
  const { port } = server;
  await createDatabases(superuser(cluster, port), passwords);
  const urlOf = (role: string, password: string, database: string) =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
  return {
    port,
    get pid() {
      return readServerFile(cluster)?.pid ?? 0;
    },
    urls: mapDatabases((name) => urlOf(name, passwords.roles[name], name)),
    adminUrl: urlOf('postgres', passwords.superuser, 'postgres'),
    stop: () => server.stop(),
  };
}

function mapDatabases(map: (name: DatabaseName) => string): Record<DatabaseName, string> {
  // Object.fromEntries forgets the keys' type; DATABASE_NAMES holds every DatabaseName.
  return Object.fromEntries(DATABASE_NAMES.map((name) => [name, map(name)])) as Record<DatabaseName, string>;
}
