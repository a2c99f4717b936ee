import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { makeLiveGraph } from '../testing/graphs/live.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';
import { TestSocket } from '../testing/test-socket.js';

const WATCH = 'subscription ($id: ID!, $after: Int) { watched(id: $id, after: $after) { sequence item { name } } }';

describe('the WebSocket protocol', () => {
  const live = makeLiveGraph();
  const sockets: TestSocket[] = [];
  let graph: TestGraph;
  let issuer: TestIssuer;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph(live.definitions);
    issuer = await startTestIssuer();
    router = await startTestRouter({
      supergraph: graph.supergraph,
      authentication: issuer.rules,
      origins: { allowed: ['https://partner.example'] },
      limits: { maxSubscriptionsPerSocket: 3, maxBodyBytes: 2_000 },
      timeouts: { socketInitMs: 500 },
    });
  });

  afterEach(async () => {
    await Promise.all(sockets.splice(0).map((socket) => socket.close()));
    await until('no upstream is open', () => watching().openSockets() === 0);
  });

  afterAll(async () => {
    await router?.stop();
    await issuer?.stop();
    await graph?.stop();
  });

  const watching = () => graph.subgraph('watching');
  const greeted = async (token?: string) => {
    const socket = await TestSocket.greeted(router.url, token);
    sockets.push(socket);
    return socket;
  };
  const opened = async (...parameters: [headers?: Record<string, string>, protocol?: string[]]) => {
    const socket = await TestSocket.open(router.url, ...parameters);
    sockets.push(socket);
    return socket;
  };

  it('allows so many operations on a socket, and not one more', async () => {
    const socket = await greeted();
    for (const id of ['1', '2', '3', '4']) socket.subscribe(id, WATCH, { id });
    const { id, payload } = await socket.until('an error', ({ type }) => type === 'error');
    expect([id, payload[0].extensions.code]).toEqual(['4', 'LIMIT_EXCEEDED']);
    await Promise.all(['1', '2', '3'].map((known) => socket.answersOf(known, 1)));
  });

  it('closes with 4403 when the token expires', async () => {
    const socket = await greeted(await issuer.token({ expiresInSeconds: 2 }));
    socket.subscribe('1', WATCH, { id: 'expiring' });
    await socket.answersOf('1', 1);
    expect(await socket.closed).toEqual({ code: 4403, reason: 'The token has expired' });
  });

  it.each([
    ['expired', { expiresInSeconds: -60 }],
    ['for somebody else', { audience: 'https://other.test' }],
  ])('closes with 4403 for a token that is %s', async (_, wishes) => {
    const socket = await opened();
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${await issuer.token(wishes)}` } });
    expect((await socket.closed).code).toBe(4403);
  });

  it('keeps to the close codes of the protocol', async () => {
    const code = async (act: (socket: TestSocket) => void) => {
      const socket = await opened();
      act(socket);
      return (await socket.closed).code;
    };
    expect(await code((socket) => socket.socket.send('nonsense'))).toBe(4400);
    expect(await code((socket) => socket.subscribe('1', '{ names }'))).toBe(4401);
    expect(await code(() => {})).toBe(4408);
    const initialise = { type: 'connection_init' };
    expect(await code((socket) => [initialise, initialise].forEach((message) => void socket.send(message)))).toBe(4429);
    const twice = await greeted();
    twice.subscribe('1', WATCH, { id: 'x' });
    twice.subscribe('1', WATCH, { id: 'x' });
    expect((await twice.closed).code).toBe(4409);
    expect(await code((socket) => socket.socket.send('x'.repeat(2_001)))).toBe(1009);
  });

  it('refuses pages of foreign origins, other paths and other protocols', async () => {
    await expect(TestSocket.open(router.url, { origin: 'https://evil.example' })).rejects.toThrow('status 403');
    await opened({ origin: 'https://partner.example' });
    await expect(TestSocket.open(`${router.url}/other`)).rejects.toThrow('status 404');
    expect((await (await opened({}, [])).closed).code).toBe(4406);
  });
});
