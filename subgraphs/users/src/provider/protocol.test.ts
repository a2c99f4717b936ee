import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  ClientSecretBasic,
  ClientSecretPost,
  clientCredentialsGrant,
  discovery,
} from 'openid-client';
import { PageBrowser } from '../testing/page-browser.js';
import { signInByPages, startSignIn } from '../testing/sign-in-by-pages.js';
import { ALL_SCOPES, startTestProvider, type TestProvider } from '../testing/start-test-provider.js';

const carla = { email: 'carla@example.org', password: 'three green trains' };
const partnerSecret = 'a secret of the partner that is long enough';
let provider: TestProvider;

beforeAll(async () => {
  provider = await startTestProvider({
    accounts: [{ ...carla, displayName: 'Carla', roles: ['CUSTOMER'], isEmailVerified: true }],
    clients: [
      {
        id: 'partner',
        kind: 'PARTNER',
        name: 'Hotel',
        organisation: 'Hotel',
        scopes: ['bookings:read', 'users:read'],
        secret: partnerSecret,
      },
    ],
  });
});
afterAll(() => provider.stop());

const request = (parameters: Record<string, string> = {}) => ({
  callback: provider.callback,
  scope: ALL_SCOPES,
  parameters,
});

/** Opens an authorization request with some parameters changed or left out; answers where it ends. */
async function authorize(change: (parameters: URLSearchParams) => void) {
  const { url } = await startSignIn(provider.web, request());
  change(url.searchParams);
  const page = await new PageBrowser(provider.callback).open(url.href);
  const { searchParams, hash } = new URL(page.url);
  return { page, error: searchParams.get('error') ?? new URLSearchParams(hash.slice(1)).get('error') };
}

const tokenRequest = (fields: Record<string, string>) =>
  fetch(`${provider.issuer}/token`, { method: 'POST', body: new URLSearchParams(fields) });

describe('the authorization endpoint', () => {
  it('refuses a request without PKCE', async () => {
    const { error } = await authorize((parameters) => {
      parameters.delete('code_challenge');
      parameters.delete('code_challenge_method');
    });
    expect(error).toBe('invalid_request');
  });

  it('refuses plain PKCE', async () => {
    expect((await authorize((parameters) => parameters.set('code_challenge_method', 'plain'))).error).toBe(
      'invalid_request',
    );
  });

  it.each(['token', 'id_token', 'code id_token'])('refuses the implicit answer "%s"', async (type) => {
    const { page, error } = await authorize((parameters) => parameters.set('response_type', type));
    expect(error).toBe('unsupported_response_type');
    expect(page.url).not.toContain('access_token');
  });

  it.each(['/', 'x', '?a=b', '#frag'])(
    'matches redirect addresses exactly: "%s" behind it goes nowhere',
    async (suffix) => {
      const { page } = await authorize((parameters) => parameters.set('redirect_uri', provider.callback + suffix));
      expect(page.status).toBe(400);
      expect(page.url).toContain('/oidc/auth');
      expect(page.text).toContain('invalid_redirect_uri');
    },
  );

  it('refuses another resource than the graph', async () => {
    expect((await authorize((parameters) => parameters.set('resource', 'https://elsewhere.example'))).error).toBe(
      'invalid_target',
    );
  });

  it('says login_required to a silent request of a stranger', async () => {
    expect((await authorize((parameters) => parameters.set('prompt', 'none'))).error).toBe('login_required');
  });

  it('gives no scope that the role does not allow', async () => {
    const tokens = await signInByPages(provider.web, carla, request());
    expect(tokens.scope).not.toMatch(/users:|ledger:|fleet:write|bookings:read/);
  });
});

describe('an authorization code', () => {
  it('is worth nothing the second time, and its tokens are revoked', async () => {
    const { url, checks } = await startSignIn(provider.web, request());
    const browser = new PageBrowser(provider.callback);
    await browser.open(url.href);
    const callback = new URL((await browser.submit('/sign-in', carla)).url);
    await authorizationCodeGrant(provider.web, callback, checks);
    await expect(authorizationCodeGrant(provider.web, callback, checks)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('is worth nothing without its verifier', async () => {
    const { url, checks } = await startSignIn(provider.web, request());
    const browser = new PageBrowser(provider.callback);
    await browser.open(url.href);
    const callback = new URL((await browser.submit('/sign-in', carla)).url);
    const stolen = { ...checks, pkceCodeVerifier: 'x'.repeat(43) };
    await expect(authorizationCodeGrant(provider.web, callback, stolen)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });
});

describe('the token endpoint', () => {
  it('knows no password grant', async () => {
    const answer = await tokenRequest({
      grant_type: 'password',
      client_id: 'fleetgraph-web',
      username: carla.email,
      password: carla.password,
    });
    expect(await answer.json()).toMatchObject({ error: 'unsupported_grant_type' });
  });

  it('answers a page of its own origin, and no page of another', async () => {
    const ask = (origin: string) =>
      fetch(`${provider.issuer}/token`, {
        method: 'POST',
        headers: { origin },
        body: new URLSearchParams({ grant_type: 'authorization_code', client_id: 'fleetgraph-web', code: 'x' }),
      }).then((answer) => answer.json());
    expect(await ask(new URL(provider.issuer).origin)).toMatchObject({
      error_description: expect.not.stringContaining('not allowed'),
    });
    expect(await ask('https://elsewhere.example')).toMatchObject({
      error_description: expect.stringContaining('not allowed'),
    });
  });

  it('gives a public client no client credentials', async () => {
    const answer = await tokenRequest({ grant_type: 'client_credentials', client_id: 'fleetgraph-web' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).not.toHaveProperty('access_token');
  });
});

describe('a machine of a partner', () => {
  const machine = (secret: string, method = ClientSecretBasic) =>
    discovery(new URL(provider.issuer), 'partner', undefined, method(secret), { execute: [allowInsecureRequests] });

  it.each([ClientSecretBasic, ClientSecretPost])(
    'gets a token with its organisation and what partners may',
    async (method) => {
      const tokens = await clientCredentialsGrant(await machine(partnerSecret, method), { scope: ALL_SCOPES });
      const claims = decodeJwt(tokens.access_token);
      expect(claims).toMatchObject({
        sub: 'partner',
        client_id: 'partner',
        roles: ['PARTNER_CLIENT'],
        scope: 'bookings:read',
      });
      const [row] = await provider.subgraph.sql<{ id: string }>('select id from organisation');
      expect(claims.organisation).toBe(row?.id);
    },
  );

  it('gets nothing with a wrong secret', async () => {
    await expect(clientCredentialsGrant(await machine(`${partnerSecret}!`, ClientSecretPost))).rejects.toMatchObject({
      error: 'invalid_client',
    });
  });
});

describe('signing out', () => {
  it('ends the session when the app proves whom it means', async () => {
    const browser = new PageBrowser(provider.callback);
    const tokens = await signInByPages(provider.web, carla, { ...request(), browser });
    const url = new URL(`${provider.issuer}/session/end`);
    url.searchParams.set('id_token_hint', tokens.id_token ?? '');
    url.searchParams.set('post_logout_redirect_uri', new URL('/', provider.issuer).href);
    const page = await browser.open(url.href);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'sha256-");
    await browser.submit('/session/end/confirm', { logout: 'yes' });
    const { url: silent } = await startSignIn(provider.web, request({ prompt: 'none' }));
    expect((await browser.open(silent.href)).url).toContain('error=login_required');
  });

  it('asks first when it comes from anywhere else', async () => {
    const browser = new PageBrowser(provider.callback);
    await signInByPages(provider.web, carla, { ...request(), browser });
    const page = await browser.open(`${provider.issuer}/session/end?client_id=fleetgraph-web`);
    expect(page.headers.get('content-security-policy')).not.toContain('script-src');
    expect(page.text).toContain('Do you want to sign out');
  });
});

describe('discovery and userinfo', () => {
  it('names only what is there', async () => {
    const metadata = await (await fetch(`${provider.issuer}/.well-known/openid-configuration`)).json();
    expect(metadata).toMatchObject({
      issuer: provider.issuer,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      grant_types_supported: expect.not.arrayContaining(['implicit', 'password']),
      userinfo_endpoint: `${provider.issuer}/me`,
      id_token_signing_alg_values_supported: ['ES256'],
    });
  });

  it('answers who holds the token of the graph', async () => {
    const tokens = await signInByPages(provider.web, carla, request());
    const ask = (token: string) => fetch(`${provider.issuer}/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(await (await ask(tokens.access_token)).json()).toMatchObject({ email: carla.email, name: 'Carla' });
    expect((await ask(`${tokens.access_token}x`)).status).toBe(401);
  });
});
