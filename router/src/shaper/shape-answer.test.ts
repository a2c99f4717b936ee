import { afterEach, describe, expect, it } from '@jest/globals';
import { ABSTRACTS } from '../testing/graphs/abstracts.js';
import { CIRCLES } from '../testing/graphs/circles.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

describe('what plain @apollo/gateway shapes wrong', () => {
  let graph: TestGraph;
  let router: TestRouter;

  afterEach(async () => {
    await router.stop();
    await graph.stop();
  });

  it('answers fields in the order of the operation, also of several fragments on one type', async () => {
    graph = await startTestGraph(CIRCLES);
    router = await startTestRouter({ supergraph: graph.supergraph });
    const { data } = await router.query('{ boss { ... on Person { a: name } b: id ... on Person { name c: id } } }');
    expect(JSON.stringify(data)).toBe('{"boss":{"a":"Person 1","b":"1","name":"Person 1","c":"1"}}');
  });

  it('answers a fragment from an object to its interface and back', async () => {
    graph = await startTestGraph(ABSTRACTS);
    router = await startTestRouter({ supergraph: graph.supergraph });
    const { data } = await router.query('{ owners { ...F } } fragment F on Node { id ... on Owner { name } }');
    expect(data).toEqual({
      owners: [
        { id: '1', name: 'One' },
        { id: '2', name: null },
      ],
    });
  });
});
