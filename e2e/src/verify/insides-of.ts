import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFolder } from '@fleetgraph/local/command-line';
import { StartRefused } from '@fleetgraph/local/launch/start-refused';
import { DATABASE_NAMES, type DatabaseName } from '@fleetgraph/local/postgres/database-names';
import { readPasswords } from '@fleetgraph/local/postgres/passwords';
import { LOOPBACK } from '@fleetgraph/local/system/free-port';
import { readSecrets } from '@fleetgraph/local/system/secrets';
import type { SystemInsides } from './look.js';

/** Line of `postmaster.pid` that holds the port, counted from zero. */
const PORT_LINE = 3;

/** Finds the insides of a system that runs on this machine, from its data folder. */
export function insidesOf(url: string, folder?: string): SystemInsides {
  const data = readFolder(folder);
  const serverFile = join(data, 'postgres', 'postmaster.pid');
  if (!existsSync(serverFile)) throw new StartRefused(`No system runs on the folder ${data}: name it with --data DIR.`);
  const port = readFileSync(serverFile, 'utf8').split('\n')[PORT_LINE]?.trim();
  const { roles } = readPasswords(data);
  const urls = DATABASE_NAMES.map((name) => [name, `postgresql://${name}:${roles[name]}@${LOOPBACK}:${port}/${name}`]);
  return {
    url,
    // Object.fromEntries forgets the keys; DATABASE_NAMES holds every name.
    databaseUrls: Object.fromEntries(urls) as Record<DatabaseName, string>,
    stripeSecretKey: readSecrets(data).stripeSecretKey,
  };
}
