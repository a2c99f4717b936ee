import { sqlOne } from '@fleetgraph/kit/database/sql';
import type { Scope } from '@fleetgraph/schema/scopes';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Adapter, AdapterPayload, Client } from 'oidc-provider';
import type { ClientKind } from '../account/rights.js';

interface ClientRow {
  readonly id: string;
  readonly kind: ClientKind;
  readonly name: string;
  readonly organisation_id: string | null;
  readonly redirect_uris: string[];
  readonly post_logout_redirect_uris: string[];
  readonly scopes: Scope[];
  readonly digests: string[];
}

/** Our own facts about a client, beside the protocol's. */
export const CLIENT_FACTS = ['kind', 'organisation', 'allowedScopes'];

/** Our own facts of a client that the provider loaded. */
export interface ClientFacts {
  readonly kind: ClientKind;
  readonly organisation: string | undefined;
  readonly allowedScopes: readonly Scope[];
}

/** Reads back what `CLIENT_FACTS` put on a client. */
export function factsOf(client: Client): ClientFacts {
  const { kind, organisation, allowedScopes } = client;
  // Written by toMetadata below and by nobody else: clients cannot register themselves.
  return {
    kind: kind as ClientKind,
    organisation: organisation as string | undefined,
    allowedScopes: allowedScopes as Scope[],
  };
}

/** Clients as rows of `api_client`; the provider only reads them. */
export class ApiClientAdapter implements Adapter {
  constructor(private readonly em: () => EntityManager) {}

  /** Metadata of a client that is not disabled. */
  async find(id: string): Promise<AdapterPayload | undefined> {
    const row = await sqlOne<ClientRow>(
      this.em(),
      `select id, kind, name, organisation_id, redirect_uris, post_logout_redirect_uris, scopes,
              array(select digest from api_client_secret where client_id = api_client.id
                     and (expires_at is null or expires_at > now()) order by created_at desc) as digests
         from api_client where id = $1 and disabled_at is null`,
      [id],
    );
    return row === undefined ? undefined : toMetadata(row);
  }

  readonly upsert = readOnly;
  readonly findByUserCode = readOnly;
  readonly findByUid = readOnly;
  readonly consume = readOnly;
  readonly destroy = readOnly;
  readonly revokeByGrantId = readOnly;
}

async function readOnly(): Promise<undefined> {
  throw new Error('Clients are made by use cases of ours, not by the provider.');
}

function toMetadata(row: ClientRow): AdapterPayload {
  const facts = {
    kind: row.kind,
    allowedScopes: row.scopes,
    ...(row.organisation_id === null ? {} : { organisation: row.organisation_id }),
  };
  const common = { client_id: row.id, client_name: row.name, ...facts };
  if (row.kind === 'PARTNER' || row.kind === 'SERVICE') {
    return {
      ...common,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      token_endpoint_auth_method: 'client_secret_basic',
      // Digests of all live secrets; compared by our own compareClientSecret.
      client_secret: row.digests.join(',') || 'none',
    };
  }
  return {
    ...common,
    application_type: row.kind === 'NATIVE' ? 'native' : 'web',
    // The browser renews by its session cookie and never holds a refresh token.
    grant_types: row.kind === 'NATIVE' ? ['authorization_code', 'refresh_token'] : ['authorization_code'],
    response_types: ['code'],
    redirect_uris: row.redirect_uris,
    post_logout_redirect_uris: row.post_logout_redirect_uris,
    token_endpoint_auth_method: 'none',
  };
}
