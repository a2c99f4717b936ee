import { startTestSubgraph, type TestSubgraph } from '@fleetgraph/kit/testing/start-test-subgraph';
import type { PaymentsOptions, StripeOptions } from '../../config.js';
import { startPayments } from '../../main.js';

/** Secrets under which a test signs webhooks: the second is the one that is being phased out. */
export const WEBHOOK_SECRETS = ['whsec_new_secret_of_tests', 'whsec_old_secret_of_tests'] as const;

/** Signs links to documents in tests. */
export const DOCUMENT_SECRET = 'a-secret-that-signs-links-in-tests';

/** Where nobody answers: for tests in which the provider must not matter. */
const NOWHERE: StripeOptions = {
  secretKey: 'sk_test_nowhere',
  publishableKey: 'pk_test_nowhere',
  host: '127.0.0.1',
  port: 9,
  protocol: 'http',
};

/** Starts payments on a fresh database, with its own options on top of the shared ones. */
export const startTestPayments = (overrides: Partial<PaymentsOptions> = {}): Promise<TestSubgraph> =>
  startTestSubgraph((options) =>
    startPayments({
      ...options,
      stripe: NOWHERE,
      webhookSecrets: WEBHOOK_SECRETS,
      publicUrl: 'https://fleetgraph.example',
      documentSecret: DOCUMENT_SECRET,
      ...overrides,
    }),
  );
