import type { Registry } from 'prom-client';
import { metricDataOf } from './metric-data.js';
import { metricExporter, RESOURCE, SCOPE, send } from './metric-exporter.js';

/** Where metrics go, and how often. */
export interface MetricsExport {
  readonly endpoint: string;
  readonly intervalMs: number;
}

/**
 * Sends what a registry tells to a collector, now and then and at the end; answers how to stop. Sums are those since the
 * start: what did not arrive is in what is sent next.
 */
export function exportMetrics(
  registry: Registry,
  { endpoint, intervalMs }: MetricsExport,
  onFault: (fault: unknown) => void,
): () => Promise<void> {
  const exporter = metricExporter(endpoint);
  const startedAt = Date.now();
  let underWay: Promise<void> | undefined;
  const tell = async () => {
    const metrics = metricDataOf(await registry.getMetricsAsJSON(), { startedAt, now: Date.now() });
    await send(exporter, { resource: RESOURCE, scopeMetrics: [{ scope: SCOPE, metrics }] });
  };
  const timer = setInterval(() => {
    underWay ??= tell()
      .catch(onFault)
      .finally(() => {
        underWay = undefined;
      });
  }, intervalMs).unref();
  return async () => {
    clearInterval(timer);
    await underWay;
    await tell().catch(onFault);
    await exporter.shutdown();
  };
}
