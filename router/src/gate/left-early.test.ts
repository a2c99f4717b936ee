import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeLiveGraph } from '../testing/graphs/live.js';
import { TestEventStream } from '../testing/test-event-stream.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';

describe('a client that leaves while it is found out who it is', () => {
  let graph: TestGraph;
  let issuer: TestIssuer;
  let keys: Server;
  let router: TestRouter;
  /** Requests for keys; they are answered when the test says so. */
  let asked: ServerResponse[];

  beforeEach(async () => {
    graph = await startTestGraph(makeLiveGraph().definitions);
    issuer = await startTestIssuer();
    asked = [];
    keys = createServer((_, response) => asked.push(response)).listen(0, '127.0.0.1');
    await once(keys, 'listening');
    router = await startTestRouter({
      supergraph: graph.supergraph,
      authentication: { ...issuer.rules, jwksUrl: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/` },
      subscriptions: { maxSocketsPerClient: 1 },
    });
  });

  afterEach(async () => {
    await router?.stop();
    keys?.close();
    keys?.closeAllConnections();
    await issuer?.stop();
    await graph?.stop();
  });

  /** Asks, and has gone when it is known who asked; answers what others may ask with the same token. */
  async function askAndLeave(query: string, accept: string): Promise<string> {
    const token = await issuer.token();
    const socket = connect(router.port, '127.0.0.1');
    const head = ['host: router', `accept: ${accept}`, `authorization: Bearer ${token}`].join('\r\n');
    socket.write(`GET /graphql?query=${encodeURIComponent(query)} HTTP/1.1\r\n${head}\r\n\r\n`);
    await until('the keys are wanted', () => asked.length === 1);
    socket.destroy();
    for (let turn = 0; turn < 3; turn++) await router.fetch('/health/live'); // by then it is known that it left
    asked[0]?.setHeader('content-type', 'application/json').end(issuer.jwks());
    await router.query('{ names }', { token });
    return token;
  }

  it('costs no subgraph anything', async () => {
    await askAndLeave('{ unread: sequence(id: "1") }', 'application/json');
    const seen = graph.subgraph('watching').requests.filter(({ query }) => query.includes('unread'));
    expect(seen).toEqual([]);
  });

  it('holds no event stream open, and no place of its user', async () => {
    const token = await askAndLeave('subscription { unread: said }', 'text/event-stream');
    const query = 'subscription { said }';
    const stream = await TestEventStream.operation(router.url, { query }, { authorization: `Bearer ${token}` });
    expect(stream.response.status).toBe(200);
    await until('only the new one is open', () => graph.subgraph('watching').openSockets() === 1);
    stream.close();
  });
});
