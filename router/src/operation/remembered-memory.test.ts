import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { typeDefs } from '../testing/graphs/federation-link.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

const OPERATIONS = 60;
const MB = 1_048_576;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

describe('the memory of remembered operations', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    const numbers = {
      name: 'numbers',
      typeDefs: typeDefs('type Query { total(of: [Int]): Int }'),
      resolvers: { Query: { total: () => 0 } },
    };
    graph = await startTestGraph([numbers]);
    router = await startTestRouter({
      supergraph: graph.supergraph,
      execution: { rememberBytes: 0, caches: { maxBytes: 8 * MB } },
    });
  });

  afterAll(async () => {
    await router?.stop();
    await graph?.stop();
  });

  /** Nearly as many tokens as are allowed: in memory a document takes a hundred times its text. */
  const totals = Array.from({ length: 4 }, (_, at) => `t${at}: total(of: [${'1 '.repeat(990)}])`).join(' ');

  it.each([
    ['refused', (number: number) => `{ ${totals} unknown${number} }`],
    ['valid', (number: number) => `{ ${totals} other${number}: total }`],
  ])('is bounded for %s ones', async (_, operation) => {
    for (let number = 0; number < 5; number++) await router.query(operation(number));
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let number = 5; number < OPERATIONS; number++) await router.query(operation(number));
    collectGarbage();
    expect((process.memoryUsage().heapUsed - before) / MB).toBeLessThan(30); // twice and three times that when tokens are kept
  });
});
