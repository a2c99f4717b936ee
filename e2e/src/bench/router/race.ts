import { deepStrictEqual } from 'node:assert/strict';
import { Agent, request } from 'undici';
import { median } from '../figure.js';
import { type Peer, UNIQUE_HEADER, VARYING_HEADER } from './peer.js';

const CONNECTIONS = 50;
const ROUNDS = 3;
/** Before anything is measured: V8 goes on compiling for some thousand requests, and a router runs for weeks. */
const WARM_MS = 10_000;

/**
 * How alike requests are. Identical: byte by byte. Unique: a header that is handed on differs, so nothing can be shared.
 * Varying: the answers of the subgraphs differ, too, so nothing can be remembered.
 */
export type Mode = 'identical' | 'unique' | 'varying';

/** What is asked, as GraphQL over HTTP has it. */
export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** What a router has done, per request. */
export interface Pace {
  readonly perSecond: number;
  /** CPU time of the router's process per request, in ms. */
  readonly cpuMs: number;
}

/** What one answer of a router costs the subgraphs. */
export interface Answering {
  readonly peer: Peer;
  readonly requests: number;
  readonly bytes: number;
}

/** Answers must be equal before speed means anything: the first two routers have to agree, any other else leaves, aloud. */
export async function compareAnswers(peers: readonly Peer[], question: Question, subgraphs: string) {
  const agent = new Agent();
  const equals: Answering[] = [];
  let reference: unknown;
  try {
    for (const [at, peer] of peers.entries()) {
      try {
        await ask(peer, agent, question);
        await count(subgraphs);
        const text = await ask(peer, agent, question);
        const requests = await count(subgraphs);
        reference ??= JSON.parse(text);
        deepStrictEqual(JSON.parse(text), reference, `${peer.name} answers something else`);
        equals.push({ peer, requests, bytes: Buffer.byteLength(text) });
      } catch (cause) {
        if (at < 2) throw cause;
        console.error(`${peer.name} is left out: ${cause instanceof Error ? cause.message : cause}`);
      }
    }
    return equals;
  } finally {
    await agent.close();
  }
}

const count = async (subgraphs: string): Promise<number> => Number(await (await fetch(`${subgraphs}/count`)).text());

/** Lets the routers answer one question in turns, each for so long a turn; medians over the turns, by name. */
export async function race(
  peers: readonly Peer[],
  question: Question,
  { mode, turnMs }: { mode: Mode; turnMs: number },
): Promise<ReadonlyMap<string, Pace>> {
  const turns = new Map<string, Pace[]>(peers.map(({ name }) => [name, []]));
  for (const peer of peers) await load(peer, question, { mode, turnMs: WARM_MS });
  for (let round = 0; round < ROUNDS; round++)
    for (const peer of peers) turns.get(peer.name)?.push(await load(peer, question, { mode, turnMs }));
  const middle = (paces: readonly Pace[]): Pace => ({
    perSecond: median(paces.map(({ perSecond }) => perSecond)),
    cpuMs: median(paces.map(({ cpuMs }) => cpuMs)),
  });
  return new Map([...turns].map(([name, paces]) => [name, middle(paces)]));
}

/** Requests by as many connections as the benchmark has, for a while. */
async function load(peer: Peer, question: Question, { mode, turnMs }: { mode: Mode; turnMs: number }): Promise<Pace> {
  const agent = new Agent({ connections: CONNECTIONS });
  const startedAt = performance.now();
  const cpuBefore = peer.cpuMs();
  let requests = 0;
  const client = async () => {
    while (performance.now() - startedAt < turnMs) await ask(peer, agent, question, headersOf(mode, requests++));
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

/** Asks and reads the whole answer; throws when it is not one without errors. */
export async function ask(
  peer: Peer,
  dispatcher: Agent,
  question: Question,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { statusCode, text } = await send(peer, dispatcher, question, headers);
  if (statusCode !== 200 || !text.startsWith('{"data":{') || text.includes('"errors":['))
    throw new Error(`${peer.name}: ${statusCode} ${text.slice(0, 200)}`);
  return text;
}

/** Asks and reads the whole answer, whatever it is. */
export async function send(
  { url }: Peer,
  dispatcher: Agent,
  question: Question,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly statusCode: number; readonly text: string }> {
  const { statusCode, body } = await request(url, {
    dispatcher,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(question),
  });
  return { statusCode, text: await body.text() };
}
