import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type LiveGraph, makeLiveGraph, WATCH } from '../testing/graphs/live.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';
import { TestSocket } from '../testing/test-socket.js';

const EVENTS = 60;
const MB = 1_048_576;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
/** What is in buffers, in MB. */
const buffered = (): number => {
  collectGarbage();
  return process.memoryUsage().arrayBuffers / MB;
};

let live: LiveGraph;
let graph: TestGraph;
let router: TestRouter;

beforeAll(async () => {
  live = makeLiveGraph();
  graph = await startTestGraph(live.definitions);
  router = await startTestRouter({ supergraph: graph.supergraph });
});

afterAll(async () => {
  await router?.stop();
  await graph?.stop();
});

it('keeps the events of a stream for who joins later, and not what was answered to them', async () => {
  live.rename('large', 'x'.repeat(MB / 2));
  const socket = await TestSocket.greeted(router.url);
  socket.subscribe('1', WATCH, { id: 'large' });
  await socket.answersOf('1', 1);
  const before = buffered();
  for (let event = 1; event < EVENTS; event++) {
    live.change('large');
    await socket.answersOf('1', event + 1);
  }
  await until('its answers are forgotten', () => buffered() - before < 8);
  const later = await TestSocket.greeted(router.url);
  later.subscribe('1', WATCH, { id: 'large' });
  expect(await later.answersOf('1', EVENTS)).toHaveLength(EVENTS);
  await Promise.all([socket, later].map((one) => one.close()));
}, 60_000);
