import { isSignatureValid } from '@fleetgraph/kit/auth/sign-request';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RouterOptions } from '../main.js';
import { SHOP } from '../testing/graphs/shop.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';
import { startTestSubgraph } from '../testing/test-subgraph.js';

const SECRET = 'a-secret-of-more-than-32-characters-for-tests';
/** What is done in less has not waited for a subgraph that hangs, on a busy machine either. */
const IN_TIME_MS = 20_000;
/** Only of the one that hangs: on a busy machine the others need more. */
const hangsShortly = (name: string) => ({ subgraphs: { [name]: { traffic: { timeoutMs: 300 } } } });

describe('calls to subgraphs', () => {
  let graph: TestGraph;
  let router: TestRouter | undefined;

  beforeEach(async () => {
    router = undefined;
    graph = await startTestGraph(SHOP);
  });

  afterEach(async () => {
    await router?.stop();
    await graph.stop();
  });

  const start = async (options: Partial<RouterOptions> = {}) => {
    router = await startTestRouter({
      supergraph: graph.supergraph,
      timeouts: { subgraphMs: IN_TIME_MS, requestMs: IN_TIME_MS },
      ...options,
    });
    return router;
  };
  const definition = (name: string) => {
    const found = SHOP.find((subgraph) => subgraph.name === name);
    if (found === undefined) throw new Error(name);
    return found;
  };

  it('waits for a subgraph that hangs once, however many calls to it stand behind each other', async () => {
    const { query } = await start(hangsShortly('accounts'));
    const accounts = graph.subgraph('accounts');
    accounts.behaviour = 'hang';
    const { data, errors } = await query('{ me { nickname } products { upc ... on Book { maker { id nickname } } } }');
    expect(data).toMatchObject({ me: null, products: [{ maker: { id: expect.any(String), nickname: null } }, {}, {}] });
    expect(new Set(errors?.map(({ extensions: { code } }) => code))).toEqual(new Set(['SUBGRAPH_TIMEOUT']));
    expect(accounts.requests).toHaveLength(1);
  });

  it('answers the rest when a subgraph is dead, with a typed error for each field that it costs', async () => {
    const { query } = await start();
    await graph.subgraph('reviews').kill();
    const { data, errors } = await query('{ me { name reviews { text } } review(id: "1") { id } products { name } }');
    expect(data.products).toEqual([{ name: 'Atlas' }, { name: 'Ball' }, { name: 'Novel' }]);
    expect(data.me).toEqual({ name: 'User 1', reviews: null });
    const extensions = { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'reviews', retryable: true };
    expect(errors).toHaveLength(2);
    expect(errors).toContainEqual(expect.objectContaining({ path: ['review'], extensions }));
    expect(errors).toContainEqual(expect.objectContaining({ path: ['me', 'reviews'], extensions }));
    expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|ECONN/);
  });

  it('answers the rest when a subgraph hangs, within its time', async () => {
    const { query } = await start(hangsShortly('reviews'));
    graph.subgraph('reviews').behaviour = 'hang';
    const startedAt = performance.now();
    const { data, errors } = await query('{ me { name reviews { text } } }');
    expect(performance.now() - startedAt).toBeLessThan(IN_TIME_MS);
    expect(data).toEqual({ me: { name: 'User 1', reviews: null } });
    expect(errors).toMatchObject([
      { path: ['me', 'reviews'], extensions: { code: 'SUBGRAPH_TIMEOUT', subgraph: 'reviews', retryable: true } },
    ]);
  });

  it('bounds the whole request, whatever the number of calls', async () => {
    const { query } = await start({ timeouts: { subgraphMs: IN_TIME_MS, requestMs: 350 } });
    for (const name of ['accounts', 'reviews']) graph.subgraph(name).behaviour = 'hang';
    const startedAt = performance.now();
    await query(
      'mutation { a: rename(id: "1", name: "x") { name } addReview(upc: "t1", text: "x") { text } b: rename(id: "1", name: "y") { name } }',
    );
    expect(performance.now() - startedAt).toBeLessThan(IN_TIME_MS);
  });

  it.each([
    [500, 'SUBGRAPH_UNAVAILABLE'],
    [503, 'SUBGRAPH_UNAVAILABLE'],
    [200, 'SUBGRAPH_INVALID_RESPONSE'],
    [404, 'SUBGRAPH_INVALID_RESPONSE'],
  ])('names an answer %d that is not GraphQL: %s', async (status, code) => {
    const { query } = await start();
    graph.subgraph('reviews').behaviour = status;
    const { errors } = await query('{ me { name reviews { text } } }');
    expect(errors).toMatchObject([{ path: ['me', 'reviews'], extensions: { code } }]);
  });

  it('tells each entity of a list which field it lost', async () => {
    const { query } = await start();
    graph.subgraph('stock').behaviour = 'drop';
    const { errors } = await query('{ products { name ... on Book { inStock } } }');
    expect(errors?.map(({ path }) => path)).toEqual([
      ['products', 0, 'inStock'],
      ['products', 2, 'inStock'],
    ]);
  });

  it.each([0, 1, 2])('sends a query again when the connection breaks, %d times', async (max) => {
    const { query } = await start({ traffic: { retries: { max } } });
    graph.subgraph('accounts').behaviour = 'drop';
    await query('{ me { name } }');
    expect(graph.subgraph('accounts').requests).toHaveLength(1 + max);
  });

  it('sends a mutation once, and does not call it safe to repeat', async () => {
    const { query } = await start();
    graph.subgraph('accounts').behaviour = 'drop';
    const { data, errors } = await query('mutation { rename(id: "1", name: "x") { name } }');
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      { path: ['rename'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: false } },
    ]);
    expect(graph.subgraph('accounts').requests).toHaveLength(1);
  });

  it('calls a mutation that never left safe to repeat', async () => {
    const { query } = await start();
    await graph.subgraph('accounts').kill();
    const { errors } = await query('mutation { rename(id: "1", name: "x") { name } }');
    expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } }]);
  });

  it('takes turns among several addresses and goes on when one of them dies', async () => {
    const [one, other] = [
      await startTestSubgraph(definition('accounts')),
      await startTestSubgraph(definition('accounts')),
    ];
    const { query } = await start({ subgraphs: { accounts: { urls: [one.url, other.url] } } });
    for (let count = 0; count < 4; count += 1) await query('{ me { name } }');
    expect([one.requests.length, other.requests.length]).toEqual([2, 2]);
    expect(graph.subgraph('accounts').requests).toEqual([]);
    await one.kill();
    for (let count = 0; count < 6; count += 1)
      expect(await query('{ me { name } }')).toEqual({ data: { me: { name: 'User 1' } } });
    await other.kill();
  });

  it('signs what it sends, over method, path, body and identity', async () => {
    const { query } = await start({ signing: { secrets: [SECRET, 'another-secret-of-more-than-32-characters'] } });
    await query('{ me { name } }');
    const [request] = graph.subgraph('accounts').requests;
    const header = String(request?.headers['x-fleetgraph-signature']);
    const body = JSON.stringify({ query: request?.query, variables: {} });
    const signed = { method: 'POST', path: '/graphql', body, authorization: undefined };
    expect(isSignatureValid([SECRET], signed, header)).toBe(true);
    expect(isSignatureValid([SECRET], { ...signed, body: `${body} ` }, header)).toBe(false);
  });

  it('hands on those headers of a client that are named, and none that say who asks', async () => {
    const { query } = await start({ headers: { propagate: ['x-tenant'] }, signing: { secrets: [SECRET] } });
    const forged = {
      'x-fleetgraph-signature': 't=1,v1=00',
      'x-fleetgraph-deadline-ms': '999999999',
      'x-fleetgraph-viewer': 'admin',
      'x-forwarded-for': '10.0.0.1',
      'x-user-id': '1',
      cookie: 'session=1',
      'x-tenant': 'ours',
    };
    await query('{ me { name } }', { headers: forged });
    const [request] = graph.subgraph('accounts').requests;
    const { 'x-fleetgraph-signature': signature, 'x-fleetgraph-deadline-ms': left, ...others } = request?.headers ?? {};
    expect(Object.keys(others).sort()).toEqual(
      ['accept', 'connection', 'content-length', 'content-type', 'host', 'x-request-id', 'x-tenant'].sort(),
    );
    expect(signature).not.toBe(forged['x-fleetgraph-signature']);
    expect(Number(left)).toBeLessThanOrEqual(IN_TIME_MS);
  });

  it.each(['x-fleetgraph-viewer', 'Authorization', 'cookie', 'host'])('refuses to hand on %s', async (name) => {
    await expect(start({ headers: { propagate: [name] } })).rejects.toThrow(name.toLowerCase());
  });

  it('leaves a subgraph alone when the client has gone', async () => {
    const { url } = await start();
    graph.subgraph('accounts').behaviour = 'hang';
    const abort = new AbortController();
    const body = JSON.stringify({ query: '{ me { name reviews { text } } }' });
    const asked = fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: abort.signal,
    });
    await until('the subgraph is asked', () => graph.subgraph('accounts').requests.length === 1);
    abort.abort();
    await expect(asked).rejects.toThrow();
    const startedAt = performance.now();
    await router?.stop();
    router = undefined;
    expect(performance.now() - startedAt).toBeLessThan(IN_TIME_MS / 2);
  });
});
