import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { Agent } from 'undici';
import { type Figure, median, percentile } from '../figure.js';
import { DEEP_QUERY, SMALL_QUERY } from './benchmark-graph.js';
import { composeBenchmark } from './compose-benchmark.js';
import { newDeepOperation } from './new-operations.js';
import { leaveRoutersCpu, type Peer, startPeer, startSubgraphs, UNIQUE_HEADER } from './peer.js';
import { OURS, routerCommand } from './peer-commands.js';
import { type Question, send } from './race.js';

/** Requests for operations that the router knows, half of them small and half deep. */
const PER_SECOND = 200;
/** Requests for operations that nobody has asked before. */
const NEW_PER_SECOND = 4;
const WARM_MS = 3_000;
const PHASE_MS = 5_000;
const ROUNDS = 5;
const MOST_TIMES_IDLE = 2;
const SHARE = 0.99;
/** The router's threads may run where the system puts them: planning is one of them. */
const ANY_CPU = '0,1';

const KNOWN = { small: { query: SMALL_QUERY }, deep: { query: DEEP_QUERY } } satisfies Record<string, Question>;
type Kind = keyof typeof KNOWN;
const KINDS = Object.keys(KNOWN) as readonly Kind[]; // the keys of the record above

/** Times from when a request was due to the end of its answer, in ms. */
type Latencies = Readonly<Record<Kind | 'new', number[]>>;

/** How long others wait while operations are seen for the first time, beside how long they wait when none is, in turns. */
export async function measureFirst(): Promise<readonly Figure[]> {
  const parts = new StopInOrder();
  try {
    leaveRoutersCpu();
    const folder = await mkdtemp(path.join(tmpdir(), 'fleetgraph-router-first-'));
    parts.push(() => rm(folder, { recursive: true, force: true }));
    const subgraphs = await startSubgraphs();
    parts.push(async () => subgraphs.stop());
    const supergraph = path.join(folder, 'supergraph.graphql');
    await writeFile(supergraph, composeBenchmark(subgraphs.url));
    const router = await startPeer(OURS, routerCommand(), supergraph, ANY_CPU);
    parts.push(() => router.stop());
    const agent = new Agent({ connections: PER_SECOND });
    parts.push(() => agent.destroy());
    return await alternate(router, agent);
  } finally {
    await parts.stop();
  }
}

async function alternate(router: Peer, agent: Agent): Promise<readonly Figure[]> {
  const idle: Latencies[] = [];
  const busy: Latencies[] = [];
  await openLoop(router, agent, { newPerSecond: NEW_PER_SECOND, forMs: WARM_MS });
  for (let round = 0; round < ROUNDS; round++) {
    idle.push(await openLoop(router, agent, { newPerSecond: 0, forMs: PHASE_MS }));
    busy.push(await openLoop(router, agent, { newPerSecond: NEW_PER_SECOND, forMs: PHASE_MS }));
  }
  const first = median(busy.flatMap((latencies) => latencies.new)).toFixed(0);
  return KINDS.map((kind) => {
    const [value, reference] = [busy, idle].map((rounds) => median(rounds.map((all) => percentile(all[kind], SHARE))));
    return slowdown(kind, first, { value: value ?? Number.NaN, reference: reference ?? Number.NaN });
  });
}

function slowdown(kind: Kind, first: string, { value, reference }: { value: number; reference: number }): Figure {
  const ratio = value / reference;
  return {
    name: `router-first: p99 of known ${kind} operations while ${NEW_PER_SECOND}/s new ones come in (${first} ms each), beside idle`,
    value,
    reference,
    ratio,
    unit: 'ms',
    seed: null,
    goal: `≤ ${MOST_TIMES_IDLE} × idle`,
    isMet: ratio <= MOST_TIMES_IDLE,
  };
}

let asked = 0;

/** Known operations at a constant rate, whether answers come or not, and new ones between them. */
async function openLoop(
  router: Peer,
  agent: Agent,
  { newPerSecond, forMs }: { newPerSecond: number; forMs: number },
): Promise<Latencies> {
  const latencies: Latencies = { small: [], deep: [], new: [] };
  const startedAt = performance.now();
  const measure = async (into: number[], question: Question, dueAt: number) => {
    const { statusCode } = await send(router, agent, question, { [UNIQUE_HEADER]: String(asked++) });
    into.push(statusCode === 200 ? performance.now() - dueAt : PHASE_MS); // shed: as bad as waiting all the time
  };
  const each = async (perSecond: number, offsetMs: number, begin: (dueAt: number, turn: number) => Promise<void>) => {
    const begun: Promise<void>[] = [];
    for (let turn = 0; turn < (perSecond * forMs) / 1000; turn++) {
      const dueAt = startedAt + offsetMs + (turn * 1000) / perSecond;
      const waitMs = dueAt - performance.now();
      if (waitMs > 0) await pause(waitMs);
      const work = begin(dueAt, turn);
      work.catch(() => {}); // told when all have ended
      begun.push(work);
    }
    await Promise.all(begun);
  };
  await Promise.all([
    each(PER_SECOND, 0, (dueAt, turn) => {
      const kind = KINDS[turn % KINDS.length] ?? 'small';
      return measure(latencies[kind], KNOWN[kind], dueAt);
    }),
    each(newPerSecond, 1, (dueAt) => measure(latencies.new, newDeepOperation(asked), dueAt)),
  ]);
  return latencies;
}
