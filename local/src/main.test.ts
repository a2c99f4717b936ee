import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';
import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const main = fileURLToPath(new URL('./main.js', import.meta.url));
const folder = join(mkdtempSync(join(tmpdir(), 'fleetgraph-main-')), 'data');
/** How long a whole system may take to start with its demo data. */
const START_MS = 150_000;
const TIMEOUT_MS = START_MS + 30_000;
let port = 0;

interface Launched {
  process: ChildProcess;
  output: () => string;
}

function launch(...flags: string[]): Launched {
  const child = spawn(process.execPath, [main, '--port', String(port), '--data', folder, ...flags]);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  return { process: child, output: () => text };
}

/** Waits until it says something; fails with all that it has said. */
async function untilSaid(launched: Launched, words: string): Promise<void> {
  const { process: child, output } = launched;
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  await until(() => hasEnded() || output().includes(words), START_MS).catch((cause) => {
    throw new Error(output(), { cause });
  });
  if (!output().includes(words)) throw new Error(output());
}

const untilUp = (launched: Launched) => untilSaid(launched, 'Ctrl-C stops everything');

async function end(launched: Launched, signal: NodeJS.Signals): Promise<number> {
  const began = performance.now();
  const gone = once(launched.process, 'exit');
  if (launched.process.kill(signal)) await gone;
  return performance.now() - began;
}

async function refusal(...flags: string[]): Promise<string> {
  const launched = launch(...flags);
  await once(launched.process, 'close');
  expect(launched.process.exitCode).toBe(1);
  return launched.output();
}

async function paidBookings(): Promise<string[]> {
  const answer = await fetch(`http://localhost:${port}/sandbox/overview.json`);
  const { payment_intents: intents } = (await answer.json()) as { payment_intents: { id: string }[] };
  return intents.map(({ id }) => id);
}

async function counted(kind: string): Promise<number> {
  const query = `{ search(first: 1, filter: { kinds: [${kind}] }) { totalCount } }`;
  const answer = await fetch(`http://localhost:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data } = (await answer.json()) as { data: { search: { totalCount: number } } };
  return data.search.totalCount;
}

let system: Launched;

beforeAll(async () => {
  [port = 0] = await claimPorts(1);
  system = launch();
  await untilUp(system);
}, TIMEOUT_MS);

afterAll(async () => {
  await end(system, 'SIGTERM');
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

describe('npm start', () => {
  it('loads the demo data on the first start', async () => {
    expect(await counted('BIKE')).toBe(200);
    expect(await counted('FLIGHT')).toBe(60);
    expect(await counted('PRODUCT')).toBe(50);
    expect(await paidBookings()).toHaveLength(12);
    expect(system.output()).toContain('customer@fleetgraph.example');
  });

  it.each(['customer', 'partner'])('gives out a token of %s, and nothing else', async (account) => {
    const flags = [account, '--port', String(port), '--data', folder];
    const { stdout } = await run(process.execPath, [
      fileURLToPath(new URL('./access/token.js', import.meta.url)),
      ...flags,
    ]);
    const [, payload = ''] = stdout.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect(claims).toMatchObject({ iss: `http://localhost:${port}/oidc`, aud: `http://localhost:${port}/graphql` });
    expect(claims.scope.split(' ')).toContain('bookings:own');
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  it('names what is wrong in one sentence', async () => {
    expect(await refusal('--prot', '1')).toContain("Unknown option '--prot'; --help lists what there is.");
    expect(await refusal('--port', 'abc')).toContain('"abc" is no port');
    const taken = await refusal();
    expect(taken.split(`Port ${port} is taken by another program`)).toHaveLength(2); // told once
    expect(taken).toContain('Port and folder [FAILED');
    expect(taken).not.toContain('PostgreSQL');
    const [other = 0] = await claimPorts(1);
    expect(await refusal('--port', String(other))).toContain(
      `The folder ${folder} is in use by a Fleetgraph that is running`,
    );
    expect(await refusal('--port', String(other), '--reset')).toContain('is in use by a Fleetgraph that is running');
    expect(await refusal('--port', String(other), '--data', '/dev/null/x')).toContain('cannot be written to');
  });

  it(
    'goes on after the launcher was killed',
    async () => {
      const before = await paidBookings();
      await end(system, 'SIGKILL');
      system = launch();
      await untilUp(system);
      expect(await paidBookings()).toEqual(before);
      expect(await counted('FLIGHT')).toBe(60);
    },
    TIMEOUT_MS,
  );

  it('stops everything within ten seconds, also when npm repeats the Ctrl-C that reached us by itself', async () => {
    system.process.kill('SIGINT');
    expect(await end(system, 'SIGINT')).toBeLessThan(10_000);
    expect(system.process.exitCode).toBe(0);
    expect(system.output()).toContain('Everything is stopped.');
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false);
    const listener = createServer().listen(port, '127.0.0.1');
    await once(listener, 'listening');
    listener.close();
  });

  it(
    'stops in order in the middle of the first start, too',
    async () => {
      const first = join(folder, '../first');
      const starting = launch('--data', first);
      await untilSaid(starting, '✔ Router');
      await end(starting, 'SIGINT');
      expect(existsSync(join(first, 'postgres', 'PG_VERSION'))).toBe(true);
      // On a busy machine its time is over before a part of the demo data is loaded.
      await until(() => !existsSync(join(first, 'postgres', 'postmaster.pid')));
    },
    TIMEOUT_MS,
  );

  it(
    'runs each subgraph in a process of its own and starts it anew when it dies',
    async () => {
      system = launch('--processes');
      await untilUp(system);
      for (const pid of await childrenOf(system.process.pid)) process.kill(pid, 'SIGKILL');
      await until(async () => (await counted('BIKE').catch(() => 0)) === 200, START_MS);
    },
    2 * TIMEOUT_MS,
  );
});

/** The subgraphs' processes: those of the launcher's children that run its entry for them. */
async function childrenOf(parent: number | undefined): Promise<number[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,args=']);
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/));
  const found = rows.filter(
    ([, ppid, ...args]) => Number(ppid) === parent && args.join(' ').includes('subgraph-process.js'),
  );
  expect(found).toHaveLength(6);
  return found.map(([pid]) => Number(pid));
}
