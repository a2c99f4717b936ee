import { sqlRun } from '@fleetgraph/kit/database/sql';
import type { SubgraphRuntime } from '@fleetgraph/kit/graphql/runtime';
import { SCOPES } from '@fleetgraph/schema/scopes';
import Provider, { type Client, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { ApiClientAdapter, CLIENT_FACTS } from '../api-client/api-client.adapter.js';
import { isClientSecret } from '../api-client/client-secret.js';
import type { Secrets } from '../secrets/derive-secrets.js';
import { findConsent, interactionsOf } from './consent-policy.js';
import { findAccount } from './find-account.js';
import { OidcRecordAdapter } from './oidc-record.adapter.js';
import { renderFault, renderSignedOut, renderSignOut } from './provider-pages.js';
import type { SigningKeys } from './signing-keys/signing-keys.js';
import { claimsOfToken, graphResource, LIFETIMES } from './token-policy.js';

/** What a provider is made of. */
export interface ProviderParts {
  readonly runtime: SubgraphRuntime;
  readonly secrets: Secrets;
  readonly keys: SigningKeys;
}

/** The OpenID provider over our tables: code flow with PKCE for people, client credentials for machines, nothing else. */
export function createProvider(parts: ProviderParts): Provider {
  const { runtime, secrets } = parts;
  const provider = new Provider(runtime.options.issuer, configure(parts));
  provider.proxy = true; // reached through the router only
  keepSecretsAsDigests(provider, secrets);
  provider.on('server_error', (_ctx, err) => runtime.logger.error({ err }, 'the OpenID provider failed'));
  provider.on('client_credentials.issued', ({ clientId }) => {
    sqlRun(runtime.em(), 'update api_client set last_used_at = now() where id = $1', [clientId]).catch((err) =>
      runtime.logger.warn({ err }, 'last use of a client not noted'),
    );
  });
  return provider;
}

function configure({ runtime, secrets, keys }: ProviderParts): Configuration {
  const { em, options } = runtime;
  return {
    adapter: (model) => (model === 'Client' ? new ApiClientAdapter(em) : new OidcRecordAdapter(em, model)),
    // The library's JWK type wants optional members without undefined; ours come from jose.
    jwks: { keys: [...keys.jwks] as NonNullable<Configuration['jwks']>['keys'] },
    findAccount: (_ctx, sub) => findAccount(em(), sub),
    loadExistingGrant: findConsent,
    interactions: interactionsOf(),
    extraTokenClaims: (_ctx, token) => claimsOfToken(em(), token),
    extraClientMetadata: { properties: CLIENT_FACTS },
    ttl: LIFETIMES,
    rotateRefreshToken: true,
    pkce: { required: () => true },
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    scopes: ['openid', 'offline_access', 'profile', 'email'],
    claims: { openid: ['sub'], profile: ['name', 'locale', 'zoneinfo'], email: ['email', 'email_verified'] },
    allowOmittingSingleRegisteredRedirectUri: false,
    // A browser names the origin of our own pages, too, when they post; pages of others get nothing.
    clientBasedCORS: (_ctx, origin) => origin === new URL(options.issuer).origin,
    clockTolerance: 5,
    cookies: {
      keys: [...secrets.keys('cookie')],
      names: { session: 'fleetgraph_session', interaction: 'fleetgraph_interaction', resume: 'fleetgraph_resume' },
      long: { httpOnly: true, sameSite: 'lax', signed: true, path: new URL(options.issuer).pathname },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    discovery: {
      ui_locales_supported: ['en', 'de'],
      scopes_supported: ['openid', 'offline_access', 'profile', 'email', ...Object.keys(SCOPES)],
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: isOwnToken },
      revocation: { enabled: true, allowedPolicy: isOwnToken },
      userinfo: { enabled: true },
      resourceIndicators: graphResource(options.audience),
      rpInitiatedLogout: { enabled: true, logoutSource: renderSignOut, postLogoutSuccessSource: renderSignedOut },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
    },
    renderError: renderFault,
  };
}

/** A client looks at, and revokes, its own tokens only; about others it learns nothing. */
const isOwnToken = (_ctx: KoaContextWithOIDC, client: Client, token: { clientId?: string | undefined }): boolean =>
  token.clientId === client.clientId;

/** Secrets are kept as keyed digests, several during a rotation; the library itself would compare plain text. */
function keepSecretsAsDigests(provider: Provider, secrets: Secrets): void {
  provider.Client.prototype.compareClientSecret = function compareClientSecret(this: Client, presented: string) {
    return isClientSecret(secrets, this.clientSecret ?? '', presented);
  };
}
