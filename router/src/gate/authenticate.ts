import { bearerToken } from '@fleetgraph/kit/auth/verify-token';
import type { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { LRUCache } from 'lru-cache';
import { NO_RIGHTS, Rights } from '../authorization/access.js';
import type { AuthenticationRules } from '../config/authentication-section.js';
import type { Refusals } from './refusals.js';
import { RequestRefused } from './request-refused.js';
import { createTokenVerifier, InvalidToken } from './tokens/verify-token.js';

/** Who asks. */
export interface Caller {
  readonly rights: Rights;
  /** The verified header, as it is handed on to subgraphs. */
  readonly authorization: string | undefined;
  readonly expiresAt: Date | undefined;
  /** The user, or the client when it acts for itself. */
  readonly subject: string | undefined;
  readonly clientId: string | undefined;
  /** False as soon as other keys count than those by which it was verified: then it is to be looked at again. */
  isCurrent(): boolean;
}

/**
 * Finds out who asks, and from which address; throws or rejects with `RequestRefused` when a token is given that does not
 * count, or when the address had too many of those.
 */
export type Authenticate = (authorization: string | undefined, address: string) => Caller | Promise<Caller>;

/** Somebody without a token. */
export const ANONYMOUS: Caller = {
  rights: NO_RIGHTS,
  authorization: undefined,
  expiresAt: undefined,
  subject: undefined,
  clientId: undefined,
  isCurrent: () => true,
};

const MAX_CALLERS = 10_000;
const MAX_CHARACTERS = 10_000_000;

/**
 * Without rules nobody has rights, and a token is neither read nor handed on. Who was verified once is known until the
 * token expires or the keys change: by the header itself, which has to be kept anyway to be handed on.
 */
export function createAuthenticate(
  rules: AuthenticationRules | undefined,
  refusals: Pick<Refusals, 'assertWelcome'> | undefined,
  parts: Pick<StopInOrder, 'push'>,
): Authenticate {
  const anonymous = (address: string): Caller => {
    refusals?.assertWelcome(address);
    return ANONYMOUS;
  };
  if (rules === undefined) return (_, address) => anonymous(address);
  const verifier = createTokenVerifier(rules);
  parts.push(() => verifier.close());
  const leewayMs = rules.leewaySeconds * 1000;
  const callers = new LRUCache<string, Caller>({
    max: MAX_CALLERS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_, header) => header.length + 1,
  });

  const verified = async (header: string): Promise<Caller> => {
    const token = bearerToken(header);
    if (token === undefined) throw invalidToken();
    const { keysVersion } = verifier;
    const { subject, clientId, expiresAt, scopes, policies } = await verifier.verify(token).catch(refuse);
    // Keys that changed meanwhile may not be those by which it was verified.
    if (verifier.keysVersion !== keysVersion) return verified(header);
    const rights = new Rights(true, { scopes, policies });
    const isCurrent = () => verifier.keysVersion === keysVersion;
    const caller = { rights, authorization: `Bearer ${token}`, expiresAt, subject, clientId, isCurrent };
    callers.set(header, caller);
    return caller;
  };

  return (header, address) => {
    if (header === undefined || header === '') return anonymous(address);
    const known = callers.get(header);
    if (known === undefined || !known.isCurrent()) {
      refusals?.assertWelcome(address);
      return verified(header);
    }
    const { expiresAt } = known;
    if (expiresAt !== undefined && expiresAt.getTime() + leewayMs <= Date.now()) throw invalidToken();
    return known;
  };
}

function refuse(cause: unknown): never {
  if (cause instanceof InvalidToken) throw invalidToken(cause);
  const askAgain = { 'retry-after': '1' };
  throw new RequestRefused('SUBGRAPH_UNAVAILABLE', 'Tokens cannot be checked now; ask again.', askAgain, cause);
}

function invalidToken(cause?: unknown): RequestRefused {
  const challenge = { 'www-authenticate': 'Bearer error="invalid_token"' };
  return new RequestRefused('UNAUTHENTICATED', 'The access token is not valid or has expired.', challenge, cause);
}
