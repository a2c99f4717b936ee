import { SIGNATURE_HEADER, signRequest } from '@fleetgraph/kit/auth/sign-request';
import { trace } from '@opentelemetry/api';

/** What a request to the router hands on to every subgraph that it reaches. */
export interface CallContext {
  readonly requestId: string;
  /** The caller's own header, verified. */
  readonly authorization: string | undefined;
  readonly traceparent: string | undefined;
  readonly tracestate: string | undefined;
  /** Further headers of the client that the configuration hands on. */
  readonly propagated: Readonly<Record<string, string>>;
  /** When the whole request must be answered, in ms of `performance.now()`. */
  readonly deadlineAt: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal | undefined;
}

/** What of a call the signature covers besides the identity. */
export interface SignedPart {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body: string;
}

/** Headers of a call: of what a client sent only its token, its trace, and what the configuration names. */
export function callHeaders(
  context: CallContext,
  { method, url, body }: SignedPart,
  secrets: readonly string[],
): Record<string, string> {
  const { authorization, requestId } = context;
  const headers: Record<string, string> = { ...context.propagated, 'x-request-id': requestId };
  if (authorization !== undefined) headers.authorization = authorization;
  const [secret] = secrets;
  if (secret !== undefined) {
    const path = new URL(url).pathname;
    headers[SIGNATURE_HEADER] = signRequest(secret, { method, path, body, authorization });
  }
  // An active span writes its own trace headers.
  if (trace.getActiveSpan() === undefined) {
    if (context.traceparent !== undefined) headers.traceparent = context.traceparent;
    if (context.tracestate !== undefined) headers.tracestate = context.tracestate;
  }
  return headers;
}
