import { sqlRun } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Secrets } from '../../secrets/derive-secrets.js';
import { ApiClient } from '../api-client.entity.js';
import { ApiClientNotFound } from '../api-client.errors.js';
import { addClientSecret, clientSecretDigest, newClientSecret } from '../client-secret.js';

/** A program as far as the viewer may reach it. */
export interface ReachedApiClient {
  readonly clientId: string;
  /** Undefined for staff, who reach all. */
  readonly organisationId: string | undefined;
}

/** Adds a new secret; the ones before stay good for a day, so that the program can change without a gap. */
export function rotateSecret(
  em: EntityManager,
  secrets: Secrets,
  reached: ReachedApiClient,
): Promise<{ client: ApiClient; secret: string }> {
  const secret = newClientSecret();
  return transact(em, async (tx) => {
    const client = await findLocked(tx, reached);
    await sqlRun(
      tx,
      `update api_client_secret set expires_at = least(expires_at, now() + interval '24 hours') where client_id = $1`,
      [client.id],
    );
    await addClientSecret(tx, client.id, clientSecretDigest(secrets, secret));
    return { client, secret };
  });
}

/** Gives the program no more tokens; those it has run out within ten minutes. */
export function disableApiClient(em: EntityManager, reached: ReachedApiClient): Promise<ApiClient> {
  return transact(em, async (tx) => {
    const client = await findLocked(tx, reached);
    client.disabledAt ??= new Date();
    return client;
  });
}

async function findLocked(tx: EntityManager, { clientId, organisationId }: ReachedApiClient): Promise<ApiClient> {
  const own = organisationId === undefined ? {} : { organisationId };
  const client = await tx.findOne(
    ApiClient,
    { id: clientId, kind: 'PARTNER', ...own },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (client === null) throw new ApiClientNotFound(clientId);
  return client;
}
