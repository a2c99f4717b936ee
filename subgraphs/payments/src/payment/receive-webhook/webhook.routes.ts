import type { SubgraphRuntime } from '@fleetgraph/kit/graphql/runtime';
import { metrics } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { paymentsOptions } from '../../config.js';
import { providerOf } from '../provider/provider.js';
import { receiveEvent } from './receive-event.js';
import { SignatureRefused, verifyEvent } from './verify-event.js';

/** Where the provider sends its events. */
const WEBHOOK_PATH = '/webhooks/stripe';
/** The provider's events are some kilobytes. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Opens the door for the provider's events: signed ones are stored and answered at once, others are refused and counted. */
export async function serveWebhooks(app: FastifyInstance, runtime: SubgraphRuntime): Promise<void> {
  const { client } = providerOf(runtime.options);
  const { webhookSecrets } = paymentsOptions(runtime.options);
  const refused = metrics
    .getMeter('@fleetgraph/payments')
    .createCounter('payments.webhooks.refused', { description: 'Webhooks without a valid signature.' });

  await app.register(async (door) => {
    // The signature covers the bytes as they came, whatever they claim to be.
    door.removeAllContentTypeParsers();
    door.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    door.post(WEBHOOK_PATH, async ({ body, headers }, reply) => {
      try {
        const event = await verifyEvent(client, {
          body,
          signature: headers['stripe-signature'],
          secrets: webhookSecrets,
        });
        await receiveEvent(runtime.em(), event);
        return { received: true };
      } catch (error) {
        if (!(error instanceof SignatureRefused)) throw error;
        refused.add(1);
        runtime.logger.warn('webhook refused: no valid signature');
        return reply.code(400).send({ message: error.message });
      }
    });
  });
}
