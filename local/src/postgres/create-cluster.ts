import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from '../durable/write-private-file.js';
import { StartRefused } from '../launch/start-refused.js';
import { type PostgresAccount, runAs } from './postgres-account.js';
import type { PostgresBinaries } from './postgres-binaries.js';

/** One PostgreSQL installation's files and how to work on them. */
export interface Cluster {
  folder: string;
  account: PostgresAccount;
  binaries: PostgresBinaries;
  superuserPassword: string;
}

const MAJOR_VERSION = '18';

/** Makes the database files unless they are there already. */
export async function createCluster(cluster: Cluster): Promise<void> {
  if (isCreated(cluster.folder)) return;
  const draft = `${cluster.folder}.${process.pid}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  const passwordFile = `${draft}-password`;
  writePrivateFile(passwordFile, `${cluster.superuserPassword}\n`);
  const { ids } = cluster.account;
  for (const path of ids === undefined ? [] : [draft, passwordFile]) chownSync(path, ids?.uid ?? 0, ids?.gid ?? 0);
  try {
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--no-sync'];
    const access = ['--auth=scram-sha-256', '--username=postgres', `--pwfile=${passwordFile}`];
    await runAs(cluster.account, cluster.binaries.initdb, ['-D', draft, ...access, ...locale]);
    // A start that is killed half way leaves only a draft behind, never half a database.
    renameSync(draft, cluster.folder);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

function isCreated(folder: string): boolean {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return false;
  const versionFile = join(folder, 'PG_VERSION');
  if (!existsSync(versionFile)) {
    throw new StartRefused(
      `The folder ${folder} holds something other than a Fleetgraph database: choose another with --data DIR.`,
    );
  }
  const version = readFileSync(versionFile, 'utf8').trim();
  if (version === MAJOR_VERSION) return true;
  throw new StartRefused(
    `The data in ${folder} is of PostgreSQL ${version} and this is ${MAJOR_VERSION}: choose another folder with --data DIR, or --reset.`,
  );
}
