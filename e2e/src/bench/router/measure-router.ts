import { deepStrictEqual } from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { Agent, request } from 'undici';
import { atMost, type Figure, median } from '../figure.js';
import { DEEP_QUERY } from './benchmark-graph.js';
import { composeBenchmark } from './compose-benchmark.js';
import { leaveRoutersCpu, type Peer, startPeer, startSubgraphs, UNIQUE_HEADER, VARYING_HEADER } from './peer.js';

const CONNECTIONS = 50;
const ROUNDS = 3;
const ROUND_MS = 3_000;
const OURS = 'fleetgraph';
const APOLLO = 'apollo';

type Mode = 'identical' | 'unique' | 'varying';
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

    const peers: Peer[] = [];
    for (const [name, command] of commands(peerFlags)) {
      const peer = await startPeer(name, command, supergraph);
      parts.push(() => peer.stop());
      peers.push(peer);
    }
    return [...(await compareAnswers(peers, subgraphs.url)), ...(await race(peers))];
  } finally {
    await parts.stop();
  }
}

function commands(peerFlags: readonly string[]): (readonly [name: string, command: string])[] {
  const node = process.execPath;
  const bin = path.resolve(import.meta.dirname, '../../../../router/bin/fleetgraph-router.js');
  const apollo = path.join(import.meta.dirname, 'apollo-peer.js');
  const headers = `${UNIQUE_HEADER},${VARYING_HEADER}`;
  const ours = `${node} ${bin} --supergraph {supergraph} --port {port} --set logging.level=silent --set headers.propagate=${headers}`;
  const others = peerFlags.map((flag) => {
    const at = flag.indexOf('=');
    return [flag.slice(0, at), flag.slice(at + 1)] as const;
  });
  return [
    [OURS, ours],
    [APOLLO, `${node} ${apollo} {supergraph} {port} ${UNIQUE_HEADER} ${VARYING_HEADER}`],
    ...others,
  ];
}

/** Answers must be equal before speed means anything. */
async function compareAnswers(peers: readonly Peer[], subgraphs: string): Promise<Figure[]> {
  const agent = new Agent();
  const figures: Figure[] = [];
  let reference: unknown;
  try {
    for (const peer of peers) {
      await ask(peer, agent, {});
      await count(subgraphs);
      const text = await ask(peer, agent, {});
      const requests = await count(subgraphs);
      reference ??= JSON.parse(text);
      deepStrictEqual(JSON.parse(text), reference, `${peer.name} answers something else`);
      figures.push(
        atMost(`router: subgraph requests of ${peer.name} (${text.length} bytes out)`, requests, 7, 'requests'),
      );
    }
    return figures;
  } finally {
    await agent.close();
  }
}

const count = async (subgraphs: string): Promise<number> => Number(await (await fetch(`${subgraphs}/count`)).text());

interface Round {
  readonly perSecond: number;
  readonly cpuMs: number;
}

async function race(peers: readonly Peer[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const mode of MODES) {
    const rounds = new Map<Peer, Round[]>(peers.map((peer) => [peer, []]));
    for (const peer of peers) await load(peer, mode, ROUND_MS / 2); // warm
    for (let round = 0; round < ROUNDS; round++)
      for (const peer of peers) rounds.get(peer)?.push(await load(peer, mode, ROUND_MS));
    const middle = (name: string, pick: (round: Round) => number) =>
      median((rounds.get(peers.find((peer) => peer.name === name) as Peer) ?? []).map(pick)); // OURS and APOLLO always run
    for (const peer of peers) figures.push(figureOf(mode, peer.name, middle));
  }
  return figures;
}

function figureOf(mode: Mode, name: string, middle: (name: string, pick: (round: Round) => number) => number): Figure {
  const value = middle(name, ({ cpuMs }) => cpuMs);
  const reference = middle(APOLLO, ({ cpuMs }) => cpuMs);
  const ratio = reference / value;
  const goal = name === OURS ? GOALS[mode] : 0;
  const perSecond = middle(name, ({ perSecond }) => perSecond).toFixed(0);
  return {
    name: `router: ${mode}, CPU of ${name} per request, ${perSecond} requests/s`,
    value,
    reference,
    ratio,
    unit: 'ms',
    seed: null,
    goal: goal > 0 ? `≥ ${goal} × less than ${APOLLO}` : 'none',
    isMet: ratio >= goal,
  };
}

/** Requests by as many connections as the benchmark has, for a while. */
async function load(peer: Peer, mode: Mode, durationMs: number): Promise<Round> {
  const agent = new Agent({ connections: CONNECTIONS });
  const startedAt = performance.now();
  const cpuBefore = peer.cpuMs();
  let requests = 0;
  const client = async () => {
    while (performance.now() - startedAt < durationMs) {
      await ask(peer, agent, headersOf(mode, requests++));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  const seconds = (performance.now() - startedAt) / 1000;
  const cpuMs = (peer.cpuMs() - cpuBefore) / requests;
  await agent.close();
  return { perSecond: requests / seconds, cpuMs };
}

function headersOf(mode: Mode, number: number): Record<string, string> {
  if (mode === 'identical') return {};
  if (mode === 'unique') return { [UNIQUE_HEADER]: String(number) };
  return { [UNIQUE_HEADER]: String(number), [VARYING_HEADER]: String(number) };
}

const BODY = JSON.stringify({ query: DEEP_QUERY });

async function ask(peer: Peer, agent: Agent, headers: Record<string, string>): Promise<string> {
  const { statusCode, body } = await request(peer.url, {
    dispatcher: agent,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: BODY,
  });
  const text = await body.text();
  if (statusCode !== 200 || !text.startsWith('{"data":{'))
    throw new Error(`${peer.name}: ${statusCode} ${text.slice(0, 200)}`);
  return text;
}
