import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeLiveGraph, WATCH } from '../testing/graphs/live.js';
import { SHOP } from '../testing/graphs/shop.js';
import { TestEventStream } from '../testing/test-event-stream.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';
import { TestSocket } from '../testing/test-socket.js';

const QUERY = 'query ($id: ID!) { user(id: $id) { name } }';
const OVERLOADED = { code: 'SERVER_OVERLOADED', retryable: true, retryAfter: 1 };

describe('the limit of requests under way', () => {
  let graph: TestGraph;
  let router: TestRouter;
  let socket: TestSocket;
  let letGo: () => void;

  beforeEach(async () => {
    graph = await startTestGraph(SHOP);
    router = await startTestRouter({
      supergraph: graph.supergraph,
      limits: { maxConcurrentRequests: 1 },
      metrics: { port: 0 },
      origins: { allowed: ['https://partner.example'] },
    });
    socket = await TestSocket.greeted(router.url);
    letGo = graph.subgraph('accounts').hold();
  });
  afterEach(async () => {
    letGo();
    await socket.close();
    await router.stop();
    await graph.stop();
  });

  const asked = (count: number) =>
    until('the subgraph is asked', () => graph.subgraph('accounts').requests.length === count);
  const overHttp = async () => {
    const response = await router.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    await response.text();
    return response.status;
  };
  const refusalOf = async (id: string) =>
    (await socket.until('a refusal', (message) => message.id === id && message.type === 'error')).payload[0].extensions;

  it.each([
    ['a query', QUERY],
    ['a mutation', 'mutation ($id: ID!) { rename(id: $id, name: "x") { name } }'],
  ])('counts %s of a socket, from its message to its answer', async (_, operation) => {
    socket.subscribe('1', operation, { id: '1' });
    await asked(1);
    expect(await overHttp()).toBe(503);
    socket.subscribe('2', QUERY, { id: '2' });
    expect(await refusalOf('2')).toEqual(OVERLOADED);
    letGo();
    await socket.answersOf('1', 1);
    // The socket is as good as before.
    await until('there is room', async () => (await overHttp()) === 200);
    socket.subscribe('2', QUERY, { id: '2' });
    await socket.answersOf('2', 1);
    const metrics = await (await fetch(router.metricsUrl ?? '')).text();
    expect(metrics).toMatch(/operations_total\{[^}]*transport="websocket",code="SERVER_OVERLOADED"\} 1\n/);
  });

  it('refuses operations of a socket while one over HTTP is under way', async () => {
    const answer = router.query(QUERY, { variables: { id: '1' } });
    await asked(1);
    socket.subscribe('1', QUERY, { id: '2' });
    expect(await refusalOf('1')).toEqual(OVERLOADED);
    letGo();
    expect(await answer).toEqual({ data: { user: { name: 'User 1' } } });
  });

  it('counts a query of an event stream until it is answered', async () => {
    const stream = await TestEventStream.operation(router.url, { query: QUERY, variables: { id: '1' } });
    await asked(1);
    expect(await overHttp()).toBe(503);
    letGo();
    await stream.ended();
    await until('there is room', async () => (await overHttp()) === 200);
  });

  it('tells pages of allowed origins, too, that they should come back', async () => {
    const answer = router.query(QUERY, { variables: { id: '1' } });
    await asked(1);
    const shown = async (origin: string) => {
      const { status, headers } = await router.fetch('/graphql?query={__typename}', { headers: { origin } });
      return [status, headers.get('access-control-allow-origin'), headers.get('access-control-expose-headers')];
    };
    const partner = 'https://partner.example';
    expect(await shown(partner)).toEqual([503, partner, expect.stringContaining('retry-after')]);
    expect(await shown('https://evil.example')).toEqual([503, null, null]);
    letGo();
    await answer;
  });

  it.each(['application/json', 'text/event-stream'])(
    'keeps nobody out for a client that takes its time to send its body, nor waits for it: %s',
    async (accept) => {
      const body = JSON.stringify({ query: QUERY, variables: { id: '1' } });
      const head = `POST /graphql HTTP/1.1\r\nhost: x\r\naccept: ${accept}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nexpect: 100-continue\r\n\r\n`;
      const slow = connect(router.port, '127.0.0.1');
      let heard = '';
      slow.setEncoding('utf8').on('data', (text) => {
        heard += text;
      });
      slow.write(head + body.slice(0, 10));
      await until('its request is under way', () => heard.includes('100 Continue'));
      await until('its place is for others', async () => (await overHttp()) === 200);
      const answer = router.query(QUERY, { variables: { id: '2' } });
      await asked(1);
      slow.write(body.slice(10));
      await until('it is refused', () => heard.includes('SERVER_OVERLOADED'));
      expect(heard).toMatch(/HTTP\/1\.1 503 [\s\S]*\r\nretry-after: 1\r\n/);
      letGo();
      expect(await answer).toEqual({ data: { user: { name: 'User 2' } } });
      await until('there is room', async () => (await overHttp()) === 200);
      slow.destroy();
    },
  );

  it('has its place back when a client takes back what it asked', async () => {
    socket.subscribe('1', QUERY, { id: '1' });
    await asked(1);
    socket.send({ type: 'complete', id: '1' });
    await until('there is room', async () => (await overHttp()) === 200);
  });
});

it('does not count streams that are open', async () => {
  const graph = await startTestGraph(makeLiveGraph().definitions);
  const router = await startTestRouter({ supergraph: graph.supergraph, limits: { maxConcurrentRequests: 1 } });
  const socket = await TestSocket.greeted(router.url);
  for (const id of ['1', '2', '3']) {
    socket.subscribe(id, WATCH, { id });
    await socket.answersOf(id, 1);
  }
  const stream = await TestEventStream.operation(router.url, { query: WATCH, variables: { id: '4' } });
  await stream.answersOf(1);
  expect(await router.query('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  stream.close();
  await socket.close();
  await router.stop();
  await graph.stop();
});
