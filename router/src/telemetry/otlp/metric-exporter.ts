import { randomUUID } from 'node:crypto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';

/** What a batch of metrics is about: this process, also when several of one router tell of themselves. */
export const RESOURCE = resourceFromAttributes({ 'service.name': 'router', 'service.instance.id': randomUUID() });
export const SCOPE = { name: '@fleetgraph/router' };

/** For one batch with all its attempts: a router that stops does not wait for a collector that hangs. */
const TIMEOUT_MS = 3_000;

/** Makes the way of metrics to a collector (OTLP over HTTP, JSON); headers come from `OTEL_EXPORTER_OTLP_HEADERS`. */
export const metricExporter = (endpoint: string): PushMetricExporter =>
  new OTLPMetricExporter({ url: new URL('/v1/metrics', endpoint).href, timeoutMillis: TIMEOUT_MS });

/** Sends one batch; rejects when the collector does not take it. */
export function send(exporter: PushMetricExporter, metrics: ResourceMetrics): Promise<void> {
  return new Promise((resolve, reject) => {
    exporter.export(metrics, ({ error, code }) => {
      if (code === 0) resolve();
      else reject(error ?? new Error('The collector has refused the metrics.'));
    });
  });
}

/** Seconds and nanoseconds since 1970, as OpenTelemetry has times. */
export const timeOf = (ms: number): [seconds: number, nanoseconds: number] => [
  Math.floor(ms / 1_000),
  Math.round((ms % 1_000) * 1_000_000),
];
