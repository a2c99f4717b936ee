import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { print } from 'graphql';
import { pino } from 'pino';
import type { RouterOptions } from '../../main.js';
import { SHOP } from '../../testing/graphs/shop.js';
import { compose, startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestRegistry, type TestRegistry } from '../../testing/test-registry.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';

let graph: TestGraph;
let router: TestRouter | undefined;
let faults: string[];

beforeEach(async () => {
  faults = [];
  graph = await startTestGraph(SHOP);
});

afterEach(async () => {
  await router?.stop();
  router = undefined;
  await graph.stop();
});

const start = async (options: RouterOptions) => {
  const write = (line: string) => faults.push(JSON.parse(line).err?.message ?? line);
  router = await startTestRouter({ logger: pino({ level: 'error' }, { write }), ...options });
  return router;
};
const withoutReviews = () => compose(['accounts', 'products', 'stock'].map((name) => graph.subgraph(name)));
const REVIEWS = '{ me { name reviews { text } } }';
const codes = async (query: string) => (await router?.query(query))?.errors?.map(({ extensions }) => extensions.code);
const untilServed = (query: string) => until(`${query} is served`, async () => (await codes(query)) === undefined);

describe('a folder of subgraphs', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetgraph-subgraphs-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  const put = async (name: string, text = print(graph.subgraph(name).typeDefs)) => {
    const file = join(folder, `${name}.graphql`);
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };
  const urls = () => Object.fromEntries(Object.values(graph.subgraphs).map(({ name, url }) => [name, { urls: [url] }]));

  it('is composed, and again when a file comes or changes', async () => {
    for (const name of ['accounts', 'products', 'stock']) await put(name);
    await start({ supergraph: folder, subgraphs: urls() });
    expect(await router?.query('{ me { name } }')).toEqual({ data: { me: { name: 'User 1' } } });
    expect(await codes(REVIEWS)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    await put('reviews');
    await untilServed(REVIEWS);
    await put('stock', `${print(graph.subgraph('stock').typeDefs)}\nextend type Query { more: Int }`);
    await untilServed('{ __typename @skip(if: true) more }');
    expect(faults).toEqual([]);
  });

  it.each([
    ['type Query {\n  a Int\n}', /^The subgraphs do not compose:\nstock\.graphql:2:5: Syntax Error: Expected ":"/],
    [
      'type Query { a: Int }\ntype Query { b: Int }',
      /^The subgraphs do not compose:\n\[stock\] There can be only one type named "Query"/,
    ],
    ['type Query {\n  a: Nothing\n}', /stock\.graphql:2:\d+: .*Unknown type/],
    ['type User @key(fields: "id") { id: Int! name: [String] }', /accounts\.graphql:\d+:\d+.*User\.\w+/],
  ])('is refused with the subgraph and the line, once; the old one stays: %s', async (bad, message) => {
    for (const name of ['accounts', 'products', 'stock']) await put(name);
    await start({ supergraph: folder, subgraphs: urls() });
    await put('stock', bad);
    await until('it is refused', () => faults.length > 0);
    expect(faults[0]).toMatch(message);
    expect(await router?.query('{ me { name } }')).toEqual({ data: { me: { name: 'User 1' } } });
    await put('stock');
    await put('reviews');
    await untilServed(REVIEWS);
    expect(faults.filter((fault) => fault === faults[0])).toHaveLength(1);
  });

  it('needs the address of each subgraph, and tells all that are missing', async () => {
    await put('accounts');
    await put('stock');
    await expect(start({ supergraph: folder })).rejects.toMatchObject({
      faults: [
        'accounts.graphql: the setting subgraphs.accounts.urls is missing',
        'stock.graphql: the setting subgraphs.stock.urls is missing',
      ],
    });
  });

  it('needs something in it', async () => {
    await expect(start({ supergraph: folder })).rejects.toThrow('neither supergraph.graphql nor files of subgraphs');
  });
});

describe('an address', () => {
  let registry: TestRegistry;

  beforeEach(async () => {
    registry = await startTestRegistry(withoutReviews());
  });

  afterEach(() => registry.stop());

  // On a busy machine an address that is well answers within a second, too.
  const supergraphUrl = { intervalMs: 5, timeoutMs: 1_000, authorization: 'Bearer secret' };

  it('is asked with its authorization and for changes only', async () => {
    await start({ supergraph: registry.url, supergraphUrl });
    await until('it was asked again', () => registry.requests.length > 3);
    expect(registry.requests.map(({ authorization }) => authorization)).not.toContain(undefined);
    const [first, ...later] = registry.requests;
    expect([first?.status, first?.ifNoneMatch]).toEqual([200, undefined]);
    for (const { status, ifNoneMatch } of later) expect([status, ifNoneMatch]).toEqual([304, registry.etag]);
    registry.text = graph.supergraph;
    await untilServed(REVIEWS);
  });

  it.each(['hang', 'drop', 503, 304] as const)(
    'that fails keeps the old supergraph, and is told of once until it answers: %s',
    async (behaviour) => {
      await start({ supergraph: registry.url, supergraphUrl });
      registry.behaviour = behaviour;
      registry.text = graph.supergraph;
      const before = registry.requests.length;
      await until('it was asked again', () => registry.requests.length > before + 2);
      expect(await router?.query('{ me { name } }')).toEqual({ data: { me: { name: 'User 1' } } });
      expect(faults).toHaveLength(behaviour === 304 ? 0 : 1);
      if (behaviour === 503)
        expect(faults[0]).toBe(`The supergraph cannot be had from ${registry.url}: it answers 503`);
      registry.behaviour = 'answer';
      await untilServed(REVIEWS);
    },
  );

  it('that serves no supergraph is refused once', async () => {
    await start({ supergraph: registry.url, supergraphUrl });
    registry.text = 'type Query { me: Int }';
    await until('it is refused', () => faults.length > 0);
    const before = registry.requests.length;
    await until('it was asked again', () => registry.requests.length > before + 2);
    expect(faults).toEqual([expect.stringContaining('not a valid supergraph')]);
    registry.text = graph.supergraph;
    await untilServed(REVIEWS);
  });

  it('that hangs does not keep the router from stopping', async () => {
    await start({ supergraph: registry.url, supergraphUrl: { intervalMs: 5, timeoutMs: 120_000 } });
    registry.behaviour = 'hang';
    const before = registry.requests.length;
    await until('it hangs', () => registry.requests.length > before);
    await router?.stop();
    await until('nothing is open', async () => (await registry.connections()) === 0);
  });

  it('that fails at the start keeps the router from starting', async () => {
    registry.behaviour = 503;
    await expect(start({ supergraph: registry.url, supergraphUrl })).rejects.toThrow('it answers 503');
  });
});
