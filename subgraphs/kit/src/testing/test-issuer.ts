import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Role, scopesOfRoles } from '@fleetgraph/schema/roles';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** Who a test acts as. */
export interface TestViewer {
  readonly subject: string;
  readonly kind?: 'user' | 'client';
  /** The default is CUSTOMER. */
  readonly roles?: readonly Role[];
  /** The default is what the roles allow. */
  readonly scopes?: readonly string[];
  readonly organisation?: string;
  readonly expiresInSeconds?: number;
}

/** An issuer of real access tokens with its keys on a real address. */
export interface TestIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience: string;
  token(viewer: TestViewer): Promise<string>;
  stop(): Promise<void>;
}

/** Starts an issuer with one ES256 key. */
export async function startTestIssuer(): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const kid = randomUUID();
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }] });
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(jwks);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server has an AddressInfo.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const audience = 'https://graph.test';

  return {
    issuer: origin,
    jwksUrl: `${origin}/jwks`,
    audience,
    token({ subject, kind = 'user', roles = ['CUSTOMER'], scopes, organisation, expiresInSeconds = 600 }) {
      const scope = [...(scopes ?? scopesOfRoles(roles))].join(' ');
      const clientId = kind === 'client' ? subject : 'test-web';
      return new SignJWT({ scope, client_id: clientId, roles, ...(organisation && { organisation }) })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
        .setIssuer(origin)
        .setAudience(audience)
        .setSubject(subject)
        .setIssuedAt()
        .setJti(randomUUID())
        .setExpirationTime(Math.floor(Date.now() / 1000) + expiresInSeconds)
        .sign(privateKey);
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
