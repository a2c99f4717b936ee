import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { INPUTS } from '../testing/graphs/inputs.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

let graph: TestGraph;
let router: TestRouter;

beforeAll(async () => {
  graph = await startTestGraph(INPUTS);
  router = await startTestRouter({ supergraph: graph.supergraph });
});

afterAll(async () => {
  await router?.stop();
  await graph?.stop();
});

it.each([
  '{ floats(a: 1e400) }',
  '{ floats(a: -1e400) }',
  '{ any(values: [{ x: [1e400] }]) }',
  'query ($a: Float! = 1e400) { floats(a: $a) }',
  `{ floats(a: ${'9'.repeat(400)}) }`,
])('a number that no float holds is the fault of who has written it: %s', async (query) => {
  expect(await router.query(query)).toEqual({
    errors: [
      {
        message: 'A number is too large to be represented.',
        locations: [{ line: 1, column: expect.any(Number) }],
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ],
  });
});

it('the largest number that there is is one', async () => {
  expect(await router.query('{ floats(a: 1.7976931348623157e308) }')).toEqual({
    data: { floats: [expect.stringContaining('1.7976931348623157e+308'), expect.anything()] },
  });
});
