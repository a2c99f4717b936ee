import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { Agent } from 'undici';
import type { Figure } from '../figure.js';
import { DEEP_QUERY, SMALL_QUERY } from './benchmark-graph.js';
import { composeBenchmark } from './compose-benchmark.js';
import { newDeepOperation, newSmallOperation } from './new-operations.js';
import { leaveRoutersCpu, type Peer, startPeer, startSubgraphs, UNIQUE_HEADER, VARYING_HEADER } from './peer.js';
import { OURS, routerCommand } from './peer-commands.js';
import { ask, type Question, send } from './race.js';
import type { MemoryReport } from './report-memory.js';

/** How much is asked of the router. */
export interface Endurance {
  /** Operations that it has not seen before. */
  readonly operations: number;
  /** Of mixed load, after them. */
  readonly minutes: number;
}

/** Of mixed load, before: a sixth of it are new operations, more than the cache of operations holds. */
const FILLING = 10_000;
const CONNECTIONS = 30;
const MOST_GROWTH = 1.2;
const MB = 1_048_576;

/**
 * What the router holds once its caches are full, after many operations that it had not seen before, and
 * after minutes of everything at once. Garbage is collected first, so what has grown is held by somebody.
 */
export async function measureMemory(endurance: Endurance): Promise<readonly Figure[]> {
  const parts = new StopInOrder();
  try {
    leaveRoutersCpu();
    const folder = await mkdtemp(path.join(tmpdir(), 'fleetgraph-router-memory-'));
    parts.push(() => rm(folder, { recursive: true, force: true }));
    const subgraphs = await startSubgraphs();
    parts.push(async () => subgraphs.stop());
    const supergraph = path.join(folder, 'supergraph.graphql');
    await writeFile(supergraph, composeBenchmark(subgraphs.url));
    const node = `--expose-gc --import ${path.join(import.meta.dirname, 'report-memory.js')}`;
    const router = await startPeer(OURS, routerCommand({ node }), supergraph);
    parts.push(() => router.stop());
    const agent = new Agent({ connections: CONNECTIONS });
    parts.push(() => agent.destroy());
    return await grow(router, agent, endurance);
  } finally {
    await parts.stop();
  }
}

async function grow(router: Peer, agent: Agent, { operations, minutes }: Endurance): Promise<readonly Figure[]> {
  const held = () => router.ask<MemoryReport>({});
  const fresh = await held();
  await mixedLoad(router, agent, (count) => count < FILLING);
  const full = await held();

  const startedAt = performance.now();
  await askNew(router, agent, operations);
  const perSecond = operations / ((performance.now() - startedAt) / 1000);
  const distinct = await held();
  const endsAt = performance.now() + minutes * 60_000;
  const mixed = await mixedLoad(router, agent, () => performance.now() < endsAt);
  const after = await held();
  const many = `${operations} distinct operations (${perSecond.toFixed(0)}/s)`;
  return [
    growth(`with full caches, beside a fresh router`, full, { reference: fresh, most: Number.POSITIVE_INFINITY }),
    growth(`after ${many}, beside full caches`, distinct, { reference: full, most: MOST_GROWTH }),
    growth(`after ${minutes} min of mixed load (${mixed} requests), beside full caches`, after, {
      reference: full,
      most: MOST_GROWTH,
    }),
  ];
}

function growth(
  told: string,
  { heapBytes, plannerBytes, rssBytes, neededBytes }: MemoryReport,
  { reference, most }: { reference: MemoryReport; most: number },
): Figure {
  const ratio = heapBytes / reference.heapBytes;
  return {
    name: `router-memory: heap ${told} (planner ${whole(plannerBytes)} MB, resident ${whole(rssBytes)} MB, ${whole(neededBytes)} without V8's spare pages)`,
    value: heapBytes / MB,
    reference: reference.heapBytes / MB,
    ratio,
    unit: 'MB',
    seed: null,
    goal: Number.isFinite(most) ? `≤ ${most} × full caches` : 'none',
    isMet: ratio <= most,
  };
}

const whole = (bytes: number): string => (bytes / MB).toFixed(0);

let asked = 0;

async function askNew(router: Peer, agent: Agent, count: number): Promise<void> {
  const end = asked + count;
  const client = async () => {
    while (asked < end) await ask(router, agent, newSmallOperation(asked++));
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
}

/** Everything at once, in equal shares, while it goes on; answers how many requests that were. */
async function mixedLoad(router: Peer, agent: Agent, goesOn: (count: number) => boolean): Promise<number> {
  const begun = asked;
  const client = async () => {
    while (goesOn(asked - begun)) await askAny(router, agent, asked++);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  return asked - begun;
}

const DEEP: Question = { query: DEEP_QUERY };
const SMALL: Question = { query: SMALL_QUERY };

/** Kinds of requests: alike, with headers or answers of their own, of new operations, and such as are refused. */
const KINDS: readonly ((router: Peer, agent: Agent, number: number) => Promise<unknown>)[] = [
  (router, agent) => ask(router, agent, SMALL),
  (router, agent) => ask(router, agent, DEEP),
  (router, agent, number) => ask(router, agent, SMALL, { [UNIQUE_HEADER]: String(number) }),
  (router, agent, number) => ask(router, agent, DEEP, { [UNIQUE_HEADER]: String(number) }),
  (router, agent, number) => ask(router, agent, DEEP, { [VARYING_HEADER]: String(number) }),
  (router, agent, number) => ask(router, agent, newSmallOperation(number)),
  (router, agent, number) => ask(router, agent, number % 5 === 0 ? newDeepOperation(number) : SMALL),
  (router, agent, number) => send(router, agent, { query: `{ unknown_${number} }` }),
];

const askAny = (router: Peer, agent: Agent, number: number) => KINDS[number % KINDS.length]?.(router, agent, number);
