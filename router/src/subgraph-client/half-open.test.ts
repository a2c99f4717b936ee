import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { SHOP } from '../testing/graphs/shop.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';

let graph: TestGraph;
let router: TestRouter;

beforeEach(async () => {
  graph = await startTestGraph(SHOP);
});

afterEach(async () => {
  await router?.stop();
  await graph.stop();
});

const isAnswered = async (operation: string) => (await router.query(operation)).errors === undefined;
const queries = () => isAnswered('{ me { name } }');
const renames = () => isAnswered('mutation { rename(id: "1", name: "x") { name } }');
const isImpaired = async () => 'impaired' in ((await (await router.fetch('/health/ready')).json()) as object);
/** Starts a router and lets a query fail; answers when it was asked. */
const openCircuit = async (openMs: number) => {
  router = await startTestRouter({
    supergraph: graph.supergraph,
    traffic: { circuitBreaker: { minFailures: 1, openMs, probes: 2 }, retries: { max: 0 } },
  });
  const accounts = graph.subgraph('accounts');
  accounts.behaviour = 500;
  const askedAt = performance.now();
  expect(await queries()).toBe(false);
  accounts.behaviour = 'answer';
  expect(await isImpaired()).toBe(true);
  return askedAt;
};

it('a mutation does not try whether an address is well again while a query may do so', async () => {
  await openCircuit(2_000); // within twice that a query comes, also on a busy machine
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
  const openMs = 200;
  const askedAt = await openCircuit(openMs);
  await until('a mutation is let through', renames);
  expect(performance.now() - askedAt).toBeGreaterThan(2 * openMs);
  expect(await renames()).toBe(true);
  expect(await isImpaired()).toBe(false);
});
