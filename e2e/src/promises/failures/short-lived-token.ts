import { createPrivateKey, type JsonWebKey, sign } from 'node:crypto';
import { deriveSecrets } from '@fleetgraph/users/secrets/derive-secrets';
import type { FaultySystem } from '../../faults/testing/faulty-system.js';

/** The token of somebody, signed anew by the system's own key so that it runs out soon: nobody waits for ten minutes. */
export async function withLifetime(world: FaultySystem, token: string, seconds: number): Promise<string> {
  const [row] = await world.sql('users', `select sealed_jwk from signing_key where state = 'ACTIVE'`);
  const jwk: unknown = JSON.parse(
    deriveSecrets([world.system.secrets.users]).open('signing-key', String(row?.sealed_jwk)),
  );
  const [header = '', payload = ''] = token.split('.');
  const claims: Record<string, unknown> = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const now = Math.floor(Date.now() / 1_000);
  const shorter = Buffer.from(JSON.stringify({ ...claims, iat: now, exp: now + seconds })).toString('base64url');
  const key = createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' }); // users keeps its keys as JWK
  const signature = sign('sha256', Buffer.from(`${header}.${shorter}`), { key, dsaEncoding: 'ieee-p1363' });
  return `${header}.${shorter}.${signature.toString('base64url')}`;
}
