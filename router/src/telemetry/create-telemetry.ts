import cluster from 'node:cluster';
import type { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import type { Logger } from 'pino';
import type { RouterConfig } from '../config/config-schema.js';
import { AccessLog } from './access-log.js';
import type { MetricsServer } from './metrics/metrics-server.js';
import type { RouterMetrics } from './metrics/router-metrics.js';
import type { RouterState } from './metrics/state-metrics.js';
import { Telemetry } from './telemetry.js';
import { Tracing } from './tracing.js';
import { UsageRecorder } from './usage/usage-recorder.js';

/** Makes what the configuration wants to watch over a router; undefined when it wants nothing. */
export async function createTelemetry(
  config: RouterConfig,
  { parts, logger }: { readonly parts: StopInOrder; readonly logger: Logger },
): Promise<Telemetry | undefined> {
  const { usage, logging } = config;
  const telemetry = {
    metrics: await createMetrics(config),
    usage: usage.file === undefined ? undefined : new UsageRecorder(usage, usage.file, logger),
    accessLog: logging.access ? new AccessLog(logger) : undefined,
    tracing: Tracing.ofProcess(),
  };
  if (telemetry.usage !== undefined) parts.push(() => telemetry.usage?.close());
  return Object.values(telemetry).every((part) => part === undefined) ? undefined : new Telemetry(telemetry);
}

/** Prometheus' client is loaded only where it is wanted. */
async function createMetrics({ metrics, persistedOperations }: RouterConfig): Promise<RouterMetrics | undefined> {
  if (metrics.port === undefined) return undefined;
  const { RouterMetrics } = await import('./metrics/router-metrics.js');
  return new RouterMetrics({ max: metrics.maxOperations, onlyRegistered: persistedOperations.mode !== 'off' });
}

/** Tells the metrics of a router on their own port; a worker tells its first process, which tells the sum. */
export async function serveMetrics(
  { metrics: { port, host } }: RouterConfig,
  metrics: RouterMetrics | undefined,
  state: RouterState,
): Promise<MetricsServer | undefined> {
  if (metrics === undefined || port === undefined) return undefined;
  metrics.watch(state);
  if (cluster.isWorker) {
    const { AggregatorRegistry } = await import('prom-client');
    AggregatorRegistry.setRegistries([metrics.registry]);
    return undefined;
  }
  const { startMetricsServer } = await import('./metrics/metrics-server.js');
  return startMetricsServer({ port, host }, metrics.registry);
}
