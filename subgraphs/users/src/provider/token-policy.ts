import type { Scope } from '@fleetgraph/schema/scopes';
import type { EntityManager } from '@mikro-orm/postgresql';
import {
  type AccessToken,
  type Client,
  type ClientCredentials,
  type Configuration,
  errors,
  type KoaContextWithOIDC,
  type RefreshToken,
} from 'oidc-provider';
import { ROLES_OF_CLIENT_KIND, SCOPES_OF_CLIENT_KIND } from '../account/rights.js';
import { factsOf } from '../api-client/api-client.adapter.js';
import { findAccount, isPersonAccount } from './find-account.js';

const ACCESS_TOKEN_S = 10 * 60;
const DAY_S = 24 * 60 * 60;
/** An unused refresh token dies after this, a family of them at the latest after `FAMILY_S`. */
const REFRESH_TOKEN_S = 30 * DAY_S;
const FAMILY_S = 180 * DAY_S;

/** Life of everything that the provider gives out, in seconds. */
export const LIFETIMES: NonNullable<Configuration['ttl']> = {
  AccessToken: ACCESS_TOKEN_S,
  ClientCredentials: ACCESS_TOKEN_S,
  AuthorizationCode: 60,
  IdToken: ACCESS_TOKEN_S,
  RefreshToken: (_ctx: KoaContextWithOIDC, token: RefreshToken) =>
    Math.max(1, Math.min(REFRESH_TOKEN_S, FAMILY_S - token.totalLifetime())),
  Interaction: 60 * 60,
  Session: 14 * DAY_S,
  Grant: FAMILY_S,
};

/** The graph is the only audience; tokens for it are signed JWTs (RFC 9068). */
export function graphResource(
  audience: string,
): NonNullable<NonNullable<Configuration['features']>['resourceIndicators']> {
  return {
    enabled: true,
    defaultResource: () => audience,
    useGrantedResource: () => true,
    getResourceServerInfo(ctx, resource, client) {
      if (resource !== audience) throw new errors.InvalidTarget('the only resource is the graph');
      return {
        scope: [...grantableScopes(ctx, client)].join(' '),
        audience,
        accessTokenTTL: ACCESS_TOKEN_S,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      };
    },
  };
}

/** The claims beside the protocol's own: what the person or client may do, and for whom. */
export async function claimsOfToken(em: EntityManager, token: AccessToken | ClientCredentials) {
  if (token.kind === 'AccessToken' && 'accountId' in token) {
    const account = await findAccount(em, String(token.accountId));
    if (account === undefined) throw new errors.InvalidGrant('no such account');
    return {
      roles: account.roles,
      ...(account.organisation === undefined ? {} : { organisation: account.organisation }),
    };
  }
  if (token.client === undefined) return { roles: [] };
  const { kind, organisation } = factsOf(token.client);
  return { roles: ROLES_OF_CLIENT_KIND[kind], ...(organisation === undefined ? {} : { organisation }) };
}

/**
 * What a token may carry: the client's scopes, and once the person is known (when a token is made, also on a refresh)
 * only those of the person's roles as they are at that moment.
 */
function grantableScopes(ctx: KoaContextWithOIDC, client: Client): ReadonlySet<Scope> {
  const { kind, allowedScopes } = factsOf(client);
  const ofClient = allowedScopes.filter((scope) => SCOPES_OF_CLIENT_KIND[kind].has(scope));
  const account = ctx.oidc.entities.Account;
  return new Set(isPersonAccount(account) ? ofClient.filter((scope) => account.scopes.has(scope)) : ofClient);
}
