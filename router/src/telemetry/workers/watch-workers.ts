import type { Logger } from 'pino';
import type { RouterConfig } from '../../config/config-schema.js';
import { startMetricsServer } from '../metrics/metrics-server.js';
import { UsageFile } from '../usage/usage-file.js';
import { gatherUsage } from './gather-usage.js';

/** Tells the metrics of all workers as one sum, and writes what they have counted; answers how to end with it. */
export async function watchWorkers({ metrics, usage }: RouterConfig, logger: Logger): Promise<() => Promise<void>> {
  const server = await serveSum(metrics, (err) => logger.error({ err }, 'metrics could not be told'));
  const written =
    usage.file === undefined
      ? undefined
      : gatherUsage(new UsageFile(usage.file, usage.maxClients), (err) =>
          logger.error({ err }, 'usage could not be written'),
        );
  return async () => {
    await server?.close();
    await written?.();
  };
}

async function serveSum({ port, host }: RouterConfig['metrics'], onFault: (fault: unknown) => void) {
  if (port === undefined) return undefined;
  const { AggregatorRegistry } = await import('prom-client');
  const registry = new AggregatorRegistry();
  const { contentType } = registry;
  return startMetricsServer({ port, host }, { contentType, metrics: () => registry.clusterMetrics() }, onFault);
}
