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
import { UsageRecorder } from './usage/usage-recorder.js';
import { USAGE_OF_FIRST_PROCESS } from './workers/gather-usage.js';

const METRICS_FAILED = 'metrics could not be told';

/** Makes what the configuration wants to watch over a router; undefined when it wants nothing. */
export async function createTelemetry(
  config: RouterConfig,
  { parts, logger }: { readonly parts: StopInOrder; readonly logger: Logger },
): Promise<Telemetry | undefined> {
  const { logging } = config;
  const telemetry = {
    metrics: await createMetrics(config),
    usage: createUsage(config, logger),
    accessLog: logging.access ? new AccessLog(logger) : undefined,
    slowLog: logging.slowMs === undefined ? undefined : new SlowLog(logging.slowMs, logger),
    tracing: Tracing.ofProcess(),
  };
  if (telemetry.usage !== undefined) parts.push(() => telemetry.usage?.close());
  return Object.values(telemetry).every((part) => part === undefined) ? undefined : new Telemetry(telemetry);
}

/** Of several processes only the first writes, so that none undoes what another has written. */
function createUsage({ usage }: RouterConfig, logger: Logger): UsageRecorder | undefined {
  if (usage.file === undefined) return undefined;
  const sink = cluster.isWorker ? USAGE_OF_FIRST_PROCESS : new UsageFile(usage.file, usage.maxClients);
  return new UsageRecorder(usage, sink, logger);
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
  { state, logger }: { readonly state: RouterState; readonly logger: Logger },
): Promise<MetricsServer | undefined> {
  if (metrics === undefined || port === undefined) return undefined;
  metrics.watch(state);
  if (cluster.isWorker) {
    const { AggregatorRegistry } = await import('prom-client');
    AggregatorRegistry.setRegistries([metrics.registry]);
    new AggregatorRegistry(); // from now on it answers the first process
    return undefined;
  }
  const { startMetricsServer } = await import('./metrics/metrics-server.js');
  return startMetricsServer({ port, host }, metrics.registry, (err) => logger.error({ err }, METRICS_FAILED));
}
