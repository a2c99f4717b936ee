import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RouterOptions } from '../main.js';
import { startFullDoor } from '../testing/full-door.js';
import { SHOP } from '../testing/graphs/shop.js';
import { askForUser, askForUsers, startLoad, startReplica } from '../testing/several-addresses.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';
import type { TestSubgraph } from '../testing/test-subgraph.js';

const RENAME = 'mutation { rename(id: "1", name: "x") { name } }';
/** What is done in less has not waited for an address that hangs, on a busy machine either. */
const IN_TIME_MS = 20_000;
const NOBODY_HOME = 'http://127.0.0.1:1/graphql';
/** So that only what a test is about is seen. */
const NO_CIRCUIT = { circuitBreaker: { minFailures: 1_000_000 } };

describe('a subgraph with several addresses', () => {
  let graph: TestGraph;
  let router: TestRouter;
  let replicas: TestSubgraph[];

  beforeEach(async () => {
    [graph, replicas] = [await startTestGraph(SHOP), []];
  });

  afterEach(async () => {
    await router?.stop();
    await Promise.all([graph.stop(), ...replicas.map((replica) => replica.kill())]);
  });

  const start = async (urls: readonly string[], traffic: RouterOptions['traffic'] = {}) => {
    router = await startTestRouter({
      supergraph: graph.supergraph,
      timeouts: { subgraphMs: IN_TIME_MS, requestMs: IN_TIME_MS },
      subgraphs: { accounts: { urls } },
      traffic,
    });
  };
  const replica = async (port = 0): Promise<TestSubgraph> => {
    const started = await startReplica('accounts', port);
    replicas.push(started);
    return started;
  };
  const seen = (...all: TestSubgraph[]) => all.map(({ requests }) => requests.length);
  const reached = (...all: TestSubgraph[]) => seen(...all).reduce((sum, count) => sum + count, 0);
  const kill = async (one: TestSubgraph) => {
    replicas.splice(replicas.indexOf(one), 1);
    await one.kill();
  };
  const impaired = async () =>
    ((await (await router.fetch('/health/ready')).json()) as { impaired?: { ejected: number; circuits: string[] }[] })
      .impaired;

  it('answers every query while half of them are dead, and soon leaves the dead ones alone', async () => {
    const [one, other] = [await replica(), await replica()];
    await start([NOBODY_HOME, one.url, 'http://127.0.0.1:2/graphql', other.url], NO_CIRCUIT);
    for (let count = 0; count < 60; count++) expect(await askForUser(router)).toBeUndefined();
    expect(reached(one, other)).toBe(60);
    expect(await impaired()).toMatchObject([{ subgraph: 'accounts', addresses: 4, ejected: 2 }]);
  });

  it('loses no query when one is killed under load, and uses it again when it is back', async () => {
    const [port = 0] = await claimPorts(1);
    const [one, other] = [await replica(port), await replica()];
    await start([one.url, other.url], { ejection: { baseMs: 50, maxMs: 100 } });
    const load = startLoad(router, 10);
    await until('both are used', () => Math.min(...seen(one, other)) > 50);
    await kill(one);
    const before = seen(other)[0] ?? 0;
    await until('the other is used', () => (seen(other)[0] ?? 0) > before + 200);
    const back = await replica(port);
    await until('the first is used again', () => (seen(back)[0] ?? 0) > 50);
    const { asked, failed } = await load.stop();
    expect([failed, asked > 300]).toEqual([[], true]);
  });

  it('sends a mutation once, whatever happens to it on the way', async () => {
    const [one, other] = [await replica(), await replica()];
    await start([one.url, other.url], { ...NO_CIRCUIT, attemptMs: 50, ejection: { consecutiveFailures: 1_000 } });
    for (const behaviour of ['drop', 'cut', 'hang', 500, 502, 503, 504, 429, 200] as const) {
      one.behaviour = behaviour;
      other.behaviour = behaviour;
      one.faultHeaders = { 'retry-after': '0' };
      const before = reached(one, other);
      const { errors } = await router.query(RENAME);
      expect([behaviour, reached(one, other) - before]).toEqual([behaviour, 1]);
      expect(errors).toMatchObject([{ path: ['rename'], extensions: { retryable: false } }]);
    }
  });

  it('takes a mutation elsewhere only when it cannot have been seen', async () => {
    const one = await replica();
    await start([NOBODY_HOME, one.url, NOBODY_HOME], NO_CIRCUIT);
    for (let count = 1; count <= 4; count++) {
      expect(await router.query(RENAME)).toEqual({ data: { rename: { name: 'x' } } });
      expect(seen(one)).toEqual([count]);
    }
  });

  it('does not wait for a connection that is not made', async () => {
    const one = await replica();
    const door = await startFullDoor();
    await start([door.url, one.url], { connectMs: 100 });
    const startedAt = performance.now();
    expect(await askForUsers(router, 4)).toEqual([undefined, undefined, undefined, undefined]);
    expect((await router.query(RENAME)).errors).toBeUndefined();
    expect(performance.now() - startedAt).toBeLessThan(IN_TIME_MS); // undici looks at such times once or twice a second
    await door.close();
  });

  it('asks elsewhere when one hangs, and sends little to it', async () => {
    const [hung, well] = [await replica(), await replica()];
    hung.behaviour = 'hang';
    await start([hung.url, well.url], { attemptMs: 1_000, ejection: { consecutiveFailures: 2 } });
    const load = startLoad(router, 4);
    await until('many are answered', () => load.report.asked > 200);
    expect((await load.stop()).failed).toEqual([]);
    expect(hung.requests.length).toBeLessThan(20);
  });

  it('keeps a hung address from taking its whole share, also when each call waits for its deadline', async () => {
    const [hung, well] = [await replica(), await replica()];
    const letGo = hung.hold();
    await start([hung.url, well.url]);
    const load = startLoad(router, 10);
    await until('many are answered', () => load.report.asked > 200);
    expect(hung.requests.length).toBeLessThanOrEqual(10);
    letGo();
    await load.stop();
  });

  it('never leaves out all: what fails and comes back is asked at once', async () => {
    const [one, other] = [await replica(), await replica()];
    await start([one.url, other.url], {
      ...NO_CIRCUIT,
      ejection: { consecutiveFailures: 1, baseMs: 60_000, maxMs: 60_000 },
    });
    for (const address of [one, other]) address.behaviour = 500;
    for (let count = 0; count < 10; count++) expect(await askForUser(router)).toBe('SUBGRAPH_UNAVAILABLE');
    expect(await impaired()).toMatchObject([{ ejected: 1 }]);
    for (const address of [one, other]) address.behaviour = 'answer';
    expect(await askForUser(router)).toBeUndefined();
  });

  it('asks the only address that is left no more often than it would alone', async () => {
    const one = await replica();
    one.behaviour = 500;
    const circuitBreaker = { minFailures: 10, openMs: 60_000 };
    const ejection = { consecutiveFailures: 1, baseMs: 60_000, maxMs: 60_000 };
    await start([NOBODY_HOME, one.url], { circuitBreaker, ejection, retries: { max: 0 } });
    const circuits = async () => (await impaired())?.[0]?.circuits;
    await until('the circuit of the other is open', async () => {
      await askForUser(router);
      return (await circuits())?.[1] === 'open';
    });
    for (let count = 0; count < 3; count++) expect(await askForUser(router)).toBe('SUBGRAPH_UNAVAILABLE');
    expect(await circuits()).toEqual(['closed', 'open']); // with ten failures it would be open
  });

  it('loses no query to an address that comes and goes', async () => {
    const [flapping, well] = [await replica(), await replica()];
    await start([flapping.url, well.url], { ejection: { consecutiveFailures: 2, baseMs: 20, maxMs: 200 } });
    const load = startLoad(router, 5);
    for (let turn = 0; turn < 10; turn++) {
      flapping.behaviour = turn % 2 === 0 ? 'drop' : 'answer';
      const before = load.report.asked;
      await until('some are answered', () => load.report.asked > before + 40);
    }
    expect((await load.stop()).failed).toEqual([]);
  });

  it.each([
    [502, 3],
    [503, 3],
    [504, 3],
    ['cut', 3],
    [500, 1],
    [404, 1],
    [200, 1],
  ] as const)('asks again after %s: %d calls in all', async (behaviour, calls) => {
    const one = await replica();
    await start([one.url], NO_CIRCUIT);
    one.behaviour = behaviour;
    await askForUser(router);
    expect(seen(one)).toEqual([calls]);
  });

  it('waits as long as Retry-After says, and not at all when that is too long', async () => {
    const one = await replica();
    await start([one.url], NO_CIRCUIT);
    one.behaviour = 503;
    one.faultHeaders = { 'retry-after': '1' };
    const startedAt = performance.now();
    const asked = askForUser(router);
    await until('it was asked', () => one.requests.length === 1);
    one.behaviour = 'answer';
    expect(await asked).toBeUndefined();
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1_000);
    one.behaviour = 503;
    one.faultHeaders = { 'retry-after': '30' };
    expect(await askForUser(router)).toBe('SUBGRAPH_UNAVAILABLE');
    expect(seen(one)).toEqual([3]);
  });

  it('bounds retries by a share of all requests', async () => {
    const one = await replica();
    await start([one.url], { ...NO_CIRCUIT, retries: { budgetShare: 0.2, budgetPerSecond: 0, backoffMs: 1 } });
    one.behaviour = 'drop';
    for (let count = 0; count < 50; count++) await askForUser(router);
    expect(seen(one)).toEqual([60]);
  });

  it('goes to another address when the supergraph names another, and to the first no more', async () => {
    const [folder, moved] = [await mkdtemp(join(tmpdir(), 'fleetgraph-moved-')), await replica()];
    const file = join(folder, 'supergraph.graphql');
    await writeFile(file, graph.supergraph);
    router = await startTestRouter({ supergraph: file });
    const load = startLoad(router, 5);
    const before = graph.subgraph('accounts');
    await until('the first is asked', () => before.requests.length > 20);
    await writeFile(`${file}.new`, graph.supergraph.replaceAll(before.url, moved.url));
    await rename(`${file}.new`, file);
    await until('the other is asked', () => moved.requests.length > 20);
    const last = before.requests.length;
    await until('it is asked on', () => moved.requests.length > 100);
    expect([(await load.stop()).failed, before.requests.length - last]).toEqual([[], 0]);
    await rm(folder, { recursive: true });
  });
});
