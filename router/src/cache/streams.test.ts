import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LiveGraph, makeLiveGraph, WATCH } from '../testing/graphs/live.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';
import { TestSocket } from '../testing/test-socket.js';

describe('events of a stream beside a cache', () => {
  let live: LiveGraph;
  let graph: TestGraph;
  let router: TestRouter;
  let socket: TestSocket;

  beforeEach(async () => {
    live = makeLiveGraph();
    graph = await startTestGraph(live.definitions);
    router = await startTestRouter({
      supergraph: graph.supergraph,
      cache: { enabled: true, rules: { Item: { maxAge: 3_600 } } },
    });
    socket = await TestSocket.greeted(router.url);
  });

  afterEach(async () => {
    await socket.close();
    await router.stop();
    await graph.stop();
  });

  const naming = () => graph.subgraph('naming').requests;

  it('are completed by what subgraphs say now, and this is kept for all', async () => {
    socket.subscribe('1', WATCH, { id: 'a' });
    await socket.answersOf('1', 1);
    live.rename('a', 'New');
    live.change('a');
    const [, second] = await socket.answersOf('1', 2);
    expect(second).toEqual({ data: { watched: { sequence: 1, item: { name: 'New' } } } });
    expect(naming()).toHaveLength(2);

    live.rename('a', 'Newer');
    live.change('a');
    const [, , third] = await socket.answersOf('1', 3);
    expect(third).toEqual({ data: { watched: { sequence: 2, item: { name: 'Newer' } } } });
    expect(naming()).toHaveLength(3);

    const { data } = await router.query('{ item(id: "a") { name } }');
    expect(data).toEqual({ item: { name: 'Newer' } });
    expect(naming()).toHaveLength(3);
  });
});
