import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as it came to a collector. */
export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly scope: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One number, or one histogram, as it came to a collector. */
export interface CollectedPoint {
  readonly metric: string;
  readonly scope: string;
  /** Of the process that has sent it. */
  readonly resource: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly kind: 'sum' | 'gauge' | 'histogram';
  /** 1: since the last time; 2: since the start. */
  readonly aggregationTemporality: number | undefined;
  readonly value: number | undefined;
  readonly histogram:
    | { readonly explicitBounds: readonly number[]; readonly bucketCounts: readonly number[] }
    | undefined;
}

/** A collector of traces and metrics, as OTLP over HTTP knows it. */
export interface TestCollector {
  readonly url: string;
  readonly spans: readonly CollectedSpan[];
  readonly points: readonly CollectedPoint[];
  /** Status with which it answers. */
  status: number;
  stop(): Promise<void>;
}

/** Starts a collector on a free port. */
export async function startTestCollector(): Promise<TestCollector> {
  const spans: CollectedSpan[] = [];
  const points: CollectedPoint[] = [];
  const answers = { status: 200 };
  const server = createServer(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
    if (answers.status === 200 && request.url === '/v1/traces') spans.push(...spansIn(body));
    if (answers.status === 200 && request.url === '/v1/metrics') points.push(...pointsIn(body));
    response.writeHead(answers.status, { 'content-type': 'application/json' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    points,
    get status() {
      return answers.status;
    },
    set status(status) {
      answers.status = status;
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface OtlpTraces {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string };
      readonly spans: readonly (Omit<CollectedSpan, 'scope' | 'attributes'> & OtlpAttributed)[];
    }[];
  }[];
}

function* spansIn({ resourceSpans = [] }: OtlpTraces): Iterable<CollectedSpan> {
  for (const { scopeSpans } of resourceSpans)
    for (const { scope, spans } of scopeSpans)
      for (const span of spans) yield { ...span, scope: scope.name, attributes: plain(span) };
}

interface OtlpMetrics {
  readonly resourceMetrics?: readonly {
    readonly resource: OtlpAttributed;
    readonly scopeMetrics: readonly {
      readonly scope: { readonly name: string };
      readonly metrics: readonly ({ readonly name: string } & Partial<Record<CollectedPoint['kind'], OtlpData>>)[];
    }[];
  }[];
}

interface OtlpData {
  readonly aggregationTemporality?: number;
  readonly dataPoints: readonly (OtlpAttributed &
    Partial<CollectedPoint['histogram']> & { readonly asDouble?: number; readonly asInt?: number })[];
}

const KINDS = ['sum', 'gauge', 'histogram'] as const;

function* pointsIn({ resourceMetrics = [] }: OtlpMetrics): Iterable<CollectedPoint> {
  for (const { resource, scopeMetrics } of resourceMetrics)
    for (const { scope, metrics } of scopeMetrics)
      for (const { name: metric, ...data } of metrics)
        for (const kind of KINDS)
          for (const point of data[kind]?.dataPoints ?? []) {
            const { explicitBounds, bucketCounts, asDouble, asInt } = point;
            yield {
              metric,
              scope: scope.name,
              resource: plain(resource),
              attributes: plain(point),
              kind,
              aggregationTemporality: data[kind]?.aggregationTemporality,
              value: asDouble ?? asInt,
              histogram: explicitBounds && bucketCounts && { explicitBounds, bucketCounts },
            };
          }
}

interface OtlpAttributed {
  readonly attributes: readonly OtlpAttribute[];
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

const plain = ({ attributes }: OtlpAttributed) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
