import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { authorizationCodeGrant, type Configuration, refreshTokenGrant, tokenRevocation } from 'openid-client';
import { purgeExpiredRecords } from '../../provider/oidc-record.adapter.js';
import { PageBrowser } from '../../testing/page-browser.js';
import { startSignIn } from '../../testing/sign-in-by-pages.js';
import { discover, startTestProvider, type TestProvider } from '../../testing/start-test-provider.js';

const carla = { email: 'carla@example.org', password: 'three green trains' };
let provider: TestProvider;

beforeAll(async () => {
  provider = await startTestProvider({
    accounts: [{ ...carla, displayName: 'Carla', roles: ['CUSTOMER'], isEmailVerified: true }],
    clients: [
      {
        id: 'native',
        kind: 'NATIVE',
        name: 'A phone',
        scopes: ['profile:read', 'bookings:own'],
        redirectUris: ['http://127.0.0.1/callback'],
      },
    ],
  });
});
afterAll(() => provider.stop());

describe('a refresh token', () => {
  let native: Configuration;
  beforeAll(async () => {
    native = await discover(provider.issuer, 'native');
  });

  async function signInNative() {
    const callback = 'http://127.0.0.1:49152/callback';
    const scope = 'openid offline_access profile:read bookings:own';
    const { url, checks } = await startSignIn(native, { callback, scope, parameters: { prompt: 'consent' } });
    const browser = new PageBrowser(callback);
    await browser.open(url.href);
    await browser.submit('/sign-in', carla);
    expect(browser.page.text).toContain('Keep this access');
    return authorizationCodeGrant(native, new URL((await browser.submit('/allow')).url), checks);
  }

  it('is given to apps that asked the person, and rotates', async () => {
    const first = await signInNative();
    const second = await refreshTokenGrant(native, first.refresh_token ?? '');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(decodeJwt(second.access_token)).toMatchObject({ aud: provider.audience, roles: ['CUSTOMER'] });
  });

  it('ends its whole family when an old one comes back', async () => {
    const first = await signInNative();
    const second = await refreshTokenGrant(native, first.refresh_token ?? '');
    await expect(refreshTokenGrant(native, first.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(refreshTokenGrant(native, second.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('is used by one of many rivals at most, and then by none', async () => {
    const { refresh_token = '' } = await signInNative();
    const rivals = await Promise.allSettled(Array.from({ length: 8 }, () => refreshTokenGrant(native, refresh_token)));
    const winners = rivals.flatMap((rival) => (rival.status === 'fulfilled' ? [rival.value] : []));
    expect(winners.length).toBeLessThanOrEqual(1);
    for (const { refresh_token: next = '' } of winners) {
      await expect(refreshTokenGrant(native, next)).rejects.toMatchObject({ error: 'invalid_grant' });
    }
  });

  it('can be revoked by its app', async () => {
    const { refresh_token = '' } = await signInNative();
    await tokenRevocation(native, refresh_token);
    await expect(refreshTokenGrant(native, refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('is purged once it ran out', async () => {
    await signInNative();
    await provider.subgraph.sql(`update oidc_record set expires_at = now() - interval '1 hour'`);
    expect(await purgeExpiredRecords(provider.subgraph.running.runtime.em())).toBeGreaterThan(0);
    expect(await provider.subgraph.sql('select 1 from oidc_record')).toEqual([]);
  });
});
