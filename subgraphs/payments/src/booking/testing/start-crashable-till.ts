import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from '@fleetgraph/kit/database/connect';
import { openTransport } from '@fleetgraph/kit/events/open-transport';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { createLogger } from '@fleetgraph/kit/logging/create-logger';
import type { RunningSubgraph } from '@fleetgraph/kit/run-subgraph';
import { TestSubgraph } from '@fleetgraph/kit/testing/start-test-subgraph';
import { createTestDatabase } from '@fleetgraph/kit/testing/test-database';
import { startTestIssuer, type TestIssuer } from '@fleetgraph/kit/testing/test-issuer';
import { startSandbox, type TestSandbox } from './start-sandbox.js';
import { DOCUMENT_SECRET, WEBHOOK_SECRETS } from './start-test-payments.js';
import { Till } from './start-till.js';

/** A till whose payments subgraph is a process of its own, which can be killed and started anew. */
export interface CrashableTill {
  readonly till: Till;
  /** SIGKILL: nothing is finished, nothing is closed. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const MAIN = new URL('../../main.js', import.meta.url);
/** The secret with which the kit's test support signs like the router. */
const ROUTER_SECRET = 'a-secret-that-only-router-and-subgraphs-of-tests-know';

/** Starts sandbox, databases and the process. */
export async function startCrashableTill(): Promise<CrashableTill> {
  const stopping = new StopInOrder();
  const [database, eventLog, issuer, sandbox] = await Promise.all([
    createTestDatabase(),
    createTestDatabase(),
    startTestIssuer(),
    startSandbox(),
  ]);
  stopping.push(async () => {
    await Promise.all([database.close(), eventLog.close(), issuer.stop(), sandbox.stop()]);
  });
  const env = environment({ databaseUrl: database.url, eventLogUrl: eventLog.url, issuer, sandbox });
  const logger = createLogger({ name: 'test', level: 'silent' });
  const transport = await openTransport({ name: 'test', eventLogUrl: eventLog.url, kafkaBrokers: [], logger });
  stopping.push(() => transport.close());
  const orm = await connect({ url: database.url, entities: [], migrations: [], applicationName: 'test' });
  stopping.push(() => orm.close());

  // What tests use of a running subgraph: its address, which changes, and a look into its database.
  const running = { url: '', runtime: { em: () => orm.em.fork() } } as unknown as RunningSubgraph & { url: string };
  let child: ChildProcess;
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const restart = async () => {
    child = fork(MAIN, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const [message] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then((end) => {
        throw new Error(`Payments ended with ${end}.`);
      }),
    ]);
    running.url = message.ready.url;
    sandbox.deliverTo({ url: new URL('/webhooks/stripe', running.url).href, secret: WEBHOOK_SECRETS[0] });
  };
  await restart();
  stopping.push(kill);
  return {
    till: new Till(new TestSubgraph(running, issuer, transport, stopping), sandbox),
    kill,
    restart,
    stop: () => stopping.stop(),
  };
}

interface Surroundings {
  readonly databaseUrl: string;
  readonly eventLogUrl: string;
  readonly issuer: TestIssuer;
  readonly sandbox: TestSandbox;
}

function environment({ databaseUrl, eventLogUrl, issuer, sandbox }: Surroundings): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    EVENT_LOG_URL: eventLogUrl,
    OIDC_ISSUER: issuer.issuer,
    OIDC_JWKS_URL: issuer.jwksUrl,
    OIDC_AUDIENCE: issuer.audience,
    ROUTER_SIGNATURE_SECRETS: ROUTER_SECRET,
    LOG_LEVEL: 'silent',
    STRIPE_SECRET_KEY: sandbox.options.secretKey,
    STRIPE_PUBLISHABLE_KEY: sandbox.options.publishableKey,
    STRIPE_WEBHOOK_SECRETS: WEBHOOK_SECRETS.join(','),
    STRIPE_URL: sandbox.url,
    PUBLIC_URL: 'https://fleetgraph.example',
    DOCUMENT_SECRET: DOCUMENT_SECRET,
  };
}
