import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { AuthenticationRules } from '../../config/authentication-section.js';
import { KeySet, KeysUnavailable } from './key-set.js';
import { keysAt, keysIn } from './load-keys.js';

/** The token is expired, forged, of another issuer, for somebody else, or of another kind. */
export class InvalidToken extends Error {
  constructor(cause?: unknown) {
    super('The access token is not valid.', { cause });
    this.name = 'InvalidToken';
  }
}

/** What a verified token says. */
export interface VerifiedToken {
  readonly subject: string | undefined;
  readonly clientId: string | undefined;
  readonly scopes: readonly string[];
  readonly policies: readonly string[];
  readonly expiresAt: Date;
}

/** Checks tokens with the keys that the issuer publishes. */
export interface TokenVerifier {
  /** Another number whenever these are others. */
  readonly keysVersion: number;
  /** Rejects with `InvalidToken`, or with `KeysUnavailable`. */
  verify(token: string): Promise<VerifiedToken>;
  /** Reads keys no more. */
  close(): void;
}

/** Longer ones are not even decoded. */
const MAX_CHARACTERS = 12_000;

/** Makes a verifier of signed access tokens. */
export function createTokenVerifier(rules: AuthenticationRules): TokenVerifier {
  const load = rules.jwksFile === undefined ? keysAt(rules.jwksUrl ?? '') : keysIn(rules.jwksFile);
  const keys = new KeySet(load, rules.keys);
  const types = new Set(rules.tokenTypes.map(mediaType));
  const options: JWTVerifyOptions = {
    issuer: rules.issuer,
    audience: [...rules.audience],
    algorithms: [...rules.algorithms],
    clockTolerance: rules.leewaySeconds,
    requiredClaims: ['exp'],
  };
  return {
    get keysVersion() {
      return keys.version;
    },
    close: () => keys.close(),
    async verify(token) {
      try {
        if (!isPromising(token, rules, types)) throw new InvalidToken();
        return readClaims(await verify(token, keys, options), rules.claims);
      } catch (cause) {
        throw cause instanceof KeysUnavailable || cause instanceof InvalidToken ? cause : new InvalidToken(cause);
      }
    },
  };
}

/** What shows without a key: a token of somebody else causes neither a check of a signature nor a fetch of keys. */
function isPromising(token: string, rules: AuthenticationRules, types: ReadonlySet<string>): boolean {
  if (token.length > MAX_CHARACTERS) return false;
  const { alg, typ = 'JWT' } = decodeProtectedHeader(token);
  if (alg === undefined || !rules.algorithms.some((algorithm) => algorithm === alg)) return false;
  if (types.size > 0 && !types.has(mediaType(typ))) return false;
  const { iss, exp } = decodeJwt(token);
  return iss === rules.issuer && typeof exp === 'number' && exp + rules.leewaySeconds > Date.now() / 1000;
}

/** RFC 7515, section 4.1.9: `application/` may be left out, and upper case means nothing. */
const mediaType = (typ: string): string => typ.toLowerCase().replace(/^application\//, '');

async function verify(token: string, keys: KeySet, options: JWTVerifyOptions): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keys.keyOf, options)).payload;
  } catch (cause) {
    // A token that names no key, of an issuer who has several: one of them is it.
    if (!(cause instanceof errors.JWKSMultipleMatchingKeys)) throw cause;
    for await (const key of cause) {
      const result = await jwtVerify(token, key, options).catch(ignoreOtherKey);
      if (result !== undefined) return result.payload;
    }
    throw cause;
  }
}

function ignoreOtherKey(cause: unknown): undefined {
  if (!(cause instanceof errors.JWSSignatureVerificationFailed)) throw cause;
}

function readClaims(payload: JWTPayload, names: AuthenticationRules['claims']): VerifiedToken {
  const first = (candidates: readonly string[]) =>
    candidates.map((name) => payload[name]).find((value) => value !== undefined);
  return {
    subject: textOf(payload.sub),
    clientId: textOf(first(names.clientId)),
    scopes: wordsOf(first(names.scopes)),
    policies: wordsOf(first(names.policies)),
    expiresAt: new Date(Math.min((payload.exp ?? 0) * 1000, LAST_MOMENT_MS)),
  };
}

/** The last moment that a date can name (ECMA-262, section 21.4.1.1): some issuers write a number beyond it for "never". */
const LAST_MOMENT_MS = 8.64e15;

const textOf = (claim: unknown): string | undefined => (typeof claim === 'string' ? claim : undefined);

/** RFC 8693 has scopes as text with blanks; many issuers have a list. */
function wordsOf(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((word) => word !== '');
  return Array.isArray(claim) ? claim.filter((word) => typeof word === 'string') : [];
}
