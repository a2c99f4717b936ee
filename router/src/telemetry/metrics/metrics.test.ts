import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RouterSettings } from '../../config/config-schema.js';
import { type LiveGraph, makeLiveGraph } from '../../testing/graphs/live.js';
import { SHOP } from '../../testing/graphs/shop.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';
import { TestSocket } from '../../testing/test-socket.js';

const METRICS = { port: 0 };

let graph: TestGraph;
let router: TestRouter;

afterEach(async () => {
  await router?.stop();
  await graph?.stop();
});

/** Samples by name with labels, as Prometheus reads them. */
async function scrape(): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(router.metricsUrl ?? '');
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

const operations = (name: string, kind: string, code: string, transport = 'http') =>
  `fleetgraph_router_operations_total{operation="${name}",kind="${kind}",transport="${transport}",code="${code}"}`;

describe('metrics of queries', () => {
  const start = async (settings: Partial<RouterSettings> = {}) => {
    router = await startTestRouter({ supergraph: graph.supergraph, metrics: METRICS, ...settings });
  };

  beforeEach(async () => {
    graph = await startTestGraph(SHOP);
  });

  it('tell operations by name and outcome, and how long they took', async () => {
    await start();
    await router.query('query Names { me { name } }');
    await router.query('query Names { me { name } }');
    await router.query('query Broken { broken { name } }');
    await router.query('{ nothing }');
    await router.query('mutation Rename { rename(id: "1", name: "x") { name } }');
    const samples = await scrape();
    expect(samples.get(operations('Names', 'query', 'OK'))).toBe(2);
    expect(samples.get(operations('Broken', 'query', 'NOT_FOUND'))).toBe(1);
    expect(samples.get(operations('Rename', 'mutation', 'OK'))).toBe(1);
    expect(samples.get(operations('other', 'unknown', 'GRAPHQL_VALIDATION_FAILED'))).toBe(1);
    const seconds = 'fleetgraph_router_operation_duration_seconds';
    expect(samples.get(`${seconds}_count{operation="Names",transport="http"}`)).toBe(2);
    expect(samples.get(`${seconds}_bucket{le="+Inf",operation="Names",transport="http"}`)).toBe(2);
    expect(samples.get(`${seconds}_sum{operation="Names",transport="http"}`)).toBeGreaterThan(0);
  });

  it('tell calls to subgraphs, plans, caches, circuits and the process', async () => {
    await start({ traffic: { retries: { max: 0 } } });
    for (let count = 0; count < 4; count++) await router.query('{ me { name } }');
    graph.subgraph('accounts').behaviour = 503;
    await router.query('{ me { name } }');
    const samples = await scrape();
    const calls = 'fleetgraph_router_subgraph_calls_total';
    expect(samples.get(`${calls}{subgraph="accounts",code="OK"}`)).toBe(4);
    expect(samples.get(`${calls}{subgraph="accounts",code="SUBGRAPH_UNAVAILABLE"}`)).toBe(1);
    expect(samples.get('fleetgraph_router_subgraph_call_duration_seconds_count{subgraph="accounts"}')).toBe(5);
    expect(samples.get('fleetgraph_router_plans_total{result="made"}')).toBe(1);
    expect(samples.get('fleetgraph_router_planning_seconds_total')).toBeGreaterThan(0);
    expect(samples.get('fleetgraph_router_plans_waiting')).toBe(0);
    expect(samples.get('fleetgraph_router_operation_cache_total{result="miss"}')).toBe(1);
    expect(samples.get('fleetgraph_router_operation_cache_total{result="hit"}')).toBe(4);
    // The first is not remembered, the second is recorded, two are given again, one differs.
    expect(samples.get('fleetgraph_router_answer_memory_total{result="hit"}')).toBe(2);
    expect(samples.get('fleetgraph_router_answer_memory_total{result="miss"}')).toBe(3);
    const { url } = graph.subgraph('accounts');
    const circuit = `fleetgraph_router_subgraph_circuit{subgraph="accounts",address="${url}",state="closed"}`;
    expect(samples.get(circuit)).toBe(1);
    expect(samples.get('fleetgraph_router_subgraph_retries_total{subgraph="accounts"}')).toBe(0);
    expect(samples.get('nodejs_heap_size_used_bytes')).toBeGreaterThan(0);
    expect(samples.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
  });

  it('name no more operations than they may, whatever clients invent', async () => {
    await start({ metrics: { ...METRICS, maxOperations: 2 } });
    for (const name of ['A', 'B', 'C', 'D']) await router.query(`query ${name} { me { name } }`);
    const samples = await scrape();
    expect(['A', 'B', 'other'].map((name) => samples.get(operations(name, 'query', 'OK')))).toEqual([1, 1, 2]);
    expect([...samples.keys()].join()).not.toMatch(/"[CD]"/);
  });

  it('name registered operations only, where there are such', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fleetgraph-metrics-'));
    const body = 'query Registered { me { name } }';
    const id = createHash('sha256').update(body).digest('hex');
    const manifest = join(folder, 'web.json');
    const all = [{ id, name: 'Registered', type: 'query', body }];
    await writeFile(
      manifest,
      JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations: all }),
    );
    await start({ persistedOperations: { mode: 'allow', manifests: [manifest] } });
    await router.query('query Foreign { me { name } }');
    await router.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: id } } }),
    });
    const samples = await scrape();
    expect(samples.get(operations('Registered', 'query', 'OK'))).toBe(1);
    expect(samples.get(operations('other', 'query', 'OK'))).toBe(1);
    await rm(folder, { recursive: true });
  });

  it('are told on their own port, and never on the public one', async () => {
    await start();
    expect((await router.fetch('/metrics')).status).toBe(404);
    const { origin, port } = new URL(router.metricsUrl ?? '');
    expect(Number(port)).not.toBe(router.port);
    expect((await fetch(`${origin}/graphql`)).status).toBe(404);
    expect((await fetch(`${origin}/metrics`, { method: 'POST' })).status).toBe(404);
  });

  it('are off unless they have a port', async () => {
    await start({ metrics: {} });
    expect(router.metricsUrl).toBeUndefined();
    expect((await router.fetch('/metrics')).status).toBe(404);
  });
});

describe('metrics of live data', () => {
  let live: LiveGraph;

  beforeEach(async () => {
    live = makeLiveGraph();
    graph = await startTestGraph(live.definitions);
    router = await startTestRouter({ supergraph: graph.supergraph, metrics: METRICS });
  });

  it('tell sockets, streams and events', async () => {
    const socket = await TestSocket.greeted(router.url);
    socket.subscribe('1', 'subscription Watch { watched(id: "1") { sequence } }');
    await until('the state has come', () => socket.answers('1').length === 1);
    live.change('1');
    await until('the change has come', () => socket.answers('1').length === 2);
    const samples = await scrape();
    expect(samples.get(operations('Watch', 'subscription', 'OK', 'websocket'))).toBe(1);
    expect(samples.get('fleetgraph_router_connections{transport="websocket"}')).toBe(1);
    expect(samples.get('fleetgraph_router_streams')).toBe(1);
    expect(samples.get('fleetgraph_router_stream_events_total')).toBe(2);
    expect(samples.get('fleetgraph_router_slow_clients_total')).toBe(0);
    socket.socket.terminate();
    await until('the stream is closed', async () => (await scrape()).get('fleetgraph_router_streams') === 0);
  });

  it('count an operation of an event stream once', async () => {
    const response = await router.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'query Sequence { sequence(id: "1") }' }),
    });
    expect(await response.text()).toContain('event: complete');
    const told = [...(await scrape())].filter(([name]) => name.startsWith('fleetgraph_router_operations_total'));
    expect(told).toEqual([[operations('Sequence', 'query', 'OK', 'sse'), 1]]);
  });
});
