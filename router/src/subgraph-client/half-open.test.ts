import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { SHOP } from '../testing/graphs/shop.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';

const OPEN_MS = 400;

let graph: TestGraph;
let router: TestRouter;

beforeEach(async () => {
  graph = await startTestGraph(SHOP);
  router = await startTestRouter({
    supergraph: graph.supergraph,
    traffic: { circuitBreaker: { minFailures: 1, openMs: OPEN_MS, probes: 2 }, retries: { max: 0 } },
  });
});

afterEach(async () => {
  await router?.stop();
  await graph.stop();
});

const isAnswered = async (operation: string) => (await router.query(operation)).errors === undefined;
const queries = () => isAnswered('{ me { name } }');
const renames = () => isAnswered('mutation { rename(id: "1", name: "x") { name } }');
const isImpaired = async () => 'impaired' in ((await (await router.fetch('/health/ready')).json()) as object);
/** Lets a query fail; answers when it was asked. */
const openCircuit = async () => {
  const accounts = graph.subgraph('accounts');
  accounts.behaviour = 500;
  const askedAt = performance.now();
  expect(await queries()).toBe(false);
  accounts.behaviour = 'answer';
  expect(await isImpaired()).toBe(true);
  return askedAt;
};

it('a mutation does not try whether an address is well again while a query may do so', async () => {
  await openCircuit();
  const renamed: boolean[] = [];
  await until('a query is let through', async () => {
    renamed.push(await renames());
    return queries();
  });
  expect(renamed).not.toContain(true);
  expect(await renames()).toBe(true);
  expect(await isImpaired()).toBe(false);
});

it('a mutation tries whether an address is well again where nobody else does', async () => {
  const askedAt = await openCircuit();
  await until('a mutation is let through', renames);
  expect(performance.now() - askedAt).toBeGreaterThan(2 * OPEN_MS);
  expect(await renames()).toBe(true);
  expect(await isImpaired()).toBe(false);
});
