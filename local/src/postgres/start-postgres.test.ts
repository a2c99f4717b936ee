import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DATABASE_NAMES } from './database-names.js';
import { type RunningPostgres, startPostgres } from './start-postgres.js';

const folder = mkdtempSync(join(tmpdir(), 'fleetgraph-postgres-'));
const startModule = new URL('./start-postgres.js', import.meta.url).href;
const parents: ChildProcess[] = [];
let postgres: RunningPostgres;

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Starts the database in a process of its own, as the launcher does, and answers once it runs. */
async function startElsewhere() {
  const script = `const { startPostgres } = await import(process.argv[1]);
    const { port, pid, urls } = await startPostgres({ folder: process.argv[2] });
    console.log(JSON.stringify({ port, pid, url: urls.fleet }));
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script, startModule, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  parents.push(parent);
  const [line] = await Promise.race([
    once(createInterface(parent.stdout), 'line'),
    once(parent, 'exit').then((end) => {
      throw new Error(`The parent ended with ${end}.`);
    }),
  ]);
  return { parent, started: JSON.parse(line) as { port: number; pid: number; url: string } };
}

beforeAll(async () => {
  postgres = await startPostgres({ folder });
});

afterAll(async () => {
  for (const parent of parents) parent.kill('SIGKILL');
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('is PostgreSQL 18 with room for 300 connections', async () => {
    expect(await ask(postgres.adminUrl, 'show server_version_num')).toEqual([
      { server_version_num: expect.stringMatching(/^18/) },
    ]);
    expect(await ask(postgres.adminUrl, 'show max_connections')).toEqual([{ max_connections: '300' }]);
  });

  it('lets each role into its own database, where it can make its extensions and tables', async () => {
    for (const name of DATABASE_NAMES) {
      await ask(
        postgres.urls[name],
        'create extension if not exists btree_gist; create table if not exists seen (id int)',
      );
      expect(await ask(postgres.urls[name], 'select current_database() as at, current_user as who')).toEqual([
        { at: name, who: name },
      ]);
    }
  });

  it('lets no role into another database', async () => {
    for (const role of DATABASE_NAMES) {
      for (const other of [...DATABASE_NAMES.filter((name) => name !== role), 'postgres', 'template1']) {
        const url = new URL(postgres.urls[role]);
        url.pathname = other;
        await expect(ask(url.href, 'select 1')).rejects.toThrow(/permission denied for database/);
      }
    }
  });

  it('keeps its passwords in a file that only the owner reads', () => {
    expect(statSync(join(folder, 'postgres-passwords.json')).mode & 0o777).toBe(0o600);
  });

  it('refuses a folder that a running system holds, and says so', async () => {
    await expect(startPostgres({ folder })).rejects.toThrow(
      `The folder ${folder} is in use by a Fleetgraph that is running (fleetgraph process ${process.pid})`,
    );
  });

  it('keeps the data over a stop', async () => {
    await ask(postgres.urls.fleet, 'insert into seen values (41)');
    await postgres.stop();
    postgres = await startPostgres({ folder });
    expect(await ask(postgres.urls.fleet, 'select id from seen')).toEqual([{ id: 41 }]);
  });

  it('is adopted when its parent was killed', async () => {
    await postgres.stop();
    const { parent, started } = await startElsewhere();
    await ask(started.url, 'insert into seen values (42)');
    parent.kill('SIGKILL');
    postgres = await startPostgres({ folder });
    expect(postgres).toMatchObject({ pid: started.pid, port: started.port });
    expect(await ask(postgres.urls.fleet, 'select max(id) as id from seen')).toEqual([{ id: 42 }]);
  });

  it('comes back by itself, at its old address, when it was killed', async () => {
    const { pid, port } = postgres;
    process.kill(pid, 'SIGKILL');
    const max = () => ask(postgres.urls.fleet, 'select max(id) as id from seen').catch(() => undefined);
    expect(await until(async () => postgres.pid !== pid && (await max()), 20_000)).toEqual([{ id: 42 }]);
    expect(postgres.port).toBe(port);
  });

  it('starts after launcher and server were killed', async () => {
    await postgres.stop();
    const { parent, started } = await startElsewhere();
    parent.kill('SIGKILL');
    process.kill(started.pid, 'SIGKILL');
    postgres = await startPostgres({ folder });
    expect(await ask(postgres.urls.fleet, 'select max(id) as id from seen')).toEqual([{ id: 42 }]);
  });

  it('replaces a predecessor that does not answer any more', async () => {
    await postgres.stop();
    const { parent, started } = await startElsewhere();
    parent.kill('SIGKILL');
    process.kill(started.pid, 'SIGSTOP');
    postgres = await startPostgres({ folder });
    expect(postgres.pid).not.toBe(started.pid);
    expect(await ask(postgres.urls.fleet, 'select max(id) as id from seen')).toEqual([{ id: 42 }]);
  });

  it('names a folder that is no folder, or holds something else', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    await expect(startPostgres({ folder: file })).rejects.toThrow(`The folder ${file} cannot be written to`);
    const foreign = join(folder, 'foreign');
    mkdirSync(join(foreign, 'postgres', 'holiday-pictures'), { recursive: true });
    await expect(startPostgres({ folder: foreign })).rejects.toThrow(
      'holds something other than a Fleetgraph database',
    );
  });
});
