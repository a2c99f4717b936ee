import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RouterSettings } from '../../config/config-schema.js';
import { INPUTS } from '../../testing/graphs/inputs.js';
import { type CollectedPoint, startTestCollector, type TestCollector } from '../../testing/test-collector.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { makeTestLog, type TestLog } from '../../testing/test-log.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';

const SINCE_LAST_TIME = 1;
const SINCE_THE_START = 2;
const QUERY = 'query Best($mood: Mood) { best(mood: $mood) }';

describe('a collector (OTLP over HTTP)', () => {
  let graph: TestGraph;
  let collector: TestCollector;
  let router: TestRouter;
  let log: TestLog;

  beforeEach(async () => {
    graph = await startTestGraph(INPUTS);
    collector = await startTestCollector();
    log = makeTestLog();
  });
  afterEach(async () => {
    await router.stop();
    await collector.stop();
    await graph.stop();
  });

  const start = async (settings: Partial<RouterSettings>) => {
    router = await startTestRouter({ supergraph: graph.supergraph, logger: log.logger, ...settings });
  };
  const ask = (client = 'web') =>
    router.query(QUERY, {
      variables: { mood: 'GOOD' },
      headers: { 'apollographql-client-name': client, 'apollographql-client-version': '1' },
    });
  const pointsOf = (metric: string, attributes: object = {}): readonly CollectedPoint[] =>
    collector.points.filter(
      (point) =>
        point.metric === metric &&
        Object.entries(attributes).every(([name, value]) => point.attributes[name] === value),
    );

  it('is sent metrics: sums since the start, levels and durations, again and again', async () => {
    await start({ metrics: { otlpEndpoint: collector.url, otlpIntervalMs: 100 } });
    const operations = () => pointsOf('fleetgraph_router_operations_total', { operation: 'Best', code: 'OK' });
    await ask();
    await until('the first is told', () => operations().at(-1)?.value === 1);
    await ask();
    await ask();
    await until('all are told', () => operations().at(-1)?.value === 3);
    expect(operations().at(-1)).toMatchObject({
      kind: 'sum',
      aggregationTemporality: SINCE_THE_START,
      scope: '@fleetgraph/router',
      resource: { 'service.name': 'router', 'service.instance.id': expect.any(String) },
      attributes: { kind: 'query', transport: 'http' },
    });
    const [durations] = pointsOf('fleetgraph_router_operation_duration_seconds', { operation: 'Best' }).slice(-1);
    const { bucketCounts = [], explicitBounds = [] } = durations?.histogram ?? {};
    expect([bucketCounts.length, bucketCounts.reduce((sum, count) => sum + Number(count), 0)]).toEqual([
      explicitBounds.length + 1,
      3,
    ]);
    expect(pointsOf('fleetgraph_router_connections', { transport: 'websocket' }).at(-1)).toMatchObject({
      kind: 'gauge',
      value: 0,
    });
    expect(pointsOf('nodejs_heap_size_used_bytes').at(-1)?.value).toBeGreaterThan(0);
    expect(router.metricsUrl).toBeUndefined();
  });

  it('is sent what was counted last when the router stops', async () => {
    await start({ metrics: { otlpEndpoint: collector.url } });
    await ask();
    await router.stop();
    expect(pointsOf('fleetgraph_router_operations_total', { operation: 'Best' })).toMatchObject([{ value: 1 }]);
  });

  it('is sent which client has used what, as much as came since the last time', async () => {
    await start({ usage: { otlpEndpoint: collector.url, flushMs: 50 } });
    const used = (client: string) =>
      pointsOf('fleetgraph_router_schema_usage', { 'client.name': client }).map(({ attributes, value }) => [
        attributes['graphql.coordinate'],
        Number(value),
      ]);
    await ask();
    await until('it is told', () => used('web').length === 3);
    await ask('partner');
    await ask('partner');
    await router.stop();
    expect(used('web')).toEqual([
      ['Mood.GOOD', 1],
      ['Query.best', 1],
      ['Query.best(mood:)', 1],
    ]);
    const counts = new Map<unknown, number>();
    for (const [coordinate, count] of used('partner'))
      counts.set(coordinate, (counts.get(coordinate) ?? 0) + Number(count));
    expect(Object.fromEntries(counts)).toEqual({ 'Mood.GOOD': 2, 'Query.best': 2, 'Query.best(mood:)': 2 });
    expect(pointsOf('fleetgraph_router_schema_usage')[0]).toMatchObject({
      kind: 'sum',
      aggregationTemporality: SINCE_LAST_TIME,
      attributes: { 'client.version': '1' },
    });
  });

  it('costs nobody an answer when it refuses or is away, and is told of in the log', async () => {
    collector.status = 400;
    await start({
      metrics: { otlpEndpoint: collector.url, otlpIntervalMs: 100 },
      usage: { otlpEndpoint: 'http://127.0.0.1:1', flushMs: 50 },
    });
    expect(await ask()).toEqual({ data: { best: 'GOOD' } });
    const told = (message: string) => log.lines.some(({ msg }) => msg === message);
    await until('both are told of', () => told('metrics could not be told') && told('usage could not be written'));
    collector.status = 200;
    await until('metrics come again', () => pointsOf('fleetgraph_router_operations_total').length > 0);
  });
});
