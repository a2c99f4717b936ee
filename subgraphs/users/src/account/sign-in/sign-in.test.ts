import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { authorizationCodeGrant } from 'openid-client';
import { PageBrowser } from '../../testing/page-browser.js';
import { signInByPages, startSignIn } from '../../testing/sign-in-by-pages.js';
import { ALL_SCOPES, startTestProvider, type TestProvider } from '../../testing/start-test-provider.js';

const carla = { email: 'carla@example.org', password: 'three green trains' };
const paul = { email: 'paul@example.org', password: 'three green trains' };
let provider: TestProvider;

beforeAll(async () => {
  provider = await startTestProvider({
    accounts: [
      { ...carla, displayName: 'Carla', roles: ['CUSTOMER'], isEmailVerified: true },
      { ...paul, displayName: 'Paul', roles: ['CUSTOMER'], isEmailVerified: true },
    ],
  });
});
afterAll(() => provider.stop());

const request = () => ({ callback: provider.callback, scope: ALL_SCOPES });

async function renew(browser: PageBrowser) {
  const { url, checks } = await startSignIn(provider.web, { ...request(), parameters: { prompt: 'none' } });
  const { url: callback } = await browser.open(url.href);
  return authorizationCodeGrant(provider.web, new URL(callback), checks);
}

describe('a sign-in through the pages', () => {
  it('ends with a JWT access token that carries what the role allows and no refresh token', async () => {
    const tokens = await signInByPages(provider.web, carla, request());
    expect(tokens.refresh_token).toBeUndefined();
    expect(tokens.expires_in).toBe(600);
    const { payload } = await jwtVerify(tokens.access_token, createRemoteJWKSet(new URL(`${provider.issuer}/jwks`)), {
      issuer: provider.issuer,
      audience: provider.audience,
      typ: 'at+jwt',
      algorithms: ['ES256'],
    });
    expect(payload).toMatchObject({ client_id: 'fleetgraph-web', roles: ['CUSTOMER'] });
    expect(String(payload.scope).split(' ').sort()).toEqual([
      'bookings:own',
      'payments:own',
      'profile:read',
      'profile:write',
      'vehicles:own',
    ]);
    expect(tokens.claims()).toMatchObject({
      sub: payload.sub,
      email: carla.email,
      email_verified: true,
      name: 'Carla',
    });
  });

  it('is renewed without a page by the session cookie', async () => {
    const browser = new PageBrowser(provider.callback);
    const first = await signInByPages(provider.web, carla, { ...request(), browser });
    const second = await renew(browser);
    expect(second.claims()?.sub).toBe(first.claims()?.sub);
    expect(second.access_token).not.toBe(first.access_token);
  });

  it('carries new rights from the next renewal on', async () => {
    const browser = new PageBrowser(provider.callback);
    await signInByPages(provider.web, paul, { ...request(), browser });
    await provider.subgraph.sql(`update person set roles = '{CUSTOMER,FINANCE}' where email = $1`, [paul.email]);
    expect((await renew(browser)).scope).toContain('ledger:read');
    await provider.subgraph.sql(`update person set roles = '{CUSTOMER}' where email = $1`, [paul.email]);
    expect((await renew(browser)).scope).not.toContain('ledger:read');
  });

  it('is over for who is kept out, and the page tells so only to who knows the password', async () => {
    const browser = new PageBrowser(provider.callback);
    await signInByPages(provider.web, paul, { ...request(), browser });
    await provider.subgraph.sql('update person set suspended_at = now() where email = $1', [paul.email]);
    await expect(renew(browser)).rejects.toMatchObject({ error: 'login_required' });

    const { url } = await startSignIn(provider.web, request());
    const stranger = new PageBrowser(provider.callback);
    await stranger.open(url.href);
    expect((await stranger.submit('/sign-in', { ...paul, password: 'guessed words' })).text).toContain('wrong');
    expect((await stranger.submit('/sign-in', paul)).text).toContain('closed for now');
  });

  it('is not finished by a browser that did not start it', async () => {
    const { url } = await startSignIn(provider.web, request());
    const page = await new PageBrowser(provider.callback).open(url.href);
    const thief = new PageBrowser(provider.callback);
    expect((await thief.open(page.url)).status).toBe(400);
    expect(thief.page.text).toContain('has run out');
  });

  it('can be cancelled, and the app learns it', async () => {
    const browser = new PageBrowser(provider.callback);
    const { url } = await startSignIn(provider.web, request());
    await browser.open(url.href);
    expect((await browser.submit('/cancel')).url).toContain('error=access_denied');
  });
});
