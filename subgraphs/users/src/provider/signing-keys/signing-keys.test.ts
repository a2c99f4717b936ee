import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { deriveSecrets } from '../../secrets/derive-secrets.js';
import { signInByPages } from '../../testing/sign-in-by-pages.js';
import { startTestProvider, type TestProvider } from '../../testing/start-test-provider.js';
import { ensureSigningKeys, loadSigningKeys, rotateSigningKeys } from './signing-keys.js';

const carla = { email: 'carla@example.org', password: 'three green trains' };
let provider: TestProvider;

beforeAll(async () => {
  provider = await startTestProvider({
    accounts: [{ ...carla, displayName: 'Carla', roles: ['CUSTOMER'], isEmailVerified: true }],
  });
});
afterAll(() => provider.stop());

const em = () => provider.subgraph.running.runtime.em();
const secrets = () => deriveSecrets(provider.secrets);
const signIn = () => signInByPages(provider.web, carla, { callback: provider.callback, scope: 'openid profile:read' });
const published = async () => {
  const set = (await (await fetch(`${provider.issuer}/jwks`)).json()) as JSONWebKeySet;
  return set.keys;
};
const kidOf = (token: string) => decodeProtectedHeader(token).kid;
const verify = (token: string) =>
  jwtVerify(token, createRemoteJWKSet(new URL(`${provider.issuer}/jwks`)), {
    issuer: provider.issuer,
    audience: provider.audience,
  });

describe('signing keys', () => {
  it('are published one ahead, without anything private', async () => {
    const keys = await published();
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    expect(kidOf((await signIn()).access_token)).toBe(keys[0]?.kid);
  });

  it('are not used before every verifier can know them', async () => {
    expect(await rotateSigningKeys(em(), secrets())).toBe('tooEarly');
  });

  it('rotate without outage: old tokens stay valid, new ones are signed by the key that was published before', async () => {
    const old = await signIn();
    const [, next] = await published();
    await provider.subgraph.sql(`update signing_key set created_at = now() - interval '1 hour'`);
    const outcomes = await Promise.all([rotateSigningKeys(em(), secrets()), rotateSigningKeys(em(), secrets())]);
    expect(outcomes.sort()).toEqual(['rotated', 'tooEarly']);

    const fresh = await signIn();
    expect(kidOf(fresh.access_token)).toBe(next?.kid);
    expect(await published()).toHaveLength(3);
    await verify(old.access_token);
    await verify(fresh.access_token);
  });

  it('survive a restart and stay out of the table in readable form', async () => {
    const before = await loadSigningKeys(em(), secrets());
    await ensureSigningKeys(em(), secrets());
    expect((await loadSigningKeys(em(), secrets())).version).toBe(before.version);
    const rows = await provider.subgraph.sql<{ sealed_jwk: string }>('select sealed_jwk from signing_key');
    for (const { sealed_jwk: sealed } of rows) expect(sealed).not.toContain('"d"');
    await expect(
      loadSigningKeys(em(), deriveSecrets(['another secret, as after a lost configuration'])),
    ).rejects.toThrow('no longer configured');
  });

  it('open with an older secret while that is still configured', async () => {
    const rotated = deriveSecrets(['a new secret that is long enough for everybody', ...provider.secrets]);
    expect((await loadSigningKeys(em(), rotated)).jwks.length).toBeGreaterThanOrEqual(2);
  });
});
