import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LiveGraph, makeLiveGraph } from '../../testing/graphs/live.js';
import { TestEventStream } from '../../testing/test-event-stream.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';

describe('a reserved event stream', () => {
  let live: LiveGraph;
  let graph: TestGraph;
  let router: TestRouter;

  beforeEach(async () => {
    live = makeLiveGraph();
    graph = await startTestGraph(live.definitions);
    router = await startTestRouter({ supergraph: graph.supergraph, subscriptions: { maxBufferedBytes: 65_536 } });
  });

  afterEach(async () => {
    await router.stop();
    await graph.stop();
  });

  it('takes no more questions while its answers are not read', async () => {
    live.rename('large', 'x'.repeat(100_000));
    const token = await (await router.fetch('/graphql', { method: 'PUT' })).text();
    let asked = 0;
    const statusOfNext = async () => {
      const { status } = await router.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-graphql-event-stream-token': token },
        body: JSON.stringify({ query: '{ item(id: "large") { name } }', extensions: { operationId: `${asked++}` } }),
      });
      return status;
    };
    await until('it is refused', async () => (await statusOfNext()) === 429);
    expect(asked).toBeLessThan(100);
    const stream = await TestEventStream.open(`${router.url}/graphql?token=${token}`);
    await until('it is taken again', async () => (await statusOfNext()) === 202);
    const last = `${asked - 1}`;
    await until('it is answered', () => stream.answers().some(({ id }) => id === last));
    stream.close();
  });
});
