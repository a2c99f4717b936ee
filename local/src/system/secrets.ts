import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readOrCreatePrivateJson } from '../durable/write-private-file.js';

/** Name of the file in a data folder that keeps the secrets. */
export const SECRETS_FILE = 'secrets.json';

const Secrets = z.object({
  /** Signs what the router sends to subgraphs. */
  routerSignature: z.string(),
  /** Seals signing keys, cookies and links of users. */
  users: z.string(),
  /** Signs links to documents. */
  documents: z.string(),
  stripeSecretKey: z.string(),
  stripePublishableKey: z.string(),
  stripeWebhook: z.string(),
  /** Of the demo partner's client. */
  partnerClient: z.string(),
  /** Of the machine clients by which subgraphs ask each other. */
  paymentsClient: z.string(),
  notificationsClient: z.string(),
  /** Of the machine client that loads the demo data. */
  loaderClient: z.string(),
});

/** Every secret of one system; drawn on its first start. */
export type Secrets = z.infer<typeof Secrets>;

/** Reads the secrets of a data folder, or draws them. */
export function readSecrets(folder: string): Secrets {
  return readOrCreatePrivateJson(join(folder, SECRETS_FILE), Secrets, () => ({
    routerSignature: draw(),
    users: draw(),
    documents: draw(),
    stripeSecretKey: `sk_test_${draw()}`,
    stripePublishableKey: `pk_test_${draw()}`,
    stripeWebhook: `whsec_${draw()}`,
    partnerClient: draw(),
    paymentsClient: draw(),
    notificationsClient: draw(),
    loaderClient: draw(),
  }));
}

function draw(): string {
  return randomBytes(32).toString('hex');
}
