import cluster from 'node:cluster';
import { ConfigInvalid } from '@fleetgraph/kit/config/parse-env';
import { stopGracefully } from '@fleetgraph/kit/lifecycle/stop-gracefully';
import { createLogger } from '@fleetgraph/kit/logging/create-logger';
import { startTelemetry } from '@fleetgraph/kit/telemetry/start-telemetry';
import type { Siblings } from './cache/siblings/siblings.js';
import { collectYoung } from './collect-young.js';
import type { RouterConfig } from './config/config-schema.js';
import { describeSettings } from './config/describe-settings.js';
import { type CommandTask, loadConfig } from './config/load-config.js';
import { ownPorts } from './config/ports-apart.js';
import type { GraphListens } from './workers.js';

const HELP = `fleetgraph-router --supergraph FILE [--port N] [--config FILE]

Serves any Federation 2 supergraph as one GraphQL endpoint.

  --supergraph FILE   the supergraph; also a folder with supergraph.graphql or files of subgraphs, or an address
  --port N            default 4000
  --host ADDRESS      default 0.0.0.0
  --workers N         processes that share the port, for machines with several cores
  --dev               introspection and explanations for all, GraphiQL at /graphql
  --config FILE       YAML with any of the settings below; \${NAME} and \${NAME:-default} are
                      taken from the environment
  --set NAME=VALUE    one setting; as often as needed; wins over the file; lists and maps as in YAML: [a, b], { a: 1 }
  --check             says what would keep the router from starting (settings, supergraph, files), and ends; warns
                      of names that the supergraph does not have, and of expected operations that it would refuse
  --help

Settings:
`;

/** Runs the command; resolves when the router listens. */
export async function runCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  let task: CommandTask | undefined;
  try {
    task = loadConfig(args, env);
    if (task.kind === 'help') process.stdout.write(HELP + settingsReference());
    else if (task.kind === 'check') await check(task.config);
    else if (task.config.workers > 1 && cluster.isPrimary) await startAll(task.config);
    else await start(task.config);
  } catch (cause) {
    process.stderr.write(`${explain(cause, task)}\n`);
    process.exitCode = 1;
    cluster.worker?.disconnect(); // which else would keep it alive
  }
}

function settingsReference(): string {
  return describeSettings()
    .map(({ name, type, byDefault, description }) => {
      const value = byDefault === undefined ? type : `${type}, default ${byDefault}`;
      return `  ${name} (${value})\n      ${description}\n`;
    })
    .join('');
}

async function check(config: RouterConfig): Promise<void> {
  const { checkStart } = await import('./check-start.js');
  for (const doubt of await checkStart(config)) process.stderr.write(`fleetgraph-router: warning: ${doubt}\n`);
  process.stdout.write('The configuration and the supergraph are valid.\n');
}

async function startAll(config: RouterConfig): Promise<void> {
  const { startWorkers } = await import('./workers.js');
  const { watchWorkers } = await import('./telemetry/workers/watch-workers.js');
  const logger = createLogger({ name: 'router', level: config.logging.level, destination: 2 });
  const { relayChanges } = await import('./cache/siblings/relay-changes.js');
  relayChanges();
  const port = await startWorkers(config.workers, logger, await watchWorkers(config, logger));
  if (port === undefined) process.exitCode = 1;
  else announce(port);
}

const announce = (port: number) => process.stdout.write(`The graph is at http://localhost:${port}/graphql\n`);

async function start(config: RouterConfig): Promise<void> {
  collectYoung();
  const { logging, telemetry } = config;
  const stopTelemetry = await startTelemetry({ serviceName: 'router', endpoint: telemetry.otlpEndpoint });
  // Only after telemetry, which changes modules while they are loaded.
  const { startRouter } = await import('./main.js');
  const logger = createLogger({ name: 'router', level: logging.level, destination: 2 });
  const siblings = cluster.isWorker ? await siblingWorkers() : undefined;
  const router = await startRouter({ ...config, logger, siblings }).catch(async (cause: unknown) => {
    await stopTelemetry();
    throw cause;
  });
  stopGracefully(() => router.stop().finally(stopTelemetry), logger);
  if (cluster.isPrimary) announce(router.port);
  else process.send?.({ fleetgraphPort: router.port } satisfies GraphListens);
}

async function siblingWorkers(): Promise<Siblings> {
  const { SiblingWorkers } = await import('./cache/siblings/sibling-workers.js');
  return new SiblingWorkers();
}

/** For whoever started the command: one line a fault. */
function explain(cause: unknown, task: CommandTask | undefined): string {
  const told = (one: unknown) => faultsIn(one, task);
  const faults = cause instanceof AggregateError ? cause.errors.flatMap(told) : told(cause);
  return faults.map((fault) => `fleetgraph-router: ${fault}`).join('\n');
}

const faultsIn = (cause: unknown, task: CommandTask | undefined): readonly string[] =>
  cause instanceof ConfigInvalid ? cause.faults : [sentence(cause, task)];

function sentence(cause: unknown, task: CommandTask | undefined): string {
  if (!(cause instanceof Error)) return String(cause);
  const { code, port } = cause as NodeJS.ErrnoException & { port?: number };
  const why = code === 'EADDRINUSE' ? 'is taken by another program' : 'may not be opened by this user';
  if (port !== undefined && (code === 'EADDRINUSE' || code === 'EACCES'))
    return `port ${port} ${why}; choose one with ${flagOf(port, task)}.`;
  return cause.message.split('\n').join(' ');
}

/** With what the port was given. */
function flagOf(port: number, task: CommandTask | undefined): string {
  const named = task?.kind === 'serve' ? ownPorts(task.config) : [];
  const [name = 'port'] = named.find(([, one]) => one === port) ?? [];
  return name === 'port' ? '--port' : `--set ${name}=N`;
}
