import { createServer, type IncomingMessage } from 'node:http';
import { until } from '@fleetgraph/kit/testing/until';
import type { FaultySystem } from './faulty-system.js';

/** A place between provider and system where answers to webhooks get lost. */
export interface WebhookGate {
  /** Waits until the system has answered an event of this type; the provider never hears of it. */
  untilAnswered(type: string): Promise<void>;
  /** Webhooks go straight to the system again. */
  stop(): Promise<void>;
}

/** Lets webhooks through and their answers not. */
export async function startWebhookGate(world: FaultySystem): Promise<WebhookGate> {
  const target = `${world.system.url}/webhooks/stripe`;
  const secret = world.system.secrets.stripeWebhook;
  const answered: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const headers = {
      'content-type': 'application/json',
      'stripe-signature': String(request.headers['stripe-signature']),
    };
    const answer = await fetch(target, { method: 'POST', headers, body }).catch(() => undefined);
    if (answer?.ok) answered.push(JSON.parse(body).type);
    response.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  world.sandbox.deliverTo({ url: `http://127.0.0.1:${port}/`, secret });
  return {
    untilAnswered: async (type) => {
      await until(() => answered.includes(type));
    },
    stop: async () => {
      world.sandbox.deliverTo({ url: target, secret });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
