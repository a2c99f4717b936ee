import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import type { StripeOptions } from '../../config.js';

/** The part of the local Stripe sandbox that tests use. */
interface RunningSandbox {
  readonly url: string;
  readonly port: number;
  readonly controls: {
    delayRequestMs: number;
    delayAnswerMs: number;
    loseAnswers: number;
    failRequests: number;
    matching: string;
    doubleWebhooks: boolean;
    shuffleWebhooks: boolean;
    holdWebhooks: boolean;
    failDeliveries: number;
  };
  deliverTo(webhook: { url: string; secret: string }): void;
  stop(): Promise<void>;
}

/** The provider's sandbox for one test file, and a client of it that plays the customer's browser. */
export interface TestSandbox extends RunningSandbox {
  readonly client: Stripe;
  readonly options: StripeOptions;
}

// By path, because production code of payments must not know the sandbox; it is built before tests run.
const SANDBOX = new URL('../../../../../local/dist/stripe-sandbox/start-stripe-sandbox.js', import.meta.url).href;

/** Starts the sandbox with a folder of its own. */
export async function startSandbox(): Promise<TestSandbox> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-'));
  const keys = { secretKey: 'sk_test_payments', publishableKey: 'pk_test_payments' };
  const { startStripeSandbox } = await import(SANDBOX);
  const running: RunningSandbox = await startStripeSandbox({ folder, ...keys });
  const address = { host: '127.0.0.1', port: running.port, protocol: 'http' } as const;
  return {
    ...running,
    client: new Stripe(keys.secretKey, { ...address, telemetry: false }),
    options: { ...keys, ...address },
    async stop() {
      await running.stop();
      await rm(folder, { recursive: true });
    },
  };
}
