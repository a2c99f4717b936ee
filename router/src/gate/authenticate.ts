import { bearerToken, createTokenVerifier, InvalidToken, type TokenRules } from '@fleetgraph/kit/auth/verify-token';
import { decodeJwt } from 'jose';
import { NO_RIGHTS, type Rights } from '../authorization/access.js';
import { RequestRefused } from './request-refused.js';

/** Who asks. */
export interface Caller {
  readonly rights: Rights;
  /** The verified header, as it is handed on to subgraphs. */
  readonly authorization: string | undefined;
  readonly expiresAt: Date | undefined;
}

/** Finds out who asks; rejects with `RequestRefused` when a token is given that does not count. */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

const ANONYMOUS: Caller = { rights: NO_RIGHTS, authorization: undefined, expiresAt: undefined };

/** Without rules nobody has rights, and a token is neither read nor handed on. */
export function createAuthenticate(rules: TokenRules | undefined): Authenticate {
  if (rules === undefined) return () => Promise.resolve(ANONYMOUS);
  const verify = createTokenVerifier(rules);

  return async (authorization) => {
    if (authorization === undefined || authorization === '') return ANONYMOUS;
    const token = bearerToken(authorization);
    if (token === undefined) throw invalidToken();
    const { tokenExpiresAt } = await verify(token).catch((cause: unknown) => {
      if (cause instanceof InvalidToken) throw invalidToken(cause);
      throw new RequestRefused(
        'SUBGRAPH_UNAVAILABLE',
        'Tokens cannot be checked now; ask again.',
        { 'retry-after': '1' },
        cause,
      );
    });
    return {
      rights: { isAuthenticated: true, scopes: scopesOf(token) },
      authorization: `Bearer ${token}`,
      expiresAt: tokenExpiresAt,
    };
  };
}

/** All scopes of a verified token: a foreign supergraph has names that the kit's own table lacks. */
function scopesOf(token: string): ReadonlySet<string> {
  const { scope } = decodeJwt(token);
  return new Set(typeof scope === 'string' ? scope.split(' ').filter((name) => name !== '') : []);
}

function invalidToken(cause?: unknown): RequestRefused {
  const challenge = { 'www-authenticate': 'Bearer error="invalid_token"' };
  return new RequestRefused('UNAUTHENTICATED', 'The access token is not valid or has expired.', challenge, cause);
}
