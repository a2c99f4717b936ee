import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LiveGraph, makeLiveGraph } from '../testing/graphs/live.js';
import type { JsonAnswer } from '../testing/plain-gateway.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';
import { TestSocket } from '../testing/test-socket.js';

const SAID = 'subscription { said }';
/** Together more than the buffers of both kernels hold. */
const EVENTS = 800;
const EVENT_BYTES = 30_000;
/** Events that are said before it is waited for the readers. */
const BURST = 20;
const padded = (number: number) => String(number).padEnd(EVENT_BYTES, '.');

describe('a client that does not read', () => {
  let live: LiveGraph;
  let graph: TestGraph;
  let router: TestRouter;

  beforeEach(async () => {
    live = makeLiveGraph();
    graph = await startTestGraph(live.definitions);
  });

  afterEach(async () => {
    await router?.stop();
    await graph.stop();
  });

  const start = async (slowClients: 'close' | 'latest') => {
    // Who does not read is not given up before it has heard why, however busy this machine is.
    const patience = { keepAliveMs: 120_000, closingMs: 120_000 };
    const subscriptions = { slowClients, maxBufferedBytes: 65_536, ...patience };
    router = await startTestRouter({ supergraph: graph.supergraph, subscriptions, timeouts: { subgraphMs: 500 } });
  };
  const ids = new Map<TestSocket, string>();
  const subscribed = async () => {
    const socket = await TestSocket.greeted(router.url);
    ids.set(socket, `operation ${ids.size}`);
    socket.subscribe(idOf(socket), SAID);
    return socket;
  };
  const idsHeardBy = ({ messages }: TestSocket) => [...new Set(messages.flatMap(({ id }) => id ?? []))];
  const idOf = (socket: TestSocket) => ids.get(socket) ?? '';
  const numberOf = ({ data }: JsonAnswer) => Number.parseInt(data.said, 10);
  const heard = (socket: TestSocket) => socket.answers(idOf(socket)).map(numberOf);
  const last = (socket: TestSocket) => socket.answers(idOf(socket)).slice(-1).map(numberOf)[0];
  /** Says so much that nobody's network could hold it back; the readers hear all of it. */
  const sayEverything = async (readers: readonly TestSocket[]) => {
    for (let number = 0; number < EVENTS; number += 1) {
      live.say(padded(number));
      if (number % BURST === BURST - 1)
        await until('the readers hear it', () => readers.every((socket) => last(socket) === number));
    }
  };
  const listening = async (readers: readonly TestSocket[]) => {
    await until('all listen', () => {
      live.say('-1');
      return readers.every((socket) => heard(socket).length > 0);
    });
  };

  it('is sent away with 1013 and does not hold the others', async () => {
    await start('close');
    const slow = await subscribed();
    const readers = await Promise.all(Array.from({ length: 3 }, subscribed));
    await listening([...readers, slow]);
    slow.socket.pause();
    await sayEverything(readers);
    slow.socket.resume();
    expect(await slow.closed).toEqual({ code: 1013, reason: 'Too slow: connect again and resume' });
    expect(heard(slow).length).toBeLessThan(EVENTS);
    for (const socket of [slow, ...readers]) expect(idsHeardBy(socket)).toEqual([idOf(socket)]);
    for (const reader of readers) await reader.close();
  });

  it('gets the latest of each stream when it reads again, and everything from then on', async () => {
    await start('latest');
    const slow = await subscribed();
    const reader = await subscribed();
    await listening([reader, slow]);
    slow.socket.pause();
    await sayEverything([reader]);
    slow.socket.resume();
    await until('the latest is heard', () => last(slow) === EVENTS - 1);
    const numbers = heard(slow).filter((number) => number >= 0);
    expect(numbers.length).toBeLessThan(EVENTS);
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
    live.say(String(EVENTS));
    await until('the next is heard', () => last(slow) === EVENTS);
    for (const socket of [reader, slow]) await socket.close();
  });

  /** Answers to requests for event streams that nobody reads. */
  const unread: Readonly<Record<string, () => Promise<IncomingMessage>>> = {
    async 'an event stream'() {
      const headers = { accept: 'text/event-stream', 'content-type': 'application/json' };
      const asked = request(`${router.url}/graphql`, { method: 'POST', headers });
      const [response] = await once(asked.end(JSON.stringify({ query: SAID })), 'response');
      return response;
    },
    async 'a reserved event stream'() {
      const token = await (await router.fetch('/graphql', { method: 'PUT' })).text();
      const headers = { 'content-type': 'application/json', 'x-graphql-event-stream-token': token };
      const body = JSON.stringify({ query: SAID, extensions: { operationId: '1' } });
      await router.fetch('/graphql', { method: 'POST', headers, body });
      const asked = request(`${router.url}/graphql?token=${token}`, { headers: { accept: 'text/event-stream' } });
      const [response] = await once(asked.end(), 'response');
      return response;
    },
  };
  it.each(Object.entries(unread))('of %s is cut off, without being told that it was all', async (_, open) => {
    await start('close');
    const reader = await subscribed();
    const slow = await open(); // paused until somebody reads
    await listening([reader]);
    await sayEverything([reader]);
    const all = await text(slow).catch((cause: Error) => cause.message);
    expect(all).toBe('aborted');
    await reader.close();
  });

  it('of an event stream is not waited for when that has ended', async () => {
    const subscriptions = { keepAliveMs: 120_000, closingMs: 2_000 };
    router = await startTestRouter({ supergraph: graph.supergraph, subscriptions, metrics: { port: 0 } });
    live.rename('large', 'x'.repeat(20_000_000)); // more than the buffers of both kernels hold
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json' };
    const asked = request(`${router.url}/graphql`, { method: 'POST', headers });
    await once(asked.end(JSON.stringify({ query: '{ item(id: "large") { name } }' })), 'response');
    const open = async () => {
      const metrics = await (await fetch(router.metricsUrl ?? '')).text();
      return /^fleetgraph_router_connections\{transport="sse"\} (\d+)$/m.exec(metrics)?.[1];
    };
    expect(await open()).toBe('1');
    await until('it is gone', async () => (await open()) === '0');
    asked.destroy();
  });

  it('is told when events come faster than they can be answered', async () => {
    await start('close');
    const socket = await TestSocket.greeted(router.url);
    socket.subscribe('1', 'subscription { watched(id: "busy") { sequence item { name } } }');
    await socket.answersOf('1', 1);
    const release = graph.subgraph('naming').hold();
    for (let change = 0; change < 300; change += 1) live.change('busy');
    const { payload } = await socket.until('an error', ({ type }) => type === 'error');
    expect(payload).toMatchObject([
      { path: ['watched'], extensions: { code: 'STREAM_TOO_FAST', retryable: true, subgraph: 'watching' } },
    ]);
    release();
    socket.subscribe('2', 'subscription { watched(id: "busy", after: 299) { sequence } }');
    expect(await socket.answersOf('2', 1)).toEqual([{ data: { watched: { sequence: 300 } } }]);
    await socket.close();
  });
});
