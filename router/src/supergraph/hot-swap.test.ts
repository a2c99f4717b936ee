import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { DEFAULT_EXECUTION } from '../config/execution-section.js';
import { DEFAULT_LIMITS } from '../config/limits-section.js';
import { SHOP } from '../testing/graphs/shop.js';
import { compose, startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRegistry, type TestRegistry } from '../testing/test-registry.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';
import { CurrentSupergraph } from './current-supergraph.js';
import { PlannerBusy } from './planner.js';

/** Load of the test under load. */
const CLIENTS = 2;
const LEAST_QUERIES = 150;

describe('a supergraph that is replaced', () => {
  let graph: TestGraph;
  let registry: TestRegistry;
  let router: TestRouter;
  /** What the router logs. */
  let told: string[];

  beforeEach(async () => {
    graph = await startTestGraph(SHOP);
    registry = await startTestRegistry(graph.supergraph);
    told = [];
    const logger = pino({ level: 'info' }, { write: (line) => told.push(JSON.parse(line).msg) });
    router = await startTestRouter({ supergraph: registry.url, supergraphUrl: { intervalMs: 20 }, logger });
  });

  afterEach(async () => {
    await router.stop();
    await registry.stop();
    await graph.stop();
  });

  const withoutReviews = () => compose(['accounts', 'products', 'stock'].map((name) => graph.subgraph(name)));

  it('answers what is under way as it was asked', async () => {
    const letGo = graph.subgraph('accounts').hold();
    const underWay = router.query('{ me { name reviews { text } } }');
    await until('it is under way', () => graph.subgraph('accounts').requests.length > 0);
    registry.text = withoutReviews();
    await until('the other one is served', async () => {
      const { errors } = await router.query('{ __typename @skip(if: true) latest { id } }');
      return errors?.[0]?.extensions.code === 'GRAPHQL_VALIDATION_FAILED';
    });
    letGo();
    const reviews = [{ text: 'Review 1' }, { text: 'Review 3' }];
    expect(await underWay).toEqual({ data: { me: { name: 'User 1', reviews } } });
  });

  it('fails no query while good and bad versions are published in turn', async () => {
    const [larger, smaller] = [graph.supergraph, withoutReviews()];
    const publishing = (async () => {
      for (const text of [smaller, 'type Query {', larger, 'type Query { me: Int }', smaller, '', larger]) {
        const before = told.length;
        registry.text = text;
        await until('it is served or refused', () => told.length > before);
      }
    })();
    let isOver = false;
    let asked = 0;
    const answers: unknown[] = [];
    const client = async () => {
      while (!isOver || asked < LEAST_QUERIES) {
        // Some have been planned before and some have not.
        const name = asked++ % 2 === 0 ? 'name' : `n${asked}: name`;
        answers.push(await router.query(`{ me { ${name} } product(upc: "b1") { name price } }`));
      }
    };
    const asking = Array.from({ length: CLIENTS }, client);
    await publishing.finally(() => {
      isOver = true;
    });
    await Promise.all(asking);
    for (const answer of answers) expect(answer).not.toHaveProperty('errors');
    const [served, refused] = ['another supergraph is served', 'the new supergraph was refused; the old one is kept'];
    expect(told).toEqual([served, refused, served, refused, served, refused, served]);
  });
});

it('ends the planners of all its versions when it is closed', async () => {
  const graph = await startTestGraph(SHOP);
  const options = { limits: DEFAULT_LIMITS, introspection: 'everybody' as const, execution: DEFAULT_EXECUTION };
  const current = await CurrentSupergraph.load(graph.supergraph, options);
  const { planner: old } = current.supergraph;
  await current.replace(`# another\n${graph.supergraph}`);
  const task = { text: '{ me { name } }', operationName: undefined, reusesEntities: true };
  expect(await old.plan(task)).toHaveProperty('schedule');
  await current.close();
  await expect(old.plan(task)).rejects.toThrow(PlannerBusy);
  await expect(current.supergraph.planner.plan(task)).rejects.toThrow(PlannerBusy);
  await graph.stop();
});
