import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { RouterSettings } from '../config/config-schema.js';
import { NO_LIMITS } from '../testing/differential.js';
import { SHOP } from '../testing/graphs/shop.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';

/** An operation whose plan takes the more time and memory, the more fields it has. */
const largeOperation = (fields: number) =>
  `{ ${Array.from({ length: fields }, (_, at) => `a${at}: user(id: "1") { ${BELOW} }`).join(' ')} }`;
const BELOW = 'reviews { text about { ... on Book { name inStock maker { name } } ... on Toy { name inStock } } }';

describe('the thread that plans', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph(SHOP);
  });
  afterEach(() => router.stop());
  afterAll(() => graph.stop());

  const start = async (planner: NonNullable<RouterSettings['execution']>['planner']) => {
    const limits = { ...NO_LIMITS, maxBodyBytes: 1e7 };
    router = await startTestRouter({
      supergraph: graph.supergraph,
      limits,
      execution: { planner },
      metrics: { port: 0 },
    });
  };
  const codeOf = async (query: string) => (await router.query(query)).errors?.[0]?.extensions.code;

  const isPlanning = async () => {
    const metrics = await fetch(router.metricsUrl ?? '');
    return /^fleetgraph_router_plans_waiting 1$/m.test(await metrics.text());
  };

  it('is lost to an operation that needs more memory than it has, but not again and again, and others get their plans', async () => {
    await start({ maxHeapMb: 40 });
    const query = largeOperation(600);
    const large = codeOf(query);
    await until('it is planned', isPlanning);
    expect(await codeOf('{ me { name } }')).toBeUndefined();
    expect([await large, await codeOf(query)]).toEqual(['PLAN_FAILED', 'PLAN_FAILED']);
  });

  it('is lost to an operation that takes too long, and others get their plans', async () => {
    await start({ maxPlanMs: 2_000 });
    const large = codeOf(largeOperation(3_000));
    await until('it is planned', isPlanning);
    expect(await codeOf('{ me { name } }')).toBeUndefined();
    expect(await large).toBe('PLAN_FAILED');
  });

  it('turns after a while again to what took too long: its machine may have less to do by then', async () => {
    await start({ maxPlanMs: 1_000 });
    const query = largeOperation(3_000);
    const refused = async () => expect(await codeOf(query)).toBe('PLAN_FAILED');
    await refused();
    let last = refused();
    expect(await isPlanning()).toBe(false);
    await last;
    await until('it is tried again', () => {
      last = refused();
      return isPlanning();
    });
    await last;
  });

  it('is not lost when the whole process was asleep', async () => {
    await start({ maxPlanMs: 4_000 });
    const answer = codeOf(largeOperation(300));
    await until('it is planned', isPlanning);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6_000);
    expect(await answer).toBeUndefined();
  });
});
