import { randomBytes } from 'node:crypto';
import { sqlRun } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Secrets } from '../secrets/derive-secrets.js';

/** A new secret with 256 bits of randomness, marked so that scanners find it when it leaks. */
export const newClientSecret = (): string => `fgs_${randomBytes(32).toString('base64url')}`;

/** What is kept of a secret: a keyed digest is enough, because secrets are random and long. */
export const clientSecretDigest = (secrets: Secrets, secret: string): string => secrets.mac('client-secret', secret);

/** True when the presented secret is one of the live ones, given as digests with commas between. */
export const isClientSecret = (secrets: Secrets, digests: string, presented: string): boolean =>
  digests.split(',').some((digest) => secrets.isMac('client-secret', presented, digest));

/** Adds a live secret to a client; adding the same again changes nothing. */
export async function addClientSecret(tx: EntityManager, clientId: string, digest: string): Promise<void> {
  await sqlRun(
    tx,
    'insert into api_client_secret (client_id, digest) values ($1, $2) on conflict (client_id, digest) do nothing',
    [clientId, digest],
  );
}
