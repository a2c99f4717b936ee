import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  SignJWT,
} from 'jose';

/** What a test wants to differ from a good token. */
export interface TokenWishes {
  readonly subject?: string;
  readonly clientId?: string;
  readonly scope?: string;
  readonly expiresInSeconds?: number;
  readonly audience?: string;
  readonly issuer?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Partial<JWTHeaderParameters>;
  /** Default: the issuer's own. */
  readonly key?: CryptoKey | Uint8Array;
}

/** An issuer of real access tokens with its keys at a real address. */
export interface TestIssuer {
  /** How a router is told to trust it. */
  readonly rules: { readonly issuer: string; readonly jwksUrl: string; readonly audience: string };
  /** How often somebody asked for the keys. */
  readonly fetches: number;
  /** Answers 503 instead of the keys. */
  isDown: boolean;
  /** Answers nobody until it is released. */
  hold(): () => void;
  token(wishes?: TokenWishes): Promise<string>;
  /** Signs with another key from now on, and publishes only that, or those before it, too. */
  rotate(options?: { readonly keepsOld: boolean }): Promise<void>;
  /** What it publishes. */
  jwks(): string;
  /** The public key as text, as an attacker would use it for HS256. */
  publicKeyText(): Promise<string>;
  stop(): Promise<void>;
}

interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

const AUDIENCE = 'https://graph.test';

/** Starts an issuer with one key. */
export async function startTestIssuer(algorithm = 'ES256'): Promise<TestIssuer> {
  let current = await makeKey(algorithm, 1);
  let number = 1;
  const seen = { fetches: 0, isDown: false };
  let held: Promise<void> | undefined;
  let published = [current];
  const jwks = () => JSON.stringify({ keys: published.map(({ jwk }) => jwk) });
  const server = createServer(async (_, response) => {
    seen.fetches++;
    await held;
    response.writeHead(seen.isDown ? 503 : 200, { 'content-type': 'application/json' }).end(jwks());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    rules: { issuer, jwksUrl: `${issuer}/jwks`, audience: AUDIENCE },
    get fetches() {
      return seen.fetches;
    },
    get isDown() {
      return seen.isDown;
    },
    set isDown(isDown) {
      seen.isDown = isDown;
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    token: (wishes = {}) => sign({ issuer, algorithm, ...current }, wishes),
    async rotate({ keepsOld } = { keepsOld: false }) {
      current = await makeKey(algorithm, ++number);
      published = keepsOld ? [current, ...published] : [current];
    },
    jwks,
    publicKeyText: () => exportSPKI(current.publicKey),
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function makeKey(alg: string, number: number): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const kid = `test-${number}`;
  return { kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

function sign(
  {
    issuer,
    algorithm: alg,
    kid,
    privateKey,
  }: { issuer: string; algorithm: string; kid: string; privateKey: CryptoKey },
  wishes: TokenWishes,
): Promise<string> {
  const { subject = 'somebody', clientId = 'web', scope = '', expiresInSeconds = 600 } = wishes;
  return new SignJWT({ scope, client_id: clientId, ...wishes.claims })
    .setProtectedHeader({ alg, typ: 'at+jwt', kid, ...wishes.header })
    .setIssuer(wishes.issuer ?? issuer)
    .setAudience(wishes.audience ?? AUDIENCE)
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + expiresInSeconds)
    .sign(wishes.key ?? privateKey);
}
