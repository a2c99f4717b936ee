import type { IncomingHttpHeaders } from 'node:http';
import { isSignatureValid, SIGNATURE_HEADER } from '../auth/sign-request.js';
import { bearerToken, InvalidToken, type TokenVerifier } from '../auth/verify-token.js';
import type { Viewer } from '../auth/viewer.js';

/** The call was not signed by the router, or its token does not count. */
export class RequestRefused extends Error {}

/** One request as it arrived. */
export interface ArrivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string | Buffer;
}

/** Answers who asks, or rejects with `RequestRefused`; undefined for a stranger whom the router let through. */
export type RequestAuthenticator = (request: ArrivedRequest) => Promise<Viewer | undefined>;

/** Checks the router's signature first, then the caller's own token. */
export function createRequestAuthenticator(
  secrets: readonly string[],
  verifyToken: TokenVerifier,
): RequestAuthenticator {
  return async ({ method, path, headers, body }) => {
    const { authorization } = headers;
    const signature = headers[SIGNATURE_HEADER];
    const isSigned =
      typeof signature === 'string' && isSignatureValid(secrets, { method, path, body, authorization }, signature);
    if (!isSigned) throw new RequestRefused('This address answers calls of the router only.');
    if (authorization === undefined) return undefined;
    const token = bearerToken(authorization);
    if (token === undefined) throw new RequestRefused('The authorization header is not a bearer token.');
    return verifyToken(token).catch((cause: unknown) => {
      throw cause instanceof InvalidToken ? new RequestRefused(cause.message, { cause }) : cause;
    });
  };
}
