import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { makeLiveGraph, WATCH } from '../../testing/graphs/live.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../../testing/test-issuer.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';
import { TestSocket } from '../../testing/test-socket.js';

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
      timeouts: { socketInitMs: 2_000 },
      subscriptions: { maxMessagesPerSecond: 20, maxSocketsPerClient: 5 },
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
    const socket = await greeted(await issuer.token({ expiresInSeconds: 4 }));
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

  const endOf = async (socket: TestSocket, ...messages: readonly (string | object)[]) => {
    for (const message of messages) socket.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    return socket.closed;
  };
  const INITIALISE = { type: 'connection_init' };

  it.each([
    'nonsense',
    '[]',
    '{"type":"unknown"}',
    '{"type":"subscribe","id":"","payload":{"query":"{ names }"}}',
    '{"type":"subscribe","id":"1","payload":{"query":1}}',
    '{"type":"next","id":"1","payload":{}}',
  ])('closes with 4400 for what is no message of a client: %s', async (message) => {
    expect(await endOf(await greeted(), message)).toEqual({ code: 4400, reason: 'Invalid message received' });
  });

  it('closes with 4401 for an operation before the greeting was accepted', async () => {
    const subscribe = { type: 'subscribe', id: '1', payload: { query: '{ names }' } };
    expect(await endOf(await opened(), subscribe)).toEqual({ code: 4401, reason: 'Unauthorized' });
  });

  it('knows who asks by the token of the greeting, under the name of the header in any letters', async () => {
    const socket = await opened();
    socket.send({ type: 'connection_init', payload: { Authorization: `Bearer ${await issuer.token({})}` } });
    await socket.until('an acknowledgement', ({ type }) => type === 'connection_ack');
    socket.subscribe('1', 'subscription { secret }');
    await until('the stream is asked for', () => watching().openSockets() === 1);
  });

  it('closes with 4408 when nobody greets in time', async () => {
    expect(await endOf(await opened())).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
  });

  it('closes with 4409 for an id that is in use, which is free again afterwards', async () => {
    const socket = await greeted();
    socket.subscribe('1', '{ sequence(id: "x") }');
    await socket.until('it is complete', ({ type }) => type === 'complete');
    socket.subscribe('1', WATCH, { id: 'x' });
    socket.subscribe('1', WATCH, { id: 'x' });
    expect(await socket.closed).toEqual({ code: 4409, reason: 'Subscriber for 1 already exists' });
  });

  it('closes with 4429 for a second greeting', async () => {
    const reason = 'Too many initialisation requests';
    expect(await endOf(await opened(), INITIALISE, INITIALISE)).toEqual({ code: 4429, reason });
    expect(await endOf(await greeted(), INITIALISE)).toEqual({ code: 4429, reason });
  });

  it('answers pings, before and after the greeting, and takes pongs that it did not ask for', async () => {
    const socket = await opened();
    socket.send({ type: 'ping', payload: { at: 1 } });
    expect(await socket.until('a pong', ({ type }) => type === 'pong')).toEqual({ type: 'pong', payload: { at: 1 } });
    for (const type of ['pong', 'connection_init', 'pong', 'ping']) socket.send({ type });
    const pongs = () => socket.messages.filter(({ type }) => type === 'pong');
    await until('another pong', () => pongs().length === 2);
    expect(pongs()[1]).toEqual({ type: 'pong' });
  });

  it('keeps who answers pings, and lets go who does not', async () => {
    const subscriptions = { keepAliveMs: 1_000 };
    const impatient = await startTestRouter({ supergraph: graph.supergraph, subscriptions });
    const [here, gone] = [await TestSocket.greeted(impatient.url), await TestSocket.greeted(impatient.url)];
    let pings = 0;
    here.socket.on('ping', () => {
      pings += 1;
    });
    gone.subscribe('1', WATCH, { id: 'gone' });
    await gone.answersOf('1', 1);
    gone.socket.pause();
    await until('nobody reads its stream', () => watching().openSockets() === 0);
    gone.socket.resume();
    expect((await gone.closed).code).toBe(1006);
    await until('more pings', () => pings > 2);
    here.subscribe('1', '{ sequence(id: "x") }');
    await here.answersOf('1', 1);
    await here.close();
    await impatient.stop();
  });

  it('runs queries, mutations and streams side by side on one socket', async () => {
    const socket = await greeted();
    socket.subscribe('stream', WATCH, { id: 'side' });
    await socket.answersOf('stream', 1);
    socket.subscribe('query', '{ sequence(id: "side") }');
    socket.subscribe('mutation', 'mutation { touch(id: "side") }');
    expect(await socket.answersOf('mutation', 1)).toEqual([{ data: { touch: 1 } }]);
    expect(await socket.answersOf('query', 1)).toEqual([{ data: { sequence: expect.any(Number) } }]);
    await socket.answersOf('stream', 2);
    const completed = () => socket.messages.filter(({ type }) => type === 'complete').map(({ id }) => id);
    await until('both are complete', () => completed().length === 2);
    expect(completed().sort()).toEqual(['mutation', 'query']);
  });

  it('says nothing more about an operation that was completed while its event was being answered', async () => {
    const socket = await greeted();
    socket.subscribe('1', WATCH, { id: 'late' });
    await socket.answersOf('1', 1);
    const naming = graph.subgraph('naming');
    const asked = naming.requests.length;
    const release = naming.hold();
    live.change('late');
    await until('the event is being answered', () => naming.requests.length > asked);
    socket.send({ type: 'complete', id: '1' });
    socket.subscribe('2', '{ sequence(id: "late") }');
    await socket.answersOf('2', 1);
    release();
    socket.subscribe('1', WATCH, { id: 'late', after: 0 });
    await socket.answersOf('1', 2);
    const heard = socket.answers('1').map(({ data }) => data.watched.sequence);
    expect(heard).toEqual([0, 1]);
  });

  it('closes with 1009 for a message that is too long', async () => {
    const fits = await greeted();
    const message = (length: number) =>
      JSON.stringify({ type: 'ping', payload: { x: '' } }).replace('""', `"${'x'.repeat(length)}"`);
    const room = 2_000 - message(0).length;
    fits.socket.send(message(room));
    await fits.until('a pong', ({ type }) => type === 'pong');
    expect((await endOf(fits, message(room + 1))).code).toBe(1009);
  });

  it('allows so many messages in the second that begins with the first, and closes with 1008 for one more', async () => {
    const said = async (messages: number) => {
      const socket = await opened();
      socket.send({ type: 'connection_init' });
      for (let count = 1; count < messages; count += 1) socket.send({ type: 'ping' });
      return socket;
    };
    const allowed = await said(20);
    await allowed.until('a greeting', ({ type }) => type === 'connection_ack');
    await until('all are answered', () => allowed.messages.filter(({ type }) => type === 'pong').length === 19);
    expect(allowed.socket.readyState).toBe(allowed.socket.OPEN);
    expect(await (await said(21)).closed).toEqual({ code: 1008, reason: 'More than 20 messages in a second' });
  });

  it('closes with 1013 the socket that is one too many of a client, by its token and by its address', async () => {
    const reason = 'Too many connections of one client';
    const token = await issuer.token({ subject: 'collector' });
    for (let count = 0; count < 5; count += 1) await greeted(token);
    const socket = await opened();
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    expect(await socket.closed).toEqual({ code: 1013, reason });
    await sockets[0]?.close();
    await until('there is room again', async () => {
      const next = await opened();
      next.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
      const acknowledged = next.until('connection_ack', ({ type }) => type === 'connection_ack').then(() => true);
      return Promise.race([acknowledged, next.closed.then(() => false)]);
    });
    // Who is known by a token does not count for the address.
    for (let count = 0; count < 5; count += 1) await greeted();
    expect(await (await opened()).closed).toEqual({ code: 1013, reason });
  });

  it('refuses pages of foreign origins, other paths and other protocols', async () => {
    await expect(TestSocket.open(router.url, { origin: 'https://evil.example' })).rejects.toThrow('status 403');
    await opened({ origin: 'https://partner.example' });
    await expect(TestSocket.open(`${router.url}/other`)).rejects.toThrow('status 404');
    expect((await (await opened({}, [])).closed).code).toBe(4406);
  });
});
