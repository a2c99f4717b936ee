import { isRole } from '@fleetgraph/schema/roles';
import { isScope } from '@fleetgraph/schema/scopes';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Viewer } from './viewer.js';

/** The token is expired, forged, of another issuer, or not an access token. */
export class InvalidToken extends Error {
  constructor(cause?: unknown) {
    super('The access token is not valid.', { cause });
    this.name = 'InvalidToken';
  }
}

/** Which tokens count (RFC 9068). */
export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer publishes its keys; or the keys themselves. */
  readonly jwksUrl: string;
  readonly keys?: JWTVerifyGetKey;
}

/** Answers who holds a token; rejects with `InvalidToken`. */
export type TokenVerifier = (token: string) => Promise<Viewer>;

const claims = z.object({
  sub: z.string().min(1),
  client_id: z.string().min(1),
  exp: z.number(),
  scope: z.string().default(''),
  roles: z.array(z.string()).default([]),
  organisation: z.string().optional(),
});

/** Verifies signature (ES256 only), issuer, audience, type and time; remembers verified tokens until they expire. */
export function createTokenVerifier({ issuer, audience, jwksUrl, keys }: TokenRules): TokenVerifier {
  const jwks = keys ?? createRemoteJWKSet(new URL(jwksUrl), { cooldownDuration: 5_000, timeoutDuration: 3_000 });
  const verified = new LRUCache<string, Viewer>({ max: 10_000 });
  const options = { issuer, audience, typ: 'at+jwt', algorithms: ['ES256'], clockTolerance: 5 };

  return async (token) => {
    const known = verified.get(token);
    if (known !== undefined) {
      if (known.tokenExpiresAt.getTime() > Date.now()) return known;
      throw new InvalidToken();
    }
    const { payload } = await jwtVerify(token, jwks, options).catch((cause: unknown) => {
      // An unreachable issuer is an outage of ours, not a fault of the token.
      throw cause instanceof errors.JWKSTimeout || !(cause instanceof errors.JOSEError)
        ? cause
        : new InvalidToken(cause);
    });
    const viewer = toViewer(payload);
    verified.set(token, viewer);
    return viewer;
  };
}

function toViewer(payload: JWTPayload): Viewer {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) throw new InvalidToken(parsed.error);
  const { sub, client_id: clientId, exp, scope, roles, organisation } = parsed.data;
  return {
    subject: sub,
    kind: sub === clientId ? 'client' : 'user',
    clientId,
    roles: roles.filter(isRole),
    scopes: new Set(scope.split(' ').filter(isScope)),
    ...(organisation === undefined ? {} : { organisationId: organisation }),
    tokenExpiresAt: new Date(exp * 1000),
  };
}

/** The token of an `authorization: Bearer …` header; undefined for any other header. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
}
