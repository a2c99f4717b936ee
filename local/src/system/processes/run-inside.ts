import { openTransport } from '@fleetgraph/kit/events/open-transport';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { createLogger } from '@fleetgraph/kit/logging/create-logger';
import type { SubgraphConfigurations } from '../configure-subgraphs.js';
import type { SubgraphName } from '../subgraph-names.js';
import { startSubgraph } from './start-subgraph.js';

/** Subgraphs at work in one process. */
export interface RunningInside {
  stop(): Promise<void>;
}

/** Runs subgraphs in this process, on one event bus connection; tells each that is ready. */
export async function runInside(
  names: readonly SubgraphName[],
  all: SubgraphConfigurations,
  onReady: (name: SubgraphName) => void = () => undefined,
): Promise<RunningInside> {
  const running = new StopInOrder();
  const { kafkaBrokers, eventLogUrl, logLevel: level, logDestination } = all.users;
  const logger = createLogger({
    name: 'events',
    level,
    ...(logDestination === undefined ? {} : { destination: logDestination }),
  });
  try {
    const bus = eventLogUrl === undefined ? {} : { eventLogUrl };
    const transport = await openTransport({ kafkaBrokers, ...bus, name: 'local', logger });
    running.push(() => transport.close());
    for (const name of names) {
      const subgraph = await startSubgraph(name, all, transport);
      running.push(() => subgraph.stop());
      onReady(name);
    }
  } catch (error) {
    await running.stop();
    throw error;
  }
  return { stop: () => running.stop() };
}
