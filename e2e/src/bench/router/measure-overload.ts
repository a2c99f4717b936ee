import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { Agent, request } from 'undici';
import { atMost, type Figure, ratioTo } from '../figure.js';
import { DEEP_QUERY } from './benchmark-graph.js';
import { composeBenchmark } from './compose-benchmark.js';
import { openLoop } from './open-loop.js';
import { leaveRoutersCpu, type Peer, startPeer, startSubgraphs, VARYING_HEADER } from './peer.js';

const CONNECTIONS = 50;
/** As a load balancer in front has them; what finds none free waits there, and its time runs. */
const MAX_CONNECTIONS = 1_000;
const PEAK_MS = 5_000;
const RECOVERY_MS = 12_000;
const TIMES_CAPACITY = 5;
/** Share of the peak that is offered afterwards: a router that has recovered does that easily. */
const AFTERWARDS = 0.5;
/** An answer that comes later is of no use to anybody. */
const USEFUL_MS = 5_000;
/** The load generator holds no more: who waits longer than is useful has left by then. */
const MOST_UNDER_WAY = 20_000;

/** What became of the requests that were begun in a while. */
interface Outcome {
  good: number;
  /** Refused with 429 or 503 and `Retry-After`. */
  shed: number;
  /** Refused in any other way. */
  rude: number;
  /** Anything else: too late, an error in it, no answer. */
  bad: number;
  /** When the last request that was not answered well was begun, in ms of `performance.now()`. */
  lastTroubleAt: number;
  /** What the router's processor has spent on all of them. */
  cpuMs: number;
}

/** The router under five times of what it can do: how much useful work is left, and how soon all is well afterwards. */
export async function measureOverload(minutes: number): Promise<readonly Figure[]> {
  const parts = new StopInOrder();
  try {
    leaveRoutersCpu();
    const folder = await mkdtemp(path.join(tmpdir(), 'fleetgraph-router-overload-'));
    parts.push(() => rm(folder, { recursive: true, force: true }));
    const subgraphs = await startSubgraphs();
    parts.push(async () => subgraphs.stop());
    const supergraph = path.join(folder, 'supergraph.graphql');
    await writeFile(supergraph, composeBenchmark(subgraphs.url));
    const bin = path.resolve(import.meta.dirname, '../../../../router/bin/fleetgraph-router.js');
    const settings = `--set logging.level=silent --set headers.propagate=${VARYING_HEADER}`;
    const command = `${process.execPath} ${bin} --supergraph {supergraph} --port {port} ${settings}`;
    const router = await startPeer('fleetgraph', command, supergraph);
    parts.push(() => router.stop());
    const agent = new Agent({ connections: MAX_CONNECTIONS });
    parts.push(() => agent.destroy());
    return await overload(router, agent, 60_000 * minutes);
  } finally {
    await parts.stop();
  }
}

async function overload(router: Peer, agent: Agent, forMs: number): Promise<readonly Figure[]> {
  await closedLoop(router, agent, PEAK_MS / 2); // warm
  const peak = await closedLoop(router, agent, PEAK_MS);
  const perSecond = peak.good / (PEAK_MS / 1000);
  const during = await offer(router, agent, { perSecond: TIMES_CAPACITY * perSecond, forMs });
  const endedAt = performance.now();
  const after = await offer(router, agent, { perSecond: AFTERWARDS * perSecond, forMs: RECOVERY_MS });
  const { good, shed, rude, bad } = during;
  const offered = good + shed + rude + bad;
  const told = `${(offered / (forMs / 1000)).toFixed(0)}/s offered to ${perSecond.toFixed(0)}/s for ${forMs / 1000} s`;
  return [
    // By the processor's time, so that neighbours on the same machine do not count.
    ratioTo(`router: goodput at ${TIMES_CAPACITY} × capacity, beside the peak (${told})`, {
      value: (1000 * good) / during.cpuMs,
      reference: (1000 * peak.good) / peak.cpuMs,
      unit: 'answers/CPU s',
      leastRatio: 0.8,
    }),
    ratioTo('router: refusals under overload with 429 or 503 and Retry-After', {
      value: shed,
      reference: shed + rude,
      unit: 'refusals',
      leastRatio: 1,
    }),
    atMost('router: neither answered nor refused under overload', (100 * bad) / offered, 1, '%'),
    atMost('router: all well again after overload', Math.max(0, after.lastTroubleAt - endedAt) / 1000, 10, 's'),
  ];
}

/** So many clients, each asking as soon as it has its answer. */
async function closedLoop(router: Peer, agent: Agent, forMs: number): Promise<Outcome> {
  const outcome = newOutcome();
  const cpuBefore = router.cpuMs();
  const endsAt = performance.now() + forMs;
  const client = async () => {
    while (performance.now() < endsAt) await ask(router, agent, outcome);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  outcome.cpuMs = router.cpuMs() - cpuBefore;
  return outcome;
}

/** So many requests a second, as many as the load generator can make. */
async function offer(
  router: Peer,
  agent: Agent,
  { perSecond, forMs }: { perSecond: number; forMs: number },
): Promise<Outcome> {
  const outcome = newOutcome();
  const cpuBefore = router.cpuMs();
  await openLoop({ perSecond, forMs, mostUnderWay: MOST_UNDER_WAY }, () => ask(router, agent, outcome));
  outcome.cpuMs = router.cpuMs() - cpuBefore;
  return outcome;
}

const newOutcome = (): Outcome => ({ good: 0, shed: 0, rude: 0, bad: 0, lastTroubleAt: 0, cpuMs: 0 });
/** What a client understands as: come again later. */
const REFUSED: ReadonlySet<number> = new Set([429, 503]);
const BODY = JSON.stringify({ query: DEEP_QUERY });
let asked = 0;

async function ask(router: Peer, dispatcher: Agent, outcome: Outcome): Promise<void> {
  const begunAt = performance.now();
  const headers = { 'content-type': 'application/json', [VARYING_HEADER]: String(asked++) };
  try {
    const answer = await request(router.url, { dispatcher, method: 'POST', headers, body: BODY });
    const bytes = await answer.body.arrayBuffer();
    const isWhole = answer.statusCode === 200 && bytes.byteLength > 50_000; // with an error it is far smaller
    if (isWhole && performance.now() - begunAt < USEFUL_MS) outcome.good++;
    else if (answer.statusCode === 200) outcome.bad++;
    else if (REFUSED.has(answer.statusCode) && answer.headers['retry-after'] !== undefined) outcome.shed++;
    else outcome.rude++;
    if (isWhole) return;
  } catch {
    outcome.bad++;
  }
  outcome.lastTroubleAt = begunAt;
}
