import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LiveGraph, makeLiveGraph, WATCH } from '../testing/graphs/live.js';
import { startTestCollector, type TestCollector } from '../testing/test-collector.js';
import { startTestCommand, type TestCommand } from '../testing/test-command.js';
import { TestEventStream } from '../testing/test-event-stream.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, until } from '../testing/test-router.js';
import { TestSocket } from '../testing/test-socket.js';

const TRACE_ID = expect.stringMatching(/^[0-9a-f]{32}$/);
const QUERY = '{ sequence(id: "1") }';

describe('traces of connections that stay open', () => {
  let folder: string;
  let live: LiveGraph;
  let graph: TestGraph;
  let collector: TestCollector;
  let router: TestCommand;
  let origin: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetgraph-live-traces-'));
    live = makeLiveGraph();
    graph = await startTestGraph(live.definitions);
    await writeFile(join(folder, 'live.graphql'), graph.supergraph);
    collector = await startTestCollector();
    const settings = [`telemetry.otlpEndpoint=${collector.url}`, 'logging.access=true'];
    router = await startTestCommand(
      [
        ...['--supergraph', join(folder, 'live.graphql'), '--port', '0'],
        ...settings.flatMap((setting) => ['--set', setting]),
      ],
      { OTEL_BSP_SCHEDULE_DELAY: '50' },
    );
    origin = new URL(router.url).origin;
  });

  afterAll(async () => {
    await router?.stop();
    await collector?.stop();
    await graph?.stop();
    await rm(folder, { recursive: true });
  });

  const spanOf = (traceId: string, name: string) =>
    collector.spans.find((span) => span.traceId === traceId && span.name === name);
  const traced = async (traceId: string, name: string) => {
    await until(`the span ${name} has come`, () => spanOf(traceId, name) !== undefined);
    return spanOf(traceId, name);
  };

  it('name themselves in each answer of a socket: that of the operation, or of the event', async () => {
    const socket = await TestSocket.greeted(origin);
    socket.subscribe('1', `query Over { sequence(id: "1") }`);
    const [answer] = await socket.answersOf('1', 1);
    expect(answer).toEqual({ data: { sequence: expect.any(Number) }, extensions: { traceId: TRACE_ID } });
    const traceId = String(answer?.extensions?.traceId);
    const operation = await traced(traceId, 'operation');
    expect(operation?.attributes).toMatchObject({ 'graphql.operation.name': 'Over' });
    expect(spanOf(traceId, 'execute')?.parentSpanId).toBe(operation?.spanId);
    expect(spanOf(traceId, 'fetch watching')).toBeDefined();

    socket.subscribe('2', WATCH, { id: 'a' });
    await socket.answersOf('2', 1);
    live.change('a');
    const events = await socket.answersOf('2', 2);
    const ids = events.map(({ extensions }) => String(extensions?.traceId));
    expect([ids, new Set([traceId, ...ids]).size]).toEqual([[TRACE_ID, TRACE_ID], 3]);
    const [, second = ''] = ids;
    await traced(second, 'event');
    expect(spanOf(second, 'fetch naming')?.parentSpanId).toBe(spanOf(second, 'event')?.spanId);

    socket.subscribe('3', '{ nothing }');
    const { payload } = await socket.until('a refusal', ({ type }) => type === 'error');
    expect(payload[0].extensions).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED', traceId: TRACE_ID });
    await socket.close();
  });

  it('go on with the one that an operation of a socket names', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319d';
    const socket = await TestSocket.greeted(origin);
    const extensions = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    socket.send({ type: 'subscribe', id: '1', payload: { query: QUERY, extensions } });
    expect((await socket.answersOf('1', 1))[0]?.extensions).toEqual({ traceId });
    expect((await traced(traceId, 'operation'))?.parentSpanId).toBe('b7ad6b7169203331');
    await socket.close();
  });

  it('name themselves in the header of an event stream', async () => {
    const stream = await TestEventStream.operation(origin, { query: QUERY });
    const traceId = stream.response.headers.get('x-trace-id') ?? '';
    expect((await stream.answersOf(1))[0].extensions).toEqual({ traceId });
    await traced(traceId, 'execute');
  });

  it('name themselves for each operation of a single connection', async () => {
    const reserved = await fetch(router.url, { method: 'PUT' });
    const token = { 'x-graphql-event-stream-token': await reserved.text() };
    const stream = await TestEventStream.open(router.url, { headers: token });
    const asked = await fetch(router.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...token },
      body: JSON.stringify({ query: QUERY, extensions: { operationId: '1' } }),
    });
    const traceId = asked.headers.get('x-trace-id') ?? '';
    expect([asked.status, traceId]).toEqual([202, TRACE_ID]);
    const [{ payload }] = await stream.answersOf(1);
    expect(payload.extensions).toEqual({ traceId });
    expect(stream.response.headers.get('x-trace-id')).toEqual(TRACE_ID);
    await until('the access log tells it', () => router.output.stderr.includes(`"traceId":"${traceId}"`));
    stream.close();
  });
});

it('are handed on as they came where nobody records them', async () => {
  const graph = await startTestGraph(makeLiveGraph().definitions);
  const router = await startTestRouter({ supergraph: graph.supergraph });
  const traceparent = '00-0af7651916cd43dd8448eb211c80319e-b7ad6b7169203331-01';
  const trace = { traceparent, tracestate: 'ours=1' };
  const headersOf = (name: 'requests' | 'streams') =>
    graph.subgraph('watching')[name].map(({ headers }) => [headers.traceparent, headers.tracestate]);

  const socket = await TestSocket.greeted(router.url);
  socket.send({ type: 'subscribe', id: '1', payload: { query: QUERY, extensions: trace } });
  await socket.answersOf('1', 1);
  socket.send({ type: 'subscribe', id: '2', payload: { query: WATCH, variables: { id: 'a' }, extensions: trace } });
  await socket.answersOf('2', 1);
  const forged = { traceparent: `${traceparent}\r\nx: y`, tracestate: 7 };
  socket.send({ type: 'subscribe', id: '3', payload: { query: QUERY, extensions: forged } });
  await socket.answersOf('3', 1);
  const stream = await TestEventStream.operation(router.url, { query: QUERY }, trace);
  await stream.ended();
  const handedOn = [traceparent, 'ours=1'];
  expect(headersOf('requests')).toEqual([handedOn, [undefined, undefined], handedOn]);
  expect(headersOf('streams')).toEqual([handedOn]);
  expect(graph.subgraph('naming').requests.map(({ headers }) => headers.traceparent)).toEqual([undefined]);
  await socket.close();
  await router.stop();
  await graph.stop();
});
