import { ConfigInvalid } from '@fleetgraph/kit/config/parse-env';
import { stopGracefully } from '@fleetgraph/kit/lifecycle/stop-gracefully';
import { createLogger } from '@fleetgraph/kit/logging/create-logger';
import { startTelemetry } from '@fleetgraph/kit/telemetry/start-telemetry';
import { FLAGS, loadConfig, type RouterConfig } from './config.js';

const HELP = `fleetgraph-router --supergraph FILE [--port N] [--config FILE]

Serves any Federation 2 supergraph as one GraphQL endpoint. Each flag is also an
environment variable (--max-depth is MAX_DEPTH) and a key of the YAML file.

${FLAGS.map((flag) => `  --${flag}`).join('\n')}
`;

/** Runs the command; resolves when the router listens. */
export async function runCommand(args: readonly string[]): Promise<void> {
  try {
    const config = loadConfig(args);
    if (config === undefined) process.stdout.write(HELP);
    else await start(config);
  } catch (cause) {
    process.stderr.write(`fleetgraph-router: ${explain(cause)}\n`);
    process.exitCode = 1;
  }
}

async function start({ options, logLevel, telemetryEndpoint }: RouterConfig): Promise<void> {
  const stopTelemetry = await startTelemetry({ serviceName: 'router', endpoint: telemetryEndpoint });
  // Only after telemetry, which changes modules while they are loaded.
  const { startRouter } = await import('./main.js');
  const logger = createLogger({ name: 'router', level: logLevel, destination: 2 });
  const router = await startRouter({ ...options, logger }).catch(async (cause: unknown) => {
    await stopTelemetry();
    throw cause;
  });
  stopGracefully(() => router.stop().finally(stopTelemetry), logger);
  process.stdout.write(`The graph is at ${router.url}/graphql\n`);
}

/** One sentence for whoever started the command. */
function explain(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause instanceof ConfigInvalid) return cause.faults.join('; ');
  const { code, port, path } = cause as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `port ${port} is taken by another program; choose one with --port.`;
  if (code === 'EACCES' && port !== undefined)
    return `port ${port} may not be opened by this user; choose one with --port.`;
  if (code === 'ENOENT') return `there is no supergraph at ${path}.`;
  return cause.message.split('\n').join(' ');
}
