import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const main = fileURLToPath(new URL('./main.js', import.meta.url));
const folder = join(mkdtempSync(join(tmpdir(), 'fleetgraph-main-')), 'data');
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

async function untilUp(launched: Launched): Promise<void> {
  for (let attempt = 0; attempt < 1_500; attempt += 1) {
    if (launched.output().includes('Ctrl-C stops everything')) return;
    if (launched.process.exitCode !== null) throw new Error(launched.output());
    await pause(100);
  }
  throw new Error(launched.output());
}

async function end(launched: Launched, signal: NodeJS.Signals): Promise<number> {
  const began = performance.now();
  const gone = once(launched.process, 'exit');
  launched.process.kill(signal);
  await gone;
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
}, 150_000);

afterAll(async () => {
  if (system.process.exitCode === null) await end(system, 'SIGTERM');
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

  it('goes on after the launcher was killed', async () => {
    const before = await paidBookings();
    await end(system, 'SIGKILL');
    system = launch();
    await untilUp(system);
    expect(await paidBookings()).toEqual(before);
    expect(await counted('FLIGHT')).toBe(60);
  }, 120_000);

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

  it('stops in order in the middle of the first start, too', async () => {
    const first = join(mkdtempSync(join(tmpdir(), 'fleetgraph-first-')), 'data');
    const starting = launch('--data', first);
    while (!starting.output().includes('✔ Router')) await pause(50);
    await end(starting, 'SIGINT');
    expect(existsSync(join(first, 'postgres', 'PG_VERSION'))).toBe(true);
    expect(existsSync(join(first, 'postgres', 'postmaster.pid'))).toBe(false);
  }, 120_000);

  it('runs each subgraph in a process of its own and starts it anew when it dies', async () => {
    system = launch('--processes');
    await untilUp(system);
    for (const pid of await childrenOf(system.process.pid)) process.kill(pid, 'SIGKILL');
    let count = 0;
    for (let attempt = 0; attempt < 300 && count !== 200; attempt += 1) {
      count = await counted('BIKE').catch(() => 0);
      await pause(100);
    }
    expect(count).toBe(200);
  }, 120_000);
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
