import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SHOP } from '../testing/graphs/shop.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { makeTestLog } from '../testing/test-log.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';
import { TestSocket } from '../testing/test-socket.js';

describe('the access log', () => {
  let graph: TestGraph;
  let router: TestRouter;
  let lines: Record<string, unknown>[];

  beforeEach(async () => {
    graph = await startTestGraph(SHOP);
  });

  afterEach(async () => {
    await router.stop();
    await graph.stop();
  });

  const start = async (access: boolean, slowMs?: number) => {
    const log = makeTestLog();
    lines = log.lines;
    router = await startTestRouter({
      supergraph: graph.supergraph,
      limits: { maxBatch: 2, maxSubscriptionsPerSocket: 1 },
      logging: { access, slowMs },
      logger: log.logger,
    });
  };
  const line = async (number = 1) => {
    await until('a line is written', () => lines.length === number);
    return lines[number - 1];
  };

  it('tells who asked for what by name, what it cost and how it went', async () => {
    await start(true);
    const headers = {
      'apollographql-client-name': 'web',
      'apollographql-client-version': '2.1',
      'x-request-id': 'request-1',
      authorization: 'Bearer secret-token',
    };
    await router.query('query Someone($id: ID!) { user(id: $id) { name } }', {
      variables: { id: 'secret-variable' },
      headers,
    });
    expect(await line()).toEqual({
      level: 30,
      msg: 'request',
      log: 'access',
      requestId: 'request-1',
      method: 'POST',
      transport: 'http',
      status: 200,
      bytes: expect.any(Number),
      durationMs: expect.any(Number),
      client: 'web',
      clientVersion: '2.1',
      operation: 'Someone',
      kind: 'query',
      cost: expect.any(Number),
      plan: expect.any(Number),
      code: expect.any(String),
    });
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('tells refusals, too, and knows GraphQL’s own headers', async () => {
    await start(true);
    await router.query('{ nothing }', {
      headers: { 'graphql-client-name': 'app', 'graphql-client-version': 'jane@example.com' },
    });
    expect(await line()).toMatchObject({
      code: 'GRAPHQL_VALIDATION_FAILED',
      client: 'app',
      clientVersion: 'unknown',
    });
    await router.fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/xml' }, body: 'x' });
    expect(await line(2)).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', client: 'unknown' });
  });

  it('has one line for a list of operations', async () => {
    await start(true);
    const body = JSON.stringify([{ query: 'query A { me { name } }' }, { query: '{ nothing }' }]);
    await router.fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(await line()).toMatchObject({
      status: 200,
      operations: [{ operation: 'A', code: 'OK' }, { code: 'GRAPHQL_VALIDATION_FAILED' }],
    });
    expect(lines).toHaveLength(1);
  });

  it('tells operations of a socket with the program that its greeting names', async () => {
    await start(true);
    const socket = await TestSocket.open(router.url);
    socket.send({ type: 'connection_init', payload: { 'apollographql-client-name': 'web' } });
    await socket.until('connection_ack', ({ type }) => type === 'connection_ack');
    socket.subscribe('1', 'query OverSocket { me { name } }');
    expect(await line()).toMatchObject({ transport: 'websocket', client: 'web', operation: 'OverSocket', code: 'OK' });
    socket.socket.terminate();
  });

  it('tells once what an event stream was refused for, in the stream or instead of it', async () => {
    await start(true);
    const ask = async (body: object, more: Record<string, string> = {}) => {
      const headers = { accept: 'text/event-stream', 'content-type': 'application/json', ...more };
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      return (await router.fetch('/graphql', init)).text();
    };
    await ask({ query: '{ me { name } }' }, { 'content-type': 'text/plain' });
    expect(await line()).toMatchObject({ status: 400, code: 'CSRF_PREVENTED' });
    await ask({ query: '{ nothing }' });
    expect(await line(2)).toMatchObject({ transport: 'sse', code: 'GRAPHQL_VALIDATION_FAILED' });
    const token = await (await router.fetch('/graphql', { method: 'PUT' })).text();
    const refused = { query: '{ nothing }', extensions: { operationId: '1' } };
    await ask(refused, { accept: '*/*', 'x-graphql-event-stream-token': token });
    expect(await line(3)).toMatchObject({ status: 200, code: 'GRAPHQL_VALIDATION_FAILED' });
    await router.stop();
    expect(lines).toHaveLength(3);
  });

  it('tells what a socket may not do', async () => {
    await start(true);
    const socket = await TestSocket.greeted(router.url);
    socket.subscribe('1', '{ nothing }');
    expect(await line()).toMatchObject({ transport: 'websocket', code: 'GRAPHQL_VALIDATION_FAILED' });
    const letGo = graph.subgraph('accounts').hold();
    for (const id of ['2', '3']) socket.subscribe(id, '{ me { name } }');
    expect(await line(2)).toMatchObject({ transport: 'websocket', code: 'LIMIT_EXCEEDED' });
    letGo();
    expect(await line(3)).toMatchObject({ transport: 'websocket', code: 'OK' });
    socket.socket.terminate();
  });

  it('has the plan of what was slow, and none of its texts', async () => {
    await start(false, 1);
    await router.query('query Slow { user(id: "1") { name reviews { text } } }', {
      headers: { 'x-request-id': 'request-2' },
    });
    expect(await line()).toEqual({
      level: 40,
      msg: 'an operation was slow',
      requestId: 'request-2',
      operation: 'Slow',
      kind: 'query',
      cost: expect.any(Number),
      durationMs: expect.any(Number),
      plan: expect.any(Number),
      calls: [
        { call: 0, subgraph: 'accounts', after: [], paths: [''] },
        { call: 1, subgraph: 'reviews', after: [0], paths: ['user'] },
      ],
    });
  });

  it('is off unless it is wanted', async () => {
    await start(false);
    await router.query('{ me { name } }');
    await router.stop();
    expect(lines).toEqual([]);
  });
});
