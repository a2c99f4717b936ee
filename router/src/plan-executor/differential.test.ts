import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadSupergraph } from '../supergraph/load-supergraph.js';
import { comparableWithoutPaths } from '../testing/comparable-answer.js';
import { CATALOGUE } from '../testing/graphs/catalogue.js';
import { SHOP } from '../testing/graphs/shop.js';
import { startPlainGateway } from '../testing/plain-gateway.js';
import { randomOperation } from '../testing/random-operation.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

/** The plain gateway answers these to everybody. */
const NOT_ENFORCED_BY_APOLLO = ['private'];

const RUNS = Number(process.env.DIFFERENTIAL_RUNS ?? 40);

describe.each([
  ['shop', SHOP],
  ['catalogue', CATALOGUE],
])('on random operations over the %s', (_, definitions) => {
  let graph: TestGraph;
  let router: TestRouter;
  let plain: Awaited<ReturnType<typeof startPlainGateway>>;

  beforeAll(async () => {
    graph = await startTestGraph(definitions);
    const limits = {
      maxFields: 1e6,
      maxAliases: 1e6,
      maxRootFields: 1e6,
      maxDirectives: 1e6,
      maxCost: 1e12,
      maxTokens: 1e6,
    };
    router = await startTestRouter({ supergraph: graph.supergraph, limits });
    plain = await startPlainGateway(graph.supergraph);
  });

  afterAll(async () => {
    await router?.stop();
    await plain?.stop();
    await graph?.stop();
  });

  it('answers like plain @apollo/gateway', async () => {
    const { apiSchema } = await loadSupergraph(graph.supergraph);
    await fc.assert(
      fc.asyncProperty(randomOperation(apiSchema, NOT_ENFORCED_BY_APOLLO), async ({ query, variables }) => {
        const [ours, theirs] = await Promise.all([router.query(query, { variables }), plain.query(query, variables)]);
        expect(comparableWithoutPaths(ours)).toEqual(comparableWithoutPaths(theirs));
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  }, 600_000);
});
