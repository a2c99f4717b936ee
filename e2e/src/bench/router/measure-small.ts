import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { atMost, type Figure } from '../figure.js';
import { SMALL_QUERY } from './benchmark-graph.js';
import { composeBenchmark } from './compose-benchmark.js';
import { ownSupergraph, START_PAGE } from './own-graph.js';
import { leaveRoutersCpu, startSubgraphs } from './peer.js';
import { APOLLO, OURS, startPeers } from './peer-commands.js';
import { compareAnswers, type Pace, type Question, race } from './race.js';

/** Nothing can be shared or remembered: what a request costs by itself. */
const MODE = 'varying';
const TURN_MS = 3_000;
const LEAST_RATIO = 5;

/** An everyday operation on its graph. */
interface Contest {
  readonly name: string;
  readonly question: Question;
  readonly subgraphs: Parameters<typeof startSubgraphs>[0];
  readonly supergraph: (url: string) => string;
  /** CPU time of our router per request, at most. */
  readonly goalMs: number;
}

const CONTESTS: readonly Contest[] = [
  {
    name: 'one fetch',
    question: { query: SMALL_QUERY },
    subgraphs: 'serve-subgraphs',
    supergraph: composeBenchmark,
    goalMs: 0.1,
  },
  {
    name: 'ten fetches of our own graph',
    question: START_PAGE,
    subgraphs: 'serve-own-graph',
    supergraph: ownSupergraph,
    goalMs: 0.5,
  },
];

/** What everyday operations cost, beside plain Apollo and any other router, in turns. */
export async function measureSmall(peerFlags: readonly string[]): Promise<readonly Figure[]> {
  leaveRoutersCpu();
  const figures: Figure[] = [];
  for (const contest of CONTESTS) figures.push(...(await hold(contest, peerFlags)));
  return figures;
}

async function hold({ name, question, goalMs, ...graph }: Contest, peerFlags: readonly string[]): Promise<Figure[]> {
  const parts = new StopInOrder();
  try {
    const folder = await mkdtemp(path.join(tmpdir(), 'fleetgraph-router-small-'));
    parts.push(() => rm(folder, { recursive: true, force: true }));
    const subgraphs = await startSubgraphs(graph.subgraphs);
    parts.push(async () => subgraphs.stop());
    const supergraph = path.join(folder, 'supergraph.graphql');
    await writeFile(supergraph, graph.supergraph(subgraphs.url));
    const started = await startPeers(peerFlags, supergraph, (peer) => parts.push(() => peer.stop()));

    const equals = await compareAnswers(started, question, subgraphs.url);
    const peers = equals.map(({ peer }) => peer);
    const paces = await race(peers, question, { mode: MODE, turnMs: TURN_MS });
    return equals.flatMap(({ peer, requests, bytes }) => {
      const told = `router-small: ${name}, ${MODE}, CPU of ${peer.name} per request (${bytes} bytes out, ${requests} calls)`;
      return figuresOf(told, { name: peer.name, paces, goalMs });
    });
  } finally {
    await parts.stop();
  }
}

function figuresOf(
  told: string,
  { name, paces, goalMs }: { name: string; paces: ReadonlyMap<string, Pace>; goalMs: number },
): Figure[] {
  const value = paces.get(name)?.cpuMs ?? Number.NaN;
  const reference = paces.get(APOLLO)?.cpuMs ?? Number.NaN;
  const ratio = reference / value;
  const isOurs = name === OURS;
  const beside: Figure = {
    name: `${told}, beside ${APOLLO}`,
    value,
    reference,
    ratio,
    unit: 'ms',
    seed: null,
    goal: isOurs ? `≥ ${LEAST_RATIO} × less than ${APOLLO}` : 'none',
    isMet: !isOurs || ratio >= LEAST_RATIO,
  };
  return isOurs ? [atMost(told, value, goalMs, 'ms'), beside] : [beside];
}
