import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeLiveGraph } from '../../testing/graphs/live.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../../testing/test-router.js';

const KEEP_ALIVE_MS = 500;

/** A client in a thread of its own: it tells of each ping, answers it a moment later, and tells of its end. */
const CLIENT = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { WebSocket } = require('ws');
  const socket = new WebSocket(workerData, 'graphql-transport-ws', { autoPong: false });
  socket.on('open', () => socket.send('{"type":"connection_init"}'));
  socket.on('ping', () => {
    parentPort.postMessage('a ping');
    setTimeout(() => socket.pong(), 100);
  });
  socket.on('close', () => parentPort.postMessage('the end'));
`;

describe('a router that was held up itself', () => {
  let graph: TestGraph;
  let router: TestRouter;
  let client: Worker;

  beforeEach(async () => {
    graph = await startTestGraph(makeLiveGraph().definitions);
    router = await startTestRouter({
      supergraph: graph.supergraph,
      subscriptions: { keepAliveMs: KEEP_ALIVE_MS },
    });
    client = new Worker(CLIENT, { eval: true, workerData: `${router.url.replace('http', 'ws')}/graphql` });
  });

  afterEach(async () => {
    await client?.terminate();
    await router?.stop();
    await graph?.stop();
  });

  it('reads what clients have answered meanwhile before it gives them up', async () => {
    const [first] = await once(client, 'message');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3 * KEEP_ALIVE_MS);
    const [next] = await once(client, 'message');
    expect([first, next]).toEqual(['a ping', 'a ping']);
  });
});
