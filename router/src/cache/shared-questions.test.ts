import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RouterOptions } from '../router-options.js';
import { makePersonalGraph, type PersonalGraph } from '../testing/graphs/personal.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.js';
import { makeTestLog } from '../testing/test-log.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';

const ASKERS = 20;

describe('many who ask at once for what is not in the cache', () => {
  let data: PersonalGraph;
  let graph: TestGraph;
  let issuer: TestIssuer;
  let router: TestRouter;
  let tokens: string[];

  beforeEach(async () => {
    data = makePersonalGraph();
    graph = await startTestGraph(data.definitions);
    issuer = await startTestIssuer();
    tokens = await Promise.all(Array.from({ length: ASKERS }, (_, at) => issuer.token({ subject: `user ${at}` })));
    await start();
  });

  afterEach(async () => {
    await router.stop();
    await issuer.stop();
    await graph.stop();
  });

  const start = async (options: Partial<RouterOptions> = {}) => {
    const rules = {
      'Query.news': { maxAge: 60 },
      Item: { maxAge: 60 },
      Wallet: { maxAge: 60, scope: 'PRIVATE' as const },
    };
    const { supergraph } = graph;
    router = await startTestRouter({
      supergraph,
      authentication: issuer.rules,
      cache: { enabled: true, rules },
      ...options,
    });
  };
  const restart = async (options: Partial<RouterOptions>) => {
    await router.stop();
    await start(options);
  };
  const times = (name: string) => graph.subgraph(name).requests.length;
  /** All of them, each with a token of its own. */
  const askAll = (query: string) => Promise.all(tokens.map((token) => router.query(query, { token })));
  /** One of them, who may leave. */
  const ask = (at: number, query: string) => {
    const abort = new AbortController();
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${tokens[at]}` };
    const body = JSON.stringify({ query });
    const answer = router.fetch('/graphql', { method: 'POST', headers, body, signal: abort.signal });
    return { leave: () => abort.abort(), answer: answer.then((response) => response.json()) };
  };

  it.each([
    ['an answer of the root', 'items', '{ news }', { news: 'Item 1' }],
    ['entities', 'stock', '{ items(first: 2) { label } }', { items: [{ label: 'Item 1!' }, { label: 'Item 2!' }] }],
  ])('ask the subgraph once for %s', async (_, name, query, expected) => {
    graph.subgraph(name).delayMs = 200;
    expect(await askAll(query)).toEqual(tokens.map(() => ({ data: expected })));
    expect(times(name)).toBe(1);
    expect((await askAll(query))[0]).toEqual({ data: expected });
    expect(times(name)).toBe(1);
  });

  it('wait for the same entities, whatever else they ask for', async () => {
    graph.subgraph('stock').delayMs = 200;
    const queries = [
      '{ item(id: "1") { label } }',
      '{ items(first: 1) { label } }',
      '{ one: item(id: "1") { label } }',
    ];
    await Promise.all(queries.map((query, at) => router.query(query, { token: tokens[at] ?? '' })));
    expect(times('stock')).toBe(1);
  });

  it('get what is private each for themselves', async () => {
    graph.subgraph('items').delayMs = 50;
    const answers = await askAll('{ wallet { owner } }');
    expect(answers).toEqual(tokens.map((_, at) => ({ data: { wallet: { owner: `user ${at}` } } })));
  });

  it('get each for themselves what only the subgraph says is private', async () => {
    Object.assign(graph.subgraph('stock'), { delayMs: 50, headers: { 'cache-control': 'private, max-age=60' } });
    for (const _ of [1, 2]) {
      const answers = await askAll('{ item(id: "1") { note } }');
      expect(answers).toEqual(tokens.map((_, at) => ({ data: { item: { note: `1 of user ${at}` } } })));
    }
  });

  it('are each told by the subgraph itself what is wrong', async () => {
    data.isFailing = true;
    graph.subgraph('stock').delayMs = 50;
    for (const { errors } of await askAll('{ item(id: "1") { broken } }'))
      expect(errors).toMatchObject([{ message: 'broken 1', path: ['item', 'broken'] }]);
    expect(times('stock')).toBe(ASKERS);
  });

  it('lose nothing when the first of them leaves, and keep what has come', async () => {
    const letGo = graph.subgraph('items').hold();
    const [first, second] = [ask(0, '{ news }'), ask(1, '{ news }')];
    await until('it is asked', () => times('items') === 1);
    first.leave();
    await expect(first.answer).rejects.toThrow();
    const third = ask(2, '{ news }');
    letGo();
    expect(await Promise.all([second.answer, third.answer])).toEqual([1, 2].map(() => ({ data: { news: 'Item 1' } })));
    await ask(3, '{ news }').answer;
    expect(times('items')).toBe(1);
  });

  it('get nothing private that was asked for one who has left', async () => {
    const { logger, lines } = makeTestLog();
    await restart({ logger, logging: { access: true } });
    graph.subgraph('stock').headers = { 'cache-control': 'private, max-age=60' };
    const letGo = graph.subgraph('stock').hold();
    const query = '{ item(id: "1") { note } }';
    const first = ask(0, query);
    await until('it is asked', () => times('stock') === 1);
    const second = ask(1, query);
    await ask(2, '{ item(id: "2") { name } }').answer; // comes after both
    first.leave();
    await expect(first.answer).rejects.toThrow();
    await until('the router has noticed', () => lines.some(({ status }) => status === 499));
    letGo();
    expect(await second.answer).toEqual({ data: { item: { note: '1 of user 1' } } });
  });

  it('ask anew when all who asked before have left', async () => {
    await restart({ timeouts: { subgraphMs: 500 } });
    graph.subgraph('items').behaviour = 'hang';
    const askers = [ask(0, '{ news }'), ask(1, '{ news }')];
    await until('it is asked', () => times('items') === 1);
    for (const { leave, answer } of askers) {
      leave();
      await expect(answer).rejects.toThrow();
    }
    graph.subgraph('items').behaviour = 'answer';
    await until('somebody is answered', async () => {
      const { data: found } = (await ask(2, '{ news }').answer) as { data: { news: string | null } };
      return found.news !== null;
    });
    expect(times('items')).toBeLessThan(5);
  });

  it('wait no longer than their own requests may take, and are not waited for again', async () => {
    await restart({ timeouts: { subgraphMs: 20_000, requestMs: 300 } });
    graph.subgraph('items').behaviour = 'hang';
    const startedAt = performance.now();
    for (const { errors } of await askAll('{ news }'))
      expect(errors).toMatchObject([{ path: ['news'], extensions: { code: 'SUBGRAPH_TIMEOUT' } }]);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(times('items')).toBe(1);
  });

  it('do not wait for what was asked before they changed something', async () => {
    const letGo = graph.subgraph('items').hold();
    const before = ask(0, '{ news }');
    await until('it is asked', () => times('items') === 1);
    graph.subgraph('items').behaviour = 'drop';
    const rename = 'mutation { rename(id: "1", name: "New") { id } }';
    expect(await router.query(rename, { token: tokens[1] ?? '' })).toHaveProperty('errors');
    graph.subgraph('items').behaviour = 'answer';
    const after = ask(1, '{ news }'); // whether something has changed nobody knows
    await until('it is asked anew', () => times('items') === 3);
    letGo();
    for (const { answer } of [before, after]) expect(await answer).toHaveProperty('data.news');
  });
});
