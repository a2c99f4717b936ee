import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { Agent } from 'undici';
import { atMost, type Figure, percentile, ratioTo } from '../figure.js';
import { BENCHMARK_SUBGRAPHS } from './benchmark-graph.js';
import { composeBenchmark } from './compose-benchmark.js';
import { FAULTS, type Fault } from './faults/faults.js';
import { FaultySubgraph } from './faults/faulty-subgraph.js';
import { type Expectation, judgeAnswer, type Verdict } from './faults/judge-answer.js';
import { PAGE } from './faults/page.js';
import { openLoop } from './open-loop.js';
import { leaveRoutersCpu, type Peer, startPeer, UNIQUE_HEADER } from './peer.js';
import { OURS, routerCommand } from './peer-commands.js';
import { ask, type Question, send } from './race.js';

const PER_SECOND = 200;
/** Less than what the late subgraph takes, so that it is always too late. */
const SUBGRAPH_MS = 2_000;
const LEEWAY_MS = 200;
/** More than a recovery may take. */
const AFTERWARDS_MS = 6_000;
const MOST_RECOVERY_S = 5;
const QUESTION: Question = { query: PAGE };

interface Running {
  readonly router: Peer;
  readonly agent: Agent;
  readonly subgraphs: readonly FaultySubgraph[];
  /** The answer that has everything. */
  readonly whole: string;
}

/** One request: when it was begun, how long it took, and what came of it. */
interface Visit extends Verdict {
  readonly begunAt: number;
  readonly ms: number;
}

/** Requests that were begun while one subgraph was away, and after its return. */
interface Phase {
  readonly during: readonly Visit[];
  readonly after: readonly Visit[];
  /** From its return until the last request was begun whose answer lacked something. */
  readonly recoveryMs: number;
}

/** The router while each of its subgraphs is killed, hangs and is late: what clients get, and how soon all is well again. */
export async function measureFaults(secondsOfEach: number): Promise<readonly Figure[]> {
  const parts = new StopInOrder();
  try {
    const running = await startAll(parts);
    await load(running, { forMs: 2_000, expected: NOTHING_AWAY }); // warm
    const calm = await load(running, { forMs: 1_000 * secondsOfEach, expected: NOTHING_AWAY });
    const figures = [share('router-faults: whole answers without any fault', calm, ({ isWhole }) => isWhole)];
    for (const fault of FAULTS) {
      const phases: Phase[] = [];
      for (const subgraph of running.subgraphs) phases.push(await befall(running, { subgraph, fault, secondsOfEach }));
      figures.push(...figuresOf(fault, phases));
    }
    return figures;
  } finally {
    await parts.stop();
  }
}

async function startAll(parts: StopInOrder): Promise<Running> {
  leaveRoutersCpu();
  const subgraphs = BENCHMARK_SUBGRAPHS.map(({ name }) => new FaultySubgraph(name));
  for (const subgraph of subgraphs) parts.push(() => subgraph.kill());
  await Promise.all(subgraphs.map((subgraph) => subgraph.start()));
  const folder = await mkdtemp(path.join(tmpdir(), 'fleetgraph-router-faults-'));
  parts.push(() => rm(folder, { recursive: true, force: true }));
  const supergraph = path.join(folder, 'supergraph.graphql');
  const urls = new Map(subgraphs.map(({ name, url }) => [name, url]));
  await writeFile(
    supergraph,
    composeBenchmark((name) => urls.get(name) ?? ''),
  );
  const settings = `--set timeouts.subgraphMs=${SUBGRAPH_MS}`;
  const router = await startPeer(OURS, routerCommand({ settings }), supergraph);
  parts.push(() => router.stop());
  const agent = new Agent(); // as many connections as it takes
  parts.push(() => agent.destroy());
  return { router, agent, subgraphs, whole: await ask(router, agent, QUESTION) };
}

const NO_ANSWER: Verdict = { isWhole: false, hasTheRest: false, isTyped: false, codes: ['no answer'] };
type Expected = Omit<Expectation, 'whole'>;
const NOTHING_AWAY: Expected = { subgraph: '', codes: new Set() };

async function befall(
  running: Running,
  { subgraph, fault, secondsOfEach }: { subgraph: FaultySubgraph; fault: Fault; secondsOfEach: number },
): Promise<Phase> {
  const forMs = 1_000 * secondsOfEach;
  const expected = { subgraph: subgraph.name, codes: fault.codes };
  const loaded = load(running, { forMs: forMs + AFTERWARDS_MS, expected });
  await fault.begin(subgraph);
  await pause(forMs);
  await fault.end(subgraph);
  const returnedAt = performance.now();
  const visits = await loaded;
  const after = visits.filter(({ begunAt }) => begunAt >= returnedAt);
  const troubles = after.filter(({ isWhole }) => !isWhole).map(({ begunAt }) => begunAt - returnedAt);
  return { during: visits.filter(({ begunAt }) => begunAt < returnedAt), after, recoveryMs: Math.max(0, ...troubles) };
}

async function load(
  { router, agent, whole }: Running,
  { forMs, expected }: { forMs: number; expected: Expected },
): Promise<Visit[]> {
  const visits: Visit[] = [];
  await openLoop({ perSecond: PER_SECOND, forMs }, async () => {
    const begunAt = performance.now();
    const verdict = await send(router, agent, QUESTION, { [UNIQUE_HEADER]: String(begunAt) }).then(
      ({ text }) => judgeAnswer(text, { whole, ...expected }),
      () => NO_ANSWER,
    );
    visits.push({ begunAt, ms: performance.now() - begunAt, ...verdict });
  });
  return visits;
}

function figuresOf({ name }: Fault, phases: readonly Phase[]): Figure[] {
  const visits = phases.flatMap(({ during, after }) => [...during, ...after]);
  const p99 = Math.max(
    ...phases.map(({ during }) =>
      percentile(
        during.map(({ ms }) => ms),
        0.99,
      ),
    ),
  );
  const recoveryMs = Math.max(...phases.map((phase) => phase.recoveryMs));
  const told = `router-faults: while a subgraph ${name}`;
  return [
    atMost(`${told}, p99 of answers (the worst of ${phases.length} subgraphs)`, p99, SUBGRAPH_MS + LEEWAY_MS, 'ms'),
    share(`${told}, answers with all fields of the others`, visits, ({ hasTheRest }) => hasTheRest),
    share(
      `${told}, answers in which each loss has its typed error (${codesOf(visits)})`,
      visits,
      ({ isTyped }) => isTyped,
    ),
    atMost(`router-faults: after a subgraph ${name}, until answers are whole`, recoveryMs / 1000, MOST_RECOVERY_S, 's'),
  ];
}

const share = (name: string, visits: readonly Visit[], isGood: (visit: Visit) => boolean): Figure =>
  ratioTo(name, { value: visits.filter(isGood).length, reference: visits.length, unit: 'answers', leastRatio: 1 });

/** How many answers had errors of each code. */
function codesOf(visits: readonly Visit[]): string {
  const counts = new Map<string, number>();
  for (const code of visits.flatMap(({ codes }) => codes)) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => `${count} ${code}`).join(', ') || 'no errors';
}
