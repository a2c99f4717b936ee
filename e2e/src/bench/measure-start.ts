import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';
import { atMost, type Figure, median } from './figure.js';

const ROOT = path.resolve(import.meta.dirname, '../../..');
/** Over two subgraphs: bookings knows the offers, fleet their titles. */
const FIRST_QUERY =
  '{ offers(first: 1, input: { kinds: [PRODUCT] }) { edges { node { total { amountMinor } bookable { title } } } } }';
const ROUNDS_AGAIN = 3;

/** From `npm start` to the first federated answer: in a fresh clone with a warm npm cache, and again; memory of the whole. */
export async function measureStart(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fleetgraph-clone-'));
  try {
    execFileSync('git', ['clone', '--quiet', ROOT, folder]);
    const fresh = await startOnce(folder);
    const again: StartMeasured[] = [];
    for (let round = 0; round < ROUNDS_AGAIN; round++) again.push(await startOnce(folder));
    return [
      atMost('start: fresh clone to first federated answer', fresh.seconds, 60, 's'),
      atMost('start: again to first federated answer', median(again.map(({ seconds }) => seconds)), 6, 's'),
      atMost(
        'start: memory of the whole (PSS of launcher and PostgreSQL; npm that waits for them takes 50 MB more)',
        median(again.map(({ memoryMb }) => memoryMb)),
        400,
        'MB',
      ),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface FirstAnswer {
  readonly data?: { readonly offers?: { readonly edges: readonly { node: { bookable: { title: string } } }[] } };
}

interface StartMeasured {
  readonly seconds: number;
  readonly memoryMb: number;
}

async function startOnce(folder: string): Promise<StartMeasured> {
  const startedAt = performance.now();
  const [port = 0] = await claimPorts(1);
  const child = spawn('npm', ['start', '--', '--port', String(port)], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    await firstAnswer(port, ended);
    const seconds = (performance.now() - startedAt) / 1000;
    await pause(2_000); // let the work of starting be collected
    return { seconds, memoryMb: await memoryOf({ npm: child.pid ?? 0, postgres: await postgresIn(folder) }) };
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    await ended;
    // npm ends before its children; PostgreSQL goes last and takes its file with it.
    while (existsSync(postmasterFile(folder))) await pause(50);
  }
}

async function firstAnswer(port: number, ended: Promise<void>): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  for (;;) {
    if (isOver) throw new Error('npm start ended before it answered.');
    const answer = await fetch(`http://localhost:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: FIRST_QUERY }),
      signal: AbortSignal.timeout(5_000),
    })
      // The shape of the query above.
      .then(async (response) => (await response.json()) as FirstAnswer)
      .catch(() => undefined); // not listening yet
    const offer = answer?.data?.offers?.edges?.[0]?.node;
    if (typeof offer?.bookable?.title === 'string') return;
    await pause(50);
  }
}

const postmasterFile = (folder: string) => path.join(folder, '.data', 'postgres', 'postmaster.pid');

/** PostgreSQL's first process, which belongs to nobody; its number is the first line of its own file. */
async function postgresIn(folder: string): Promise<number> {
  return Number((await readFile(postmasterFile(folder), 'utf8')).split('\n')[0]);
}

/** Proportional set size of PostgreSQL and of what npm started, in MB: shared pages count once, npm only waits. */
async function memoryOf({ npm, postgres }: { npm: number; postgres: number }): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map<number, number>();
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined); // ended meanwhile
    if (stat !== undefined) parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const descends = (pid: number): boolean => {
    const parent = parents.get(pid) ?? 0;
    return pid === postgres || parent === npm || (parent > 0 && descends(parent));
  };
  let kilobytes = 0;
  for (const pid of pids.filter(descends)) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => ''); // ended meanwhile
    kilobytes += Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
  }
  return kilobytes / 1024;
}
