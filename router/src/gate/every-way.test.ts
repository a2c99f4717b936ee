import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SHOP } from '../testing/graphs/shop.js';
import { TestEventStream } from '../testing/test-event-stream.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';
import { TestSocket } from '../testing/test-socket.js';

const MAX_COST = 20;
const body = (first: number) => `query Toys { products(first: ${first}) { name } }`;
const idOf = (first: number) => `toys-${first}`;
const SIZES = [MAX_COST, MAX_COST + 1];

/** The first error of an answer, as far as it tells the limit. */
type Refusal = { code: string; max: number } | undefined;
type Answer = { errors?: { extensions: NonNullable<Refusal> }[] };

describe('what an operation may cost', () => {
  let folder: string;
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetgraph-ways-'));
    const manifest = join(folder, 'manifest.json');
    const operations = SIZES.map((first) => ({ id: idOf(first), name: 'Toys', type: 'query', body: body(first) }));
    await writeFile(manifest, JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }));
    graph = await startTestGraph(SHOP);
    router = await startTestRouter({
      supergraph: graph.supergraph,
      limits: { maxCost: MAX_COST, maxBatch: 2 },
      persistedOperations: { mode: 'allow', manifests: [manifest] },
    });
  });
  beforeEach(() => graph.reset());
  afterAll(async () => {
    await router?.stop();
    await graph?.stop();
    await rm(folder, { recursive: true });
  });

  const get = async (search: Record<string, string>) => {
    const response = await router.fetch(`/graphql?${new URLSearchParams(search)}`);
    return (await response.json()) as Answer;
  };
  const post = async (content: unknown) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) };
    return (await (await router.fetch('/graphql', init)).json()) as Answer & Answer[];
  };
  const overSocket = async (payload: object): Promise<Answer> => {
    const socket = await TestSocket.greeted(router.url);
    socket.send({ type: 'subscribe', id: '1', payload });
    const heard = await socket.until('an answer', ({ type }) => type === 'next' || type === 'error');
    await socket.close();
    return heard.type === 'next' ? heard.payload : { errors: heard.payload };
  };
  const overEvents = async (asked: { query: string }): Promise<Answer> => {
    const stream = await TestEventStream.operation(router.url, asked);
    const [answer] = await stream.answersOf(1);
    await stream.ended();
    return answer;
  };

  it.each<[string, (first: number) => Promise<Answer | undefined>]>([
    ['POST', (first) => post({ query: body(first) })],
    ['GET', (first) => get({ query: body(first) })],
    ['a list', async (first) => (await post([{ query: '{ __typename }' }, { query: body(first) }]))[1]],
    ['an id', (first) => post({ documentId: idOf(first) })],
    ['an id by GET', (first) => get({ documentId: idOf(first) })],
    ['an id over a socket', (first) => overSocket({ query: '', extensions: persisted(first) })],
    ['a socket', (first) => overSocket({ query: body(first) })],
    ['an event stream', (first) => overEvents({ query: body(first) })],
    [
      'a variable',
      (first) => post({ query: 'query ($n: Int) { products(first: $n) { name } }', variables: { n: first } }),
    ],
    [
      'a default of a variable',
      (first) => post({ query: `query ($n: Int = ${first}) { products(first: $n) { name } }` }),
    ],
    ['a fragment', (first) => post({ query: `{ ...F } fragment F on Query { products(first: ${first}) { name } }` })],
    ['a condition', (first) => post({ query: `{ products(first: ${first}) @include(if: true) { name } }` })],
  ])('is the same by %s: the limit, and not one more', async (_, ask) => {
    const refusalOf = async (first: number): Promise<Refusal> => (await ask(first))?.errors?.[0]?.extensions;
    expect(await refusalOf(MAX_COST)).toBeUndefined();
    graph.reset();
    expect(await refusalOf(MAX_COST + 1)).toMatchObject({ code: 'COST_EXCEEDED', max: MAX_COST });
    expect(Object.values(graph.subgraphs).flatMap(({ requests }) => requests)).toEqual([]);
  });
});

const persisted = (first: number) => ({ persistedQuery: { version: 1, sha256Hash: idOf(first) } });
