import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openTransport } from '@fleetgraph/kit/events/open-transport';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { createLogger } from '@fleetgraph/kit/logging/create-logger';
import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';
import { startRouter } from '@fleetgraph/router/main';
import type { RouterOptions } from '@fleetgraph/router/router-options';
import { prepareFolder } from '../durable/prepare-folder.js';
import { startMailbox } from '../mailbox/start-mailbox.js';
import { type RunningPostgres, startPostgres } from '../postgres/start-postgres.js';
import { startStripeSandbox } from '../stripe-sandbox/start-stripe-sandbox.js';
import { audienceOf, configureSubgraphs, issuerOf } from './configure-subgraphs.js';
import { ensureDemoData } from './ensure-demo-data.js';
import { LOOPBACK, requireFreePort } from './free-port.js';
import { runSubgraphs } from './processes/run-subgraphs.js';
import { cacheOfCatalogue, readLog } from './router-cache.js';
import type { RunningSystem, SystemOptions } from './running-system.js';
import { readSecrets, type Secrets } from './secrets.js';
import { seedUsers } from './seed-users.js';
import { SUBGRAPH_NAMES, type SubgraphName } from './subgraph-names.js';

const SUPERGRAPH = fileURLToPath(new URL('../../../schema/supergraph.graphql', import.meta.url));
/** Operations of the web app by their ids. */
const WEB_OPERATIONS = fileURLToPath(
  new URL('../../../web/src/graphql/__generated__/persisted-operations.json', import.meta.url),
);
const WEB_ROOT = fileURLToPath(new URL('../../../web/dist', import.meta.url));

/** Starts a whole system on this machine; what was started is stopped when a later part fails. */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  const running = new StopInOrder();
  try {
    return await start(options, running);
  } catch (error) {
    await running.stop().catch(() => undefined);
    throw error;
  }
}

async function start(options: SystemOptions, running: StopInOrder): Promise<RunningSystem> {
  const { folder, onStep = () => undefined, placement = 'inside' } = options;
  const base = await layBase(options, running);
  const { postgres, secrets, ports, publicUrl, logFile } = base;
  onStep('Payment sandbox and mailbox');
  const { sandbox, mailbox } = await startSinks(folder, base, running);
  const all = configureSubgraphs({
    secrets,
    publicUrl,
    ports: ports.subgraphs,
    databaseUrls: postgres.urls,
    kafkaBrokers: options.kafkaBrokers ?? [],
    smtpUrl: mailbox.smtpUrl,
    stripeUrl: sandbox.url,
    logLevel: options.logLevel ?? 'info',
    logDestination: logFile,
    settings: options.settings ?? {},
  });
  onStep('Subgraphs');
  const subgraphs = await runSubgraphs(all, placement, (name) => onStep(`Subgraphs: ${name}`));
  running.push(() => subgraphs.stop());
  onStep('Accounts');
  const seeded = await seedUsers(postgres.urls.users, publicUrl, secrets);
  onStep('Router');
  await startFrontDoor({ options, base, targets: { sandbox: sandbox.url, mailbox: mailbox.url } }, running);
  sandbox.deliverTo({ url: `http://${LOOPBACK}:${ports.router}/webhooks/stripe`, secret: secrets.stripeWebhook });
  const system: RunningSystem = {
    url: publicUrl,
    issuer: issuerOf(publicUrl),
    audience: audienceOf(publicUrl),
    secrets,
    postgres,
    sandbox,
    mailbox,
    subgraphUrls: byName((name) => `http://${LOOPBACK}:${ports.subgraphs[name]}/graphql`),
    processes: subgraphs.processes,
    logFile,
    stop: () => running.stop(),
  };
  if (options.hasDemoData ?? true) await ensureDemoData(system, { folder, seeded, onStep });
  return system;
}

/** What everything else stands on. */
interface Base {
  postgres: RunningPostgres;
  secrets: Secrets;
  ports: Ports;
  publicUrl: string;
  logFile: string;
}

async function layBase(options: SystemOptions, running: StopInOrder): Promise<Base> {
  const { folder, isDurable = true, onStep = () => undefined } = options;
  if (options.port !== undefined) await requireFreePort(options.port);
  prepareFolder(folder);
  onStep('PostgreSQL');
  const postgres = await startPostgres({ folder, isDurable });
  running.push(() => postgres.stop());
  const ports = await planPorts(options.port);
  const publicUrl = `http://localhost:${ports.router}`;
  return { postgres, secrets: readSecrets(folder), ports, publicUrl, logFile: prepareLog(folder) };
}

interface Ports {
  router: number;
  subgraphs: Readonly<Record<SubgraphName, number>>;
}

/** Ports stay the same for as long as the system runs, so that a process that is started anew is found. */
async function planPorts(router: number | undefined): Promise<Ports> {
  const [spare = 0, ...others] = await claimPorts(SUBGRAPH_NAMES.length + 1);
  return { router: router ?? spare, subgraphs: byName((_name, at) => others[at] ?? 0) };
}

function byName<T>(map: (name: SubgraphName, at: number) => T): Record<SubgraphName, T> {
  // Object.fromEntries forgets the keys; SUBGRAPH_NAMES holds every name.
  return Object.fromEntries(SUBGRAPH_NAMES.map((name, at) => [name, map(name, at)])) as Record<SubgraphName, T>;
}

function prepareLog(folder: string): string {
  const logs = join(folder, 'logs');
  mkdirSync(logs, { recursive: true });
  return join(logs, 'fleetgraph.log');
}

async function startSinks(folder: string, { secrets, publicUrl }: Base, running: StopInOrder) {
  const { stripeSecretKey: secretKey, stripePublishableKey: publishableKey } = secrets;
  const sandbox = await startStripeSandbox({ folder, secretKey, publishableKey, publicUrl });
  running.push(() => sandbox.stop());
  const mailbox = await startMailbox({ folder });
  running.push(() => mailbox.stop());
  return { sandbox, mailbox };
}

interface FrontDoor {
  options: SystemOptions;
  base: Base;
  targets: { sandbox: string; mailbox: string };
}

async function startFrontDoor({ options, base, targets }: FrontDoor, running: StopInOrder): Promise<void> {
  const { secrets, ports, publicUrl, logFile } = base;
  const originOf = (name: SubgraphName) => `http://${LOOPBACK}:${ports.subgraphs[name]}`;
  const router = await startRouter({
    ...(await routerCache(options, base, running)),
    supergraph: SUPERGRAPH,
    port: ports.router,
    host: LOOPBACK,
    subgraphs: byName((name) => ({ urls: [`${originOf(name)}/graphql`] })),
    authentication: {
      issuer: issuerOf(publicUrl),
      jwksUrl: `${originOf('users')}/oidc/jwks`,
      audience: audienceOf(publicUrl),
    },
    signing: { secrets: [secrets.routerSignature] },
    // One machine, few operations: memory counts for more. Planning ahead would keep the first visitor waiting.
    execution: { planInThread: false, warm: { manifests: false } },
    edge: {
      '/oidc': originOf('users'),
      '/webhooks': originOf('payments'),
      '/documents': originOf('payments'),
      '/media': originOf('fleet'),
      '/sandbox': targets.sandbox,
      '/mailbox': targets.mailbox,
    },
    // The playground of /developers is open to strangers on one's own machine.
    introspection: 'everybody',
    persistedOperations: { mode: 'allow', manifests: [WEB_OPERATIONS] },
    web: { root: WEB_ROOT, graphiqlPath: '/developers' },
    usage: { file: options.usageFile },
    logger: createLogger({ name: 'router', level: options.logLevel ?? 'info', destination: logFile }),
  });
  running.push(() => router.stop());
}

/** The router's cache, and the bus that tells it what has changed. */
async function routerCache(
  { kafkaBrokers = [], logLevel: level = 'info' }: SystemOptions,
  { postgres, logFile: destination }: Base,
  running: StopInOrder,
): Promise<Pick<RouterOptions, 'cache' | 'bus'>> {
  const cache = cacheOfCatalogue(kafkaBrokers);
  if (kafkaBrokers.length > 0) return { cache };
  const logger = createLogger({ name: 'router events', level, destination });
  const log = await openTransport({ kafkaBrokers: [], eventLogUrl: postgres.urls.event_log, name: 'router', logger });
  running.push(() => log.close());
  return { cache, bus: readLog(log) };
}
