import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** Claims that a test wants to differ from those of a good token. */
export interface TokenWishes {
  readonly subject?: string;
  readonly scope?: string;
  readonly expiresInSeconds?: number;
  readonly audience?: string;
}

/** An issuer of real access tokens with its keys at a real address. */
export interface TestIssuer {
  /** How a router is told to trust it. */
  readonly rules: { readonly issuer: string; readonly jwksUrl: string; readonly audience: string };
  token(wishes?: TokenWishes): Promise<string>;
  stop(): Promise<void>;
}

/** Starts an issuer with one ES256 key. */
export async function startTestIssuer(): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256', use: 'sig' }] });
  const server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(jwks));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ours = 'https://graph.test';
  return {
    rules: { issuer, jwksUrl: `${issuer}/jwks`, audience: ours },
    token: ({ subject = 'somebody', scope = '', expiresInSeconds = 600, audience = ours } = {}) =>
      new SignJWT({ scope, client_id: 'web' })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'test' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + expiresInSeconds)
        .sign(privateKey),
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
