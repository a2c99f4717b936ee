import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { type RunningStripeSandbox, startStripeSandbox } from '../start-stripe-sandbox.js';

const SECRET_KEY = 'sk_test_local';
const PUBLISHABLE_KEY = 'pk_test_local';
const WEBHOOK_SECRET = 'whsec_local';

/** A sandbox, the real client on it, and a webhook endpoint that keeps what it verified. */
export class SandboxBench {
  readonly folder = mkdtempSync(join(tmpdir(), 'fleetgraph-stripe-'));
  readonly received: Stripe.Event[] = [];
  readonly publishableKey = PUBLISHABLE_KEY;
  /** What the endpoint answers. */
  endpointStatus = 200;
  sandbox!: RunningStripeSandbox;
  stripe!: Stripe;
  readonly #endpoint = createServer(async (request, response) => {
    const body = await textOf(request);
    const signature = String(request.headers['stripe-signature']);
    this.received.push(this.stripe.webhooks.constructEvent(body, signature, WEBHOOK_SECRET));
    response.writeHead(this.endpointStatus).end();
  });

  async start(): Promise<void> {
    if (!this.#endpoint.listening) await new Promise<void>((done) => this.#endpoint.listen(0, '127.0.0.1', done));
    const address = this.#endpoint.address();
    const port = typeof address === 'object' ? address?.port : 0;
    this.sandbox = await startStripeSandbox({
      folder: this.folder,
      secretKey: SECRET_KEY,
      publishableKey: PUBLISHABLE_KEY,
      webhook: { url: `http://127.0.0.1:${port}/webhooks/stripe`, secret: WEBHOOK_SECRET },
    });
    this.stripe = this.clientFor(SECRET_KEY);
  }

  clientFor(key: string, maxNetworkRetries = 0): Stripe {
    return new Stripe(key, { host: '127.0.0.1', port: this.sandbox.port, protocol: 'http', maxNetworkRetries });
  }

  async restart(): Promise<void> {
    await this.sandbox.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.sandbox.stop();
    this.#endpoint.closeAllConnections();
    await new Promise((done) => this.#endpoint.close(done));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The types of the events that arrived about one payment. */
  typesAbout(intentId: string): string[] {
    return this.received.filter(({ data }) => JSON.stringify(data).includes(intentId)).map(({ type }) => type);
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
