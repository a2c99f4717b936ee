import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeLiveGraph } from '../../testing/graphs/live.js';
import { TestEventStream } from '../../testing/test-event-stream.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../../testing/test-router.js';

describe('a subgraph that answers a request for a stream with something else', () => {
  let graph: TestGraph;
  let odd: Server;
  let router: TestRouter;

  beforeEach(async () => {
    graph = await startTestGraph(makeLiveGraph().definitions);
    odd = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":'); // and never an end
    });
    odd.listen(0, '127.0.0.1');
    await once(odd, 'listening');
    const urls = [`http://127.0.0.1:${(odd.address() as AddressInfo).port}/`];
    router = await startTestRouter({
      supergraph: graph.supergraph,
      subgraphs: { watching: { subscriptions: { protocol: 'sse', urls } } },
    });
  });

  afterEach(async () => {
    await router?.stop();
    odd?.close();
    odd?.closeAllConnections();
    await graph?.stop();
  });

  it('that does not end keeps nobody waiting', async () => {
    const stream = await TestEventStream.operation(router.url, { query: 'subscription { said }' });
    await stream.ended();
    expect(stream.answers()).toMatchObject([{ errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] }]);
  });
});
