import cluster from 'node:cluster';
import type { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import type { Logger } from 'pino';
import type { RouterConfig } from '../config/config-schema.js';
import { AccessLog } from './access-log.js';
import type { MetricsServer } from './metrics/metrics-server.js';
import type { RouterMetrics } from './metrics/router-metrics.js';
import type { RouterState } from './metrics/state-metrics.js';
import { SlowLog } from './slow-log.js';
import { Telemetry } from './telemetry.js';
import { Tracing } from './tracing.js';
import { UsageFile } from './usage/usage-file.js';
import { UsageRecorder, type UsageSink } from './usage/usage-recorder.js';
import { USAGE_OF_FIRST_PROCESS } from './workers/gather-usage.js';

const METRICS_FAILED = 'metrics could not be told';

/** What telemetry leaves behind to be stopped, and tells its faults to. */
interface Surroundings {
  readonly parts: StopInOrder;
  readonly logger: Logger;
}

/** Makes what the configuration wants to watch over a router; undefined when it wants nothing. */
export async function createTelemetry(
  config: RouterConfig,
  { parts, logger }: Surroundings,
): Promise<Telemetry | undefined> {
  const { logging } = config;
  const telemetry = {
    metrics: await createMetrics(config, { parts, logger }),
    usage: await createUsage(config, logger),
    accessLog: logging.access ? new AccessLog(logger) : undefined,
    slowLog: logging.slowMs === undefined ? undefined : new SlowLog(logging.slowMs, logger),
    tracing: Tracing.ofProcess(),
  };
  if (telemetry.usage !== undefined) parts.push(() => telemetry.usage?.close());
  return Object.values(telemetry).every((part) => part === undefined) ? undefined : new Telemetry(telemetry);
}

/** A file is written by the first of several processes, so that none undoes what another has written. */
async function createUsage({ usage }: RouterConfig, logger: Logger): Promise<UsageRecorder | undefined> {
  const { file, otlpEndpoint, maxClients } = usage;
  const sinks: UsageSink[] = [];
  if (file !== undefined) sinks.push(cluster.isWorker ? USAGE_OF_FIRST_PROCESS : new UsageFile(file, maxClients));
  if (otlpEndpoint !== undefined) {
    const { OtlpUsage } = await import('./otlp/otlp-usage.js');
    sinks.push(new OtlpUsage(otlpEndpoint));
  }
  return sinks.length === 0 ? undefined : new UsageRecorder(usage, sinks, logger);
}

/** Prometheus' client and the exporter are loaded only where they are wanted. */
async function createMetrics(
  { metrics, persistedOperations }: RouterConfig,
  { parts, logger }: Surroundings,
): Promise<RouterMetrics | undefined> {
  const { port, otlpEndpoint, otlpIntervalMs: intervalMs, maxOperations: max } = metrics;
  if (port === undefined && otlpEndpoint === undefined) return undefined;
  const { RouterMetrics } = await import('./metrics/router-metrics.js');
  const created = new RouterMetrics({ max, onlyRegistered: persistedOperations.mode !== 'off' });
  if (otlpEndpoint !== undefined) {
    const { exportMetrics } = await import('./otlp/export-metrics.js');
    const onFault = (err: unknown) => logger.error({ err }, METRICS_FAILED);
    parts.push(exportMetrics(created.registry, { endpoint: otlpEndpoint, intervalMs }, onFault));
  }
  return created;
}

/** Tells the metrics of a router on their own port; a worker tells its first process, which tells the sum. */
export async function serveMetrics(
  { metrics: { port, host } }: RouterConfig,
  metrics: RouterMetrics | undefined,
  { state, logger }: { readonly state: RouterState; readonly logger: Logger },
): Promise<MetricsServer | undefined> {
  metrics?.watch(state);
  if (metrics === undefined || port === undefined) return undefined;
  if (cluster.isWorker) {
    const { AggregatorRegistry } = await import('prom-client');
    AggregatorRegistry.setRegistries([metrics.registry]);
    new AggregatorRegistry(); // from now on it answers the first process
    return undefined;
  }
  const { startMetricsServer } = await import('./metrics/metrics-server.js');
  return startMetricsServer({ port, host }, metrics.registry, (err) => logger.error({ err }, METRICS_FAILED));
}
