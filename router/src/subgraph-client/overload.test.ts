import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RouterOptions } from '../main.js';
import { SHOP } from '../testing/graphs/shop.js';
import { askForUser, askForUsers, startLoad } from '../testing/several-addresses.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { makeTestLog } from '../testing/test-log.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';

const OVERLOADED = 'SUBGRAPH_OVERLOADED';
/** Less than that has not waited for a subgraph that hangs. */
const IN_TIME_MS = 20_000;

describe('a subgraph in trouble', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeEach(async () => {
    graph = await startTestGraph(SHOP);
  });

  afterEach(async () => {
    await router?.stop();
    await graph.stop();
  });

  const start = async (options: Partial<RouterOptions>) => {
    // So long that what is done in time is not done by them, on a busy machine either.
    const timeouts = { subgraphMs: 20_000, requestMs: IN_TIME_MS };
    router = await startTestRouter({ supergraph: graph.supergraph, timeouts, ...options });
  };
  const impaired = async () =>
    ((await (await router.fetch('/health/ready')).json()) as { impaired?: unknown[] }).impaired;
  const seen = () => graph.subgraph('accounts').requests.length;

  it.each([
    ['is dead', { behaviour: 'drop' }],
    ['hangs', { behaviour: 'hang' }],
    ['is slow', { delayMs: 5_000 }],
  ] as const)('costs its own fields and its own time when it %s, and is back within seconds', async (_, trouble) => {
    // Only of the one in trouble: on a busy machine the others need more.
    await start({ subgraphs: { accounts: { traffic: { timeoutMs: 300 } } } });
    const accounts = graph.subgraph('accounts');
    const longestMs: number[] = [];
    const ask = async (id: number) => {
      const startedAt = performance.now();
      const query = 'query ($id: ID!) { user(id: $id) { name } products { upc } }';
      const { data, errors = [] } = await router.query(query, { variables: { id: `${id}` } });
      longestMs.push(performance.now() - startedAt);
      expect(data.products).toHaveLength(3);
      for (const error of errors) expect(error).toMatchObject({ path: ['user'], extensions: { retryable: true } });
      return errors.length === 0;
    };
    await ask(0);
    Object.assign(accounts, trouble);
    for (let round = 1; round <= 5; round++) {
      const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => ask(100 * round + at)));
      expect(answers).not.toContain(true);
    }
    expect(Math.max(...longestMs)).toBeLessThan(IN_TIME_MS / 2);
    Object.assign(accounts, { behaviour: 'answer', delayMs: 0 });
    await until('it is asked as ever', async () => (await ask(1)) && (await impaired()) === undefined);
  });

  it('is left alone while its circuit is open; others are asked as ever', async () => {
    await start({ traffic: { retries: { max: 0 }, circuitBreaker: { minFailures: 5, openMs: 60_000 } } });
    graph.subgraph('accounts').behaviour = 'drop';
    for (let count = 0; count < 20; count++) expect(await askForUser(router)).toBe('SUBGRAPH_UNAVAILABLE');
    expect(seen()).toBe(5);
    expect(await impaired()).toEqual([{ subgraph: 'accounts', addresses: 1, ejected: 0, circuits: ['open'] }]);
    expect(await router.query('{ products { upc } }')).toMatchObject({ data: { products: [{}, {}, {}] } });
  });

  it.each([400, 401, 403, 413])('is asked on when it refuses some with status %d and no GraphQL', async (status) => {
    await start({ traffic: { circuitBreaker: { minFailures: 3, openMs: 60_000 } } });
    const accounts = graph.subgraph('accounts');
    accounts.behaviour = status;
    for (let count = 0; count < 5; count++) expect(await askForUser(router)).toBe('SUBGRAPH_INVALID_RESPONSE');
    accounts.behaviour = 'answer';
    expect(await askForUser(router)).toBeUndefined();
  });

  it('is asked as ever when its probes succeed', async () => {
    await start({ traffic: { retries: { max: 0 }, circuitBreaker: { minFailures: 5, openMs: 50, probes: 3 } } });
    const accounts = graph.subgraph('accounts');
    accounts.behaviour = 'drop';
    for (let count = 0; count < 5; count++) await askForUser(router);
    accounts.behaviour = 'answer';
    const load = startLoad(router, 8);
    await until('the circuit is closed', async () => (await impaired()) === undefined);
    await load.stop();
    expect(seen()).toBeGreaterThanOrEqual(8);
    expect(new Set(await askForUsers(router, 8))).toEqual(new Set([undefined]));
  });

  it('is told once when its circuit opens and once when it closes; what was not sent is counted', async () => {
    const { logger, lines } = makeTestLog();
    const circuitBreaker = { minFailures: 5, openMs: 200, probes: 1 };
    await start({ traffic: { retries: { max: 0 }, circuitBreaker }, logger, metrics: { port: 0 } });
    const accounts = graph.subgraph('accounts');
    accounts.behaviour = 503;
    for (let count = 0; count < 5; count++) await askForUser(router);
    const told = lines.length;
    for (let count = 0; count < 20; count++) expect(await askForUser(router)).toBe('SUBGRAPH_UNAVAILABLE');
    const metrics = await (await fetch(router.metricsUrl ?? '')).text();
    expect(metrics).toMatch(/^fleetgraph_router_subgraph_circuit_open_total\{subgraph="accounts"\} [1-9]/m);
    accounts.behaviour = 'answer';
    await until('it is asked again', async () => (await askForUser(router)) === undefined);
    expect(lines.slice(told).filter(({ reason }) => String(reason).includes('circuit'))).toEqual([]);
    const events = lines.map(({ msg }) => String(msg)).filter((msg) => msg.startsWith('circuit'));
    expect(events).toEqual(['circuit opened', 'circuit closed']);
  });

  it('gets one probe at a time while its circuit is half open', async () => {
    const openMs = 300;
    await start({
      timeouts: { subgraphMs: 5_000, requestMs: 5_000 }, // so that there is one probe until the test has seen enough
      traffic: { retries: { max: 0 }, circuitBreaker: { minFailures: 5, openMs, probes: 3 } },
    });
    const accounts = graph.subgraph('accounts');
    accounts.behaviour = 'drop';
    for (let count = 0; count < 5; count++) await askForUser(router);
    accounts.behaviour = 'hang';
    const startedAt = performance.now();
    const load = startLoad(router, 8);
    await until('a probe was sent', () => seen() > 5);
    const failedAtFirst = load.report.failed.length;
    await until('others were refused meanwhile', () => load.report.failed.length > failedAtFirst + 50);
    // One that has no outcome makes room for another in time.
    const rounds = Math.floor((performance.now() - startedAt) / openMs);
    expect(accounts.mostAtOnce).toBeLessThanOrEqual(1 + Math.min(rounds, 3)); // of eight that ask
    accounts.behaviour = 'drop';
    await load.stop();
  });

  it('gets no more calls at once than it may; the next wait, and more are shed', async () => {
    const concurrency = { max: 2, maxQueued: 3, maxQueueMs: IN_TIME_MS };
    await start({ subgraphs: { accounts: { traffic: { concurrency } } } });
    const accounts = graph.subgraph('accounts');
    const letGo = accounts.hold();
    const codes: unknown[] = [];
    const asked = Array.from({ length: 8 }, async () => void codes.push(await askForUser(router)));
    await until('there are more than can wait', () => codes.length === 3);
    expect(codes).toEqual([OVERLOADED, OVERLOADED, OVERLOADED]);
    await until('it has all that it may', () => seen() === 2);
    letGo();
    await Promise.all(asked);
    expect(codes.slice(3)).toEqual(Array.from({ length: 5 }, () => undefined));
    expect(accounts.mostAtOnce).toBe(2);
    expect(await askForUsers(router, 5)).toEqual(Array.from({ length: 5 }, () => undefined));
  });

  it('keeps nobody waiting for long when it is full, and does not fill the router', async () => {
    const concurrency = { max: 2, maxQueued: 100, maxQueueMs: 50 };
    await start({ subgraphs: { accounts: { traffic: { concurrency } } } });
    const letGo = graph.subgraph('accounts').hold();
    const waiting = askForUsers(router, 2);
    await until('it is full', () => seen() === 2);
    const startedAt = performance.now();
    const { errors } = await router.query('mutation { rename(id: "1", name: "x") { name } }');
    expect(errors).toMatchObject([{ extensions: { code: OVERLOADED, subgraph: 'accounts', retryable: true } }]);
    expect(await askForUsers(router, 3)).toEqual([OVERLOADED, OVERLOADED, OVERLOADED]);
    expect((await router.query('{ products { upc } }')).errors).toBeUndefined();
    expect(performance.now() - startedAt).toBeLessThan(IN_TIME_MS);
    letGo();
    expect([seen(), await waiting]).toEqual([2, [undefined, undefined]]);
    expect(await askForUser(router)).toBeUndefined();
  });

  it('has its own time, within that of the whole request, and is told how much is left', async () => {
    await start({
      subgraphs: { accounts: { traffic: { timeoutMs: 100 } }, reviews: { traffic: { timeoutMs: 60_000 } } },
    });
    graph.subgraph('accounts').behaviour = 'hang';
    const startedAt = performance.now();
    expect(await askForUser(router)).toBe('SUBGRAPH_TIMEOUT');
    expect(performance.now() - startedAt).toBeLessThan(IN_TIME_MS);
    await router.query('{ review(id: "1") { text } }');
    const left = (name: string) => Number(graph.subgraph(name).requests.at(-1)?.headers['x-fleetgraph-deadline-ms']);
    expect(left('accounts')).toBeLessThanOrEqual(100);
    expect(left('reviews')).toBeGreaterThan(1_000);
    expect(left('reviews')).toBeLessThanOrEqual(IN_TIME_MS);
  });

  it('is shielded by the door: more requests than the router takes are refused before their body is read', async () => {
    await start({ limits: { maxConcurrentRequests: 2 } });
    const letGo = graph.subgraph('accounts').hold();
    const waiting = askForUsers(router, 2);
    await until('both are under way', () => seen() === 2);
    const refused = await router.fetch('/graphql?query={__typename}');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'SERVER_OVERLOADED' } }] });
    const socket = connect(router.port, '127.0.0.1');
    socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n');
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 503 /);
    socket.destroy();
    expect((await router.fetch('/health/ready')).status).toBe(200);
    letGo();
    await waiting;
    expect(await askForUser(router)).toBeUndefined();
  });
});
