import type { SubgraphOptions } from './config/subgraph-options.js';
import { connect, migrate } from './database/connect.js';
import { DatabaseListener } from './database/listener.js';
import { openTransport } from './events/open-transport.js';
import { startRelay } from './events/outbox-relay.js';
import { runConsumers } from './events/run-consumers.js';
import type { SubgraphContext } from './graphql/context.js';
import type { SubgraphRuntime } from './graphql/runtime.js';
import { serveSubgraph } from './graphql/serve-subgraph.js';
import type { Subgraph } from './graphql/subgraph.js';
import { runJobs } from './jobs/run-jobs.js';
import { StopInOrder } from './lifecycle/stop-in-order.js';
import { createLogger } from './logging/create-logger.js';

/** A subgraph at work. */
export interface RunningSubgraph {
  readonly name: string;
  readonly port: number;
  /** Address of its graph. */
  readonly url: string;
  readonly runtime: SubgraphRuntime;
  /** Finishes what is in flight, then stops everything in reverse order. */
  stop(): Promise<void>;
}

/** Starts a subgraph whole: database, outbox relay, consumers, jobs, HTTP. What was started is stopped when a later part fails. */
export async function runSubgraph<Context extends SubgraphContext>(
  subgraph: Subgraph<Context>,
  options: SubgraphOptions,
): Promise<RunningSubgraph> {
  const running = new StopInOrder();
  try {
    return await start(subgraph, options, running);
  } catch (error) {
    await running.stop();
    throw error;
  }
}

async function start<Context extends SubgraphContext>(
  subgraph: Subgraph<Context>,
  options: SubgraphOptions,
  running: StopInOrder,
): Promise<RunningSubgraph> {
  const { logLevel: level, logDestination: destination } = options;
  const logger = createLogger({ name: subgraph.name, level, ...(destination === undefined ? {} : { destination }) });
  const orm = await connect({
    url: options.databaseUrl,
    entities: subgraph.entities,
    migrations: subgraph.migrations,
    applicationName: `fleetgraph-${subgraph.name}`,
    ...(options.databasePoolMax === undefined ? {} : { poolMax: options.databasePoolMax }),
  });
  running.push(() => orm.close());
  await migrate(orm);

  const listener = new DatabaseListener({
    url: options.databaseUrl,
    applicationName: `fleetgraph-${subgraph.name}-listener`,
  });
  running.push(() => listener.close());
  const runtime: SubgraphRuntime = { orm, em: () => orm.em.fork(), listener, logger, options };

  const transport = options.transport ?? (await openTransport({ ...options, name: subgraph.name, logger }));
  if (options.transport === undefined) running.push(() => transport.close());
  const relay = await startRelay({ runtime, transport, source: subgraph.name });
  running.push(() => relay.stop());
  const consumers = await runConsumers({ consumers: subgraph.consumers, runtime, transport });
  running.push(() => consumers.stop());
  const jobs = await runJobs(subgraph.jobs, runtime);
  running.push(() => jobs.stop());

  const served = await serveSubgraph(subgraph, runtime);
  running.push(() => served.stop());
  const host = options.host === '0.0.0.0' ? '127.0.0.1' : options.host;
  logger.info({ port: served.port }, 'ready');
  return {
    name: subgraph.name,
    port: served.port,
    url: `http://${host}:${served.port}/graphql`,
    runtime,
    stop: () => running.stop(),
  };
}
