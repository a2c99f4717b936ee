import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RouterSettings } from '../config/config-schema.js';
import { makePersonalGraph, type PersonalGraph } from '../testing/graphs/personal.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';

/** Rules under which everything of the graph may be kept. */
const RULES = {
  'Query.news': { maxAge: 60 },
  'Query.hello': { maxAge: 60 },
  Item: { maxAge: 60 },
  Wallet: { maxAge: 60, scope: 'PRIVATE' },
  'Item.note': { scope: 'PRIVATE' },
} as const;

describe('a cache of subgraphs’ answers', () => {
  let data: PersonalGraph;
  let graph: TestGraph;
  let issuer: TestIssuer;
  let router: TestRouter;

  beforeEach(async () => {
    data = makePersonalGraph();
    graph = await startTestGraph(data.definitions);
    issuer = await startTestIssuer();
  });

  afterEach(async () => {
    await router.stop();
    await issuer.stop();
    await graph.stop();
  });

  const start = async (cache: RouterSettings['cache'], settings: Partial<RouterSettings> = {}) => {
    const { supergraph } = graph;
    router = await startTestRouter({ supergraph, authentication: issuer.rules, cache, ...settings });
  };
  const withRules = () => start({ enabled: true, rules: RULES });
  /** How often a subgraph was asked while somebody asked the router; a query that is new is asked under a name of its own. */
  const asked = async (name: string, query: string, token?: string) => {
    graph.reset();
    const answer = await router.query(query, token === undefined ? {} : { token });
    return { times: graph.subgraph(name).requests.length, ...answer };
  };
  const ANN = { subject: 'ann' };

  it('is off unless it is switched on', async () => {
    await start({ rules: RULES });
    for (const times of [1, 1, 1]) expect(await asked('items', '{ news }')).toMatchObject({ times });
  });

  it('keeps what rules and composed directives give an age, under any name and alias of the client’s', async () => {
    await withRules();
    expect(await asked('items', 'query A { news }')).toEqual({ times: 1, data: { news: 'Item 1' } });
    expect(await asked('items', 'query B { news }')).toEqual({ times: 0, data: { news: 'Item 1' } });
    expect(await asked('items', '{ headline }')).toMatchObject({ times: 1 });
    expect(await asked('items', '{ headline }')).toMatchObject({ times: 0 });
  });

  it('keeps nothing of what has no age, nor together with it', async () => {
    await start({ enabled: true, rules: { 'Query.news': { maxAge: 60 } } });
    for (const query of ['{ items { id } }', '{ news items { id } }', '{ news item(id: "1") { name } }']) {
      await asked('items', query);
      expect(await asked('items', query)).toMatchObject({ times: 1 });
    }
  });

  it('tells arguments and variables apart', async () => {
    await withRules();
    const ask = async (id: string) => {
      graph.reset();
      const { data: found } = await router.query('query ($id: ID!) { item(id: $id) { name } }', { variables: { id } });
      return [graph.subgraph('items').requests.length, found.item.name];
    };
    expect([await ask('1'), await ask('2'), await ask('1')]).toEqual([
      [1, 'Item 1'],
      [1, 'Item 2'],
      [0, 'Item 1'],
    ]);
    expect(await asked('stock', '{ items { count } }')).toMatchObject({ times: 1 });
    const inKilograms = await asked('stock', '{ items(first: 1) { count(unit: "kg") } }');
    expect(inKilograms).toEqual({ times: 1, data: { items: [{ count: '1kg' }] } });
  });

  it('tells defaults of variables apart, and null from nothing', async () => {
    await withRules();
    const ask = async (byDefault: string, variables: Readonly<Record<string, unknown>> = {}) => {
      const query = `query ($unit: String = ${byDefault}) { items(first: 1) { count(unit: $unit) } }`;
      const { data: found } = await router.query(query, { variables });
      return found.items[0].count;
    };
    expect([await ask('"kg"'), await ask('"t"'), await ask('null')]).toEqual(['1kg', '1t', '1null']);
    expect([await ask('"kg"', { unit: null }), await ask('"kg"')]).toEqual(['1null', '1kg']);
  });

  it('forgets what is too old', async () => {
    await start({ enabled: true, rules: { 'Query.news': { maxAge: 1 } } });
    await asked('items', '{ news }');
    data.rename('1', 'New');
    expect(await asked('items', '{ news }')).toMatchObject({ times: 0 });
    await until('it is asked again', async () => (await asked('items', '{ news }')).data.news === 'New');
  });

  it('asks only for entities that it does not have, and puts errors where they belong', async () => {
    await withRules();
    await asked('stock', '{ item(id: "2") { count } }');
    const all = await asked('stock', '{ items { count } }');
    expect(all).toEqual({ times: 1, data: { items: ['1g', '2g', '3g', '4g'].map((count) => ({ count })) } });
    const [request] = graph.subgraph('stock').requests;
    expect(request?.variables.representations).toEqual(['1', '3', '4'].map((id) => ({ __typename: 'Item', id })));
    expect(await asked('stock', '{ items(first: 3) { count } }')).toMatchObject({ times: 0 });

    await asked('stock', '{ item(id: "1") { broken } }');
    const some = await asked('stock', '{ items { broken } }');
    expect(some.data.items).toEqual([1, 2, 3, null].map((broken) => ({ broken })));
    expect(some.errors?.map(({ path }) => path)).toEqual([['items', 3, 'broken']]);
    expect(graph.subgraph('stock').requests[0]?.variables.representations).toHaveLength(3);
  });

  it('keeps nothing of an answer with errors, nor of a failure', async () => {
    await withRules();
    data.isFailing = true;
    expect(await asked('stock', '{ items { broken } }')).toMatchObject({ times: 1, errors: expect.anything() });
    graph.subgraph('items').behaviour = 503;
    expect((await asked('items', '{ news }')).errors).toBeDefined();
    data.isFailing = false;
    graph.subgraph('items').behaviour = 'answer';
    expect((await asked('stock', '{ items(first: 3) { broken } }')).data.items).toEqual(
      [1, 2, 3].map((broken) => ({ broken })),
    );
    expect(await asked('items', '{ news }')).toEqual({ times: 1, data: { news: 'Item 1' } });
  });

  it('keeps what is private for the same caller only, and nothing of it for nobody', async () => {
    await withRules();
    const [ann, bob] = [await issuer.token(ANN), await issuer.token({ subject: 'bob' })];
    for (const query of ['{ wallet { owner } }', '{ items(first: 1) { note } }', '{ hello }']) {
      for (const token of [ann, bob]) {
        const first = await asked('items', query, token);
        expect(JSON.stringify(first.data)).toContain(token === ann ? 'ann' : 'bob');
        expect(await asked('stock', query, token)).toEqual({ ...first, times: 0 });
      }
    }
    for (const times of [1, 1]) expect(await asked('items', '{ wallet { owner } }')).toMatchObject({ times });
  });

  it('tells headers apart that subgraphs see', async () => {
    await start({ enabled: true, rules: RULES }, { headers: { propagate: ['x-tenant'] } });
    const ask = async (tenant: string) => {
      graph.reset();
      await router.query('{ news }', { headers: { 'x-tenant': tenant } });
      return graph.subgraph('items').requests.length;
    };
    expect([await ask('a'), await ask('b'), await ask('a'), await ask('b')]).toEqual([1, 1, 0, 0]);
  });

  it('answers nobody who has mutated with what was asked before', async () => {
    await withRules();
    const [ann, again, bob] = [
      await issuer.token(ANN),
      await issuer.token({ ...ANN, clientId: 'other' }),
      await issuer.token({ subject: 'bob' }),
    ];
    await asked('items', '{ news wallet { balance } }', ann);
    await asked('items', '{ news }', bob);
    await router.query('mutation { rename(id: "1", name: "New") { id } deposit { balance } }', { token: ann });
    expect((await asked('items', '{ news }', bob)).data).toEqual({ news: 'Item 1' });
    expect((await asked('items', '{ news wallet { balance } }', ann)).data).toEqual({
      news: 'New',
      wallet: { balance: 1 },
    });
    expect((await asked('items', '{ n: news wallet { balance } }', again)).data).toEqual({
      n: 'New',
      wallet: { balance: 1 },
    });
    // What she was told anew is from now on told to all.
    await asked('items', '{ news }', ann);
    expect(await asked('items', '{ news }', bob)).toEqual({ times: 0, data: { news: 'New' } });
  });

  it('answers nobody with what was asked while a mutation was under way', async () => {
    await withRules();
    const token = await issuer.token(ANN);
    const letGo = graph.subgraph('items').hold();
    const mutation = router.query('mutation { deposit { balance } }', { token });
    const query = router.query('{ wallet { balance } }', { token });
    await until('both are under way', () => graph.subgraph('items').requests.length === 2);
    letGo();
    await Promise.all([mutation, query]);
    expect(await asked('items', '{ wallet { balance } }', token)).toEqual({
      times: 1,
      data: { wallet: { balance: 1 } },
    });
  });

  it('tells everybody anew what a mutation changes by configuration', async () => {
    await start({ enabled: true, rules: RULES, invalidatedBy: { 'Mutation.rename': ['Item'] } });
    const bob = await issuer.token({ subject: 'bob' });
    const queries = ['{ item(id: "1") { name } }', '{ item(id: "1") { label } }', '{ items { name } }'];
    for (const query of queries) await asked('items', query, bob);
    await asked('items', '{ news }', bob);
    await router.query('mutation { rename(id: "1", name: "New") { id } }', { token: await issuer.token(ANN) });
    for (const query of queries) expect(JSON.stringify(await asked('items', query, bob))).toContain('New');
    expect(await asked('items', '{ news }', bob)).toMatchObject({ times: 0 });
  });

  it.each([
    ['no-store', 1],
    ['max-age=0', 1],
    ['private, max-age=60', 1],
    ['max-age=60, public', 0],
    ['max-age=nonsense', 1],
    [['max-age=60', 'no-store'], 1], // a header of the subgraph, and one of the proxy before it
    [['public', 'max-age=60'], 0],
  ])('keeps answers no longer than the subgraph says: %s', async (header, times) => {
    await withRules();
    graph.subgraph('items').headers = { 'cache-control': header };
    await asked('items', '{ news }');
    expect(await asked('items', '{ news }')).toMatchObject({ times });
  });

  it('may be told not to listen to that', async () => {
    await start({ enabled: true, rules: RULES, headers: 'ignore' });
    graph.subgraph('items').headers = { 'cache-control': 'no-store' };
    await asked('items', '{ news }');
    expect(await asked('items', '{ news }')).toMatchObject({ times: 0 });
  });
});
