import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { atMost, type Figure } from '../figure.js';
import { DEEP_QUERY } from './benchmark-graph.js';
import { composeBenchmark } from './compose-benchmark.js';
import { leaveRoutersCpu, type Peer, startSubgraphs } from './peer.js';
import { APOLLO, OURS, startPeers } from './peer-commands.js';
import { compareAnswers, type Mode, type Pace, type Question, race } from './race.js';

const TURN_MS = 3_000;
const QUESTION: Question = { query: DEEP_QUERY };

/** How much faster than Apollo each mode is to be, by CPU time per request. */
const GOALS: Readonly<Record<Mode, number>> = { identical: 160, unique: 14, varying: 14 };
const MODES = Object.keys(GOALS) as readonly Mode[]; // the keys of the record above

/** The field's standard benchmark: our router beside plain Apollo and any other (`--peer name='command'`), in turns. */
export async function measureRouter(peerFlags: readonly string[]): Promise<readonly Figure[]> {
  const parts = new StopInOrder();
  try {
    leaveRoutersCpu();
    const folder = await mkdtemp(path.join(tmpdir(), 'fleetgraph-router-bench-'));
    parts.push(() => rm(folder, { recursive: true, force: true }));
    const subgraphs = await startSubgraphs();
    parts.push(async () => subgraphs.stop());
    const supergraph = path.join(folder, 'supergraph.graphql');
    await writeFile(supergraph, composeBenchmark(subgraphs.url));
    const started = await startPeers(peerFlags, supergraph, (peer) => parts.push(() => peer.stop()));

    const equals = await compareAnswers(started, QUESTION, subgraphs.url);
    const peers = equals.map(({ peer }) => peer);
    const figures = equals.map(({ peer, requests, bytes }) =>
      atMost(`router: subgraph requests of ${peer.name} (${bytes} bytes out)`, requests, 7, 'requests'),
    );
    for (const mode of MODES)
      figures.push(...figuresOf(mode, peers, await race(peers, QUESTION, { mode, turnMs: TURN_MS })));
    return figures;
  } finally {
    await parts.stop();
  }
}

function figuresOf(mode: Mode, peers: readonly Peer[], paces: ReadonlyMap<string, Pace>): Figure[] {
  const reference = paces.get(APOLLO)?.cpuMs ?? Number.NaN;
  return peers.map(({ name }) => {
    const { perSecond, cpuMs: value } = paces.get(name) ?? { perSecond: Number.NaN, cpuMs: Number.NaN };
    const ratio = reference / value;
    const goal = name === OURS ? GOALS[mode] : 0;
    return {
      name: `router: ${mode}, CPU of ${name} per request, ${perSecond.toFixed(0)} requests/s`,
      value,
      reference,
      ratio,
      unit: 'ms',
      seed: null,
      goal: goal > 0 ? `≥ ${goal} × less than ${APOLLO}` : 'none',
      isMet: ratio >= goal,
    };
  });
}
