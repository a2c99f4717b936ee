import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { authorizationCodeGrant } from 'openid-client';
import { PageBrowser } from '../../testing/page-browser.js';
import { signInByPages, startSignIn } from '../../testing/sign-in-by-pages.js';
import { ALL_SCOPES, startTestProvider, type TestProvider } from '../../testing/start-test-provider.js';

const carla = { email: 'carla@example.org', password: 'three green trains' };
let provider: TestProvider;

beforeAll(async () => {
  provider = await startTestProvider({
    accounts: [{ ...carla, displayName: 'Carla', roles: ['CUSTOMER'], isEmailVerified: true }],
  });
});
afterAll(() => provider.stop());

const request = () => ({ callback: provider.callback, scope: ALL_SCOPES });

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
    await signInByPages(provider.web, carla, { ...request(), browser });
    const { url, checks } = await startSignIn(provider.web, { ...request(), parameters: { prompt: 'none' } });
    const { url: callback } = await browser.open(url.href);
    const tokens = await authorizationCodeGrant(provider.web, new URL(callback), checks);
    expect(tokens.access_token).toBeTruthy();
  });
});
