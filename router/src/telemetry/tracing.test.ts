import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SHOP } from '../testing/graphs/shop.js';
import { type CollectedSpan, startTestCollector, type TestCollector } from '../testing/test-collector.js';
import { startTestCommand, type TestCommand } from '../testing/test-command.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, until } from '../testing/test-router.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const QUERY = 'query Deep($id: ID!) { user(id: $id) { name reviews { text } } }';

describe('traces', () => {
  let folder: string;
  let graph: TestGraph;
  let collector: TestCollector;
  let router: TestCommand;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetgraph-tracing-'));
    graph = await startTestGraph(SHOP);
    await writeFile(join(folder, 'shop.graphql'), graph.supergraph);
    collector = await startTestCollector();
    router = await startTestCommand(
      ['--supergraph', join(folder, 'shop.graphql'), '--port', '0', '--set', `telemetry.otlpEndpoint=${collector.url}`],
      { OTEL_BSP_SCHEDULE_DELAY: '50' },
    );
  });

  afterAll(async () => {
    await router?.stop();
    await collector?.stop();
    await graph?.stop();
    await rm(folder, { recursive: true });
  });

  const ask = (headers: Record<string, string>) =>
    fetch(router.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: QUERY, variables: { id: '1' } }),
    });
  const spansOf = (traceId: string) => collector.spans.filter((span) => span.traceId === traceId);

  it('lead from the client over the steps and each fetch to the subgraph', async () => {
    graph.reset();
    const response = await ask({
      traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01`,
      'apollographql-client-name': 'web',
      authorization: '',
    });
    expect(await response.json()).toMatchObject({ data: { user: { name: 'User 1' } } });
    expect(response.headers.get('x-trace-id')).toBe(TRACE_ID);
    await until('the span of the request has come', () => spansOf(TRACE_ID).some(isOf('instrumentation-http')));

    const spans = spansOf(TRACE_ID);
    const request = spans.find(isOf('instrumentation-http'));
    expect(request?.attributes).toMatchObject({
      'graphql.operation.name': 'Deep',
      'graphql.operation.type': 'query',
      'client.name': 'web',
    });
    const step = (name: string) => spans.find((span) => span.name === name);
    expect([step('prepare')?.parentSpanId, step('execute')?.parentSpanId]).toEqual([request?.spanId, request?.spanId]);

    const fetches = spans.filter(({ name }) => name.startsWith('fetch '));
    expect(fetches.map(({ attributes }) => attributes['subgraph.name'])).toEqual(['accounts', 'reviews']);
    for (const fetched of fetches) {
      expect(fetched.parentSpanId).toBe(step('execute')?.spanId);
      expect(fetched.attributes['graphql.document.hash']).toMatch(/^[0-9a-f]{32}$/);
      const sent = spans.filter(isOf('instrumentation-undici')).find((span) => span.parentSpanId === fetched.spanId);
      const { requests } = graph.subgraph(String(fetched.attributes['subgraph.name']));
      expect(requests.map(({ headers }) => headers.traceparent)).toEqual([`00-${TRACE_ID}-${sent?.spanId}-01`]);
    }
  });

  it('tell names only: no values', () => {
    expect(JSON.stringify(collector.spans.filter(({ scope }) => scope === '@fleetgraph/router'))).not.toContain(
      'User 1',
    );
  });

  it('are nowhere to be seen when they are off', async () => {
    const plain = await startTestRouter({ supergraph: graph.supergraph });
    graph.reset();
    const traceparent = `00-${TRACE_ID}-00f067aa0ba902b7-01`;
    const response = await plain.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent },
      body: JSON.stringify({ query: '{ me { name } }' }),
    });
    expect(response.headers.has('x-trace-id')).toBe(false);
    // What a client began is handed on as it came.
    expect(graph.subgraph('accounts').requests.map(({ headers }) => headers.traceparent)).toEqual([traceparent]);
    await plain.stop();
  });
});

const isOf =
  (name: string) =>
  ({ scope }: CollectedSpan): boolean =>
    scope === `@opentelemetry/${name}`;
