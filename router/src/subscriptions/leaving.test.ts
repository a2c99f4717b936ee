import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LiveGraph, makeLiveGraph } from '../testing/graphs/live.js';
import { TestEventStream } from '../testing/test-event-stream.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';
import { TestSocket } from '../testing/test-socket.js';

const WATCH = 'subscription ($after: Int) { watched(id: "x", after: $after) { sequence } }';
const QUERY = '{ sequence(id: "x") }';

describe('connections that stay open, when the router lets them go', () => {
  let folder: string;
  let file: string;
  let live: LiveGraph;
  let graph: TestGraph;
  let router: TestRouter;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetgraph-router-'));
    file = join(folder, 'supergraph.graphql');
    live = makeLiveGraph();
    graph = await startTestGraph(live.definitions);
    await writeFile(file, graph.supergraph);
    router = await startTestRouter({ supergraph: file });
  });

  afterEach(async () => {
    await router.stop();
    await graph.stop();
    await rm(folder, { recursive: true });
  });

  const replaceSupergraph = async () => {
    await writeFile(`${file}.new`, `# another text\n${graph.supergraph}`);
    await rename(`${file}.new`, file);
  };

  it.each([
    [1001, 'Going away', () => void router.stop()],
    [1012, 'The schema has changed', () => void replaceSupergraph()],
  ])('closes sockets with %i after what was asked has been answered', async (code, reason, cause) => {
    const [idle, busy] = [await TestSocket.greeted(router.url), await TestSocket.greeted(router.url)];
    for (const socket of [idle, busy]) socket.subscribe('stream', WATCH);
    await Promise.all([idle, busy].map((socket) => socket.answersOf('stream', 1)));
    const watching = graph.subgraph('watching');
    const release = watching.hold();
    busy.subscribe('query', QUERY);
    await until('it is asked', () => watching.requests.length > 0);
    cause();
    expect(await idle.closed).toEqual({ code, reason });
    busy.subscribe('late', QUERY);
    const { payload } = await busy.until('a refusal', ({ type, id }) => type === 'error' && id === 'late');
    expect(payload).toMatchObject([{ extensions: { code: 'SERVER_STOPPING', retryable: true } }]);
    release();
    expect(await busy.closed).toEqual({ code, reason });
    expect(busy.answers('query')).toEqual([{ data: { sequence: 0 } }]);
  });

  /** Whose plan is made by and by: all of them wait for it. */
  const manyNew = async () => {
    const others = Array.from({ length: 15 }, (_, at) => router.query(`{ n${at}: sequence(id: "${at}") }`));
    await until('something is asked', () => graph.subgraph('watching').requests.length > 0);
    return others;
  };

  it('closes a socket also when its stream is still being planned', async () => {
    const socket = await TestSocket.greeted(router.url);
    const others = await manyNew();
    socket.subscribe('stream', WATCH);
    socket.send({ type: 'ping' });
    await socket.until('it has come', ({ type }) => type === 'pong');
    const stopped = router.stop();
    expect(await socket.closed).toEqual({ code: 1001, reason: 'Going away' });
    await Promise.all([stopped, ...others]);
  });

  it('ends an event stream also when it is still being planned', async () => {
    const others = await manyNew();
    const asked = TestEventStream.operation(router.url, { query: WATCH });
    const stopped = router.stop();
    const stream = await asked;
    await stream.ended();
    expect([stream.events, stream.wasCut]).toEqual([[], false]);
    await Promise.all([stopped, ...others]);
  });

  it('ends event streams without `complete` after what was asked has been answered, so that clients come back', async () => {
    const stream = await TestEventStream.operation(router.url, { query: WATCH });
    await stream.answersOf(1);
    const watching = graph.subgraph('watching');
    const release = watching.hold();
    const query = TestEventStream.operation(router.url, { query: QUERY });
    await until('it is asked', () => watching.requests.length > 0);
    const stopped = router.stop();
    await stream.ended();
    expect(stream.events.map(({ event }) => event)).toEqual(['next']);
    release();
    await (await query).ended();
    expect((await query).events.map(({ event }) => event)).toEqual(['next', 'complete']);
    await stopped;
  });

  it('lets a client resume at the new schema where it was', async () => {
    const stream = await TestEventStream.operation(router.url, { query: WATCH });
    const [first] = await stream.answersOf(1);
    await replaceSupergraph();
    await stream.ended();
    live.change('x');
    const after = first.data.watched.sequence;
    const again = await TestEventStream.operation(router.url, { query: WATCH, variables: { after } });
    expect(await again.answersOf(1)).toEqual([{ data: { watched: { sequence: after + 1 } } }]);
    again.close();
  });
});
