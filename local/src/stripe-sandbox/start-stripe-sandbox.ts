import { join } from 'node:path';
import formbody from '@fastify/formbody';
import { fastify } from 'fastify';
import { type Logger, pino } from 'pino';
import { parse } from 'qs';
import { registerApi } from './api/register-api.js';
import { type Controls, HARMLESS } from './controls/controls.js';
import { registerControls } from './controls/register-controls.js';
import { registerPages } from './pages/register-pages.js';
import { settleLater } from './payments/settle-later.js';
import type { Sandbox } from './sandbox.js';
import { SandboxStore } from './store/sandbox-store.js';
import { deliverEvents } from './webhooks/deliver-events.js';

/** What may be chosen about the sandbox. */
export interface StripeSandboxOptions {
  /** The folder that keeps payments, keys and events over restarts. */
  folder: string;
  secretKey: string;
  publishableKey: string;
  port?: number;
  /** Where a customer's browser reaches the pages; the sandbox's own address when left out. */
  publicUrl?: string;
  webhook?: { url: string; secret: string };
  logger?: Logger;
}

/** The sandbox while it runs. */
export interface RunningStripeSandbox {
  url: string;
  port: number;
  /** Tells where events go; what has gathered is delivered at once. */
  deliverTo(webhook: { url: string; secret: string }): void;
  /** Tells where a customer's browser reaches the pages. */
  showAt(publicUrl: string): void;
  controls: Controls;
  stop(): Promise<void>;
}

/** How often the pretended banks are asked, in milliseconds. */
const BANK_INTERVAL_MS = 250;

/** Starts a payment provider that speaks Stripe's HTTP API to the real `stripe` client. */
export async function startStripeSandbox(options: StripeSandboxOptions): Promise<RunningStripeSandbox> {
  const sandbox: Sandbox = {
    store: new SandboxStore(join(options.folder, 'stripe-sandbox.jsonl')),
    controls: { ...HARMLESS },
    logger: options.logger ?? pino({ level: 'silent' }),
    secretKey: options.secretKey,
    publishableKey: options.publishableKey,
    publicUrl: options.publicUrl ?? '',
    webhook: options.webhook,
    wakeDeliverer: () => undefined,
  };
  const app = fastify({
    forceCloseConnections: true,
    bodyLimit: 1_000_000,
    routerOptions: { querystringParser: readForm },
  });
  await app.register(formbody, { parser: readForm });
  registerApi(app, sandbox);
  registerControls(app, sandbox);
  registerPages(app, sandbox);
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  sandbox.publicUrl ||= url;
  const deliverer = deliverEvents(sandbox);
  sandbox.wakeDeliverer = deliverer.wake;
  const bank = setInterval(() => {
    settleLater(sandbox);
    deliverer.wake();
  }, BANK_INTERVAL_MS);
  return {
    url,
    port: Number(new URL(url).port),
    deliverTo(webhook) {
      sandbox.webhook = webhook;
      deliverer.wake();
    },
    showAt(publicUrl) {
      sandbox.publicUrl = publicUrl;
    },
    controls: sandbox.controls,
    async stop() {
      clearInterval(bank);
      await app.close();
      await deliverer.stop();
      sandbox.store.close();
    },
  };
}

function readForm(text: string): Record<string, unknown> {
  return parse(text, { depth: 10, arrayLimit: 100, parameterLimit: 1_000 });
}
