import { randomUUID } from 'node:crypto';
import { transact } from '@fleetgraph/kit/database/transact';
import { FieldFault, InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import type { Scope } from '@fleetgraph/schema/scopes';
import type { EntityManager } from '@mikro-orm/postgresql';
import { SCOPES_OF_CLIENT_KIND } from '../../account/rights.js';
import { Organisation } from '../../organisation/organisation.entity.js';
import { OrganisationNotFound } from '../../organisation/organisation.errors.js';
import type { Secrets } from '../../secrets/derive-secrets.js';
import { isUuid } from '../../user/is-uuid.js';
import { nameFault } from '../../user/name-rules.js';
import { ApiClient } from '../api-client.entity.js';
import { addClientSecret, clientSecretDigest, newClientSecret } from '../client-secret.js';

/** A partner's program that is to be. */
export interface NewApiClient {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly organisationId: string;
}

/** A program with the secret that is told once. */
export interface CreatedApiClient {
  readonly client: ApiClient;
  readonly secret: string;
}

/** Makes a program of a partner (U-07); its secret is kept as a digest only. */
export async function createApiClient(
  em: EntityManager,
  secrets: Secrets,
  wanted: NewApiClient,
): Promise<CreatedApiClient> {
  const scopes = wanted.scopes.filter(isPartnerScope);
  const fault = nameFault(wanted.name);
  const faults = [
    ...(fault === undefined ? [] : [new FieldFault('name', fault)]),
    ...(scopes.length === wanted.scopes.length && scopes.length > 0
      ? []
      : [new FieldFault('scopes', `Give one or more of: ${[...SCOPES_OF_CLIENT_KIND.PARTNER].join(', ')}.`)]),
  ];
  if (faults.length > 0) throw new InputInvalid(faults);

  const secret = newClientSecret();
  return transact(em, async (tx) => {
    const { organisationId } = wanted;
    const isKnown = isUuid(organisationId) && (await tx.count(Organisation, { id: organisationId })) === 1;
    if (!isKnown) throw new OrganisationNotFound(organisationId);
    const client = tx.create(ApiClient, {
      id: `partner-${randomUUID()}`,
      kind: 'PARTNER',
      name: wanted.name.trim(),
      organisationId,
      scopes: [...new Set(scopes)],
      createdAt: new Date(),
    });
    await tx.persist(client).flush();
    await addClientSecret(tx, client.id, clientSecretDigest(secrets, secret));
    return { client, secret };
  });
}

const partnerScopes: ReadonlySet<string> = SCOPES_OF_CLIENT_KIND.PARTNER;

const isPartnerScope = (scope: string): scope is Scope => partnerScopes.has(scope);
