import { SIGNATURE_HEADER, signRequest } from '@fleetgraph/kit/auth/sign-request';
import { trace } from '@opentelemetry/api';

/** What a request to the router hands on to every subgraph that it reaches. */
export interface CallContext {
  readonly requestId: string;
  /** The caller's own header, verified. */
  readonly authorization: string | undefined;
  /** Where the caller is; it is handed on to nobody. */
  readonly address: string;
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
  /** Without query string. */
  readonly path: string;
  readonly body: string;
}

/** Headers of a call: of what a client sent only its token, its trace, and what the configuration names. */
export function callHeaders(
  context: CallContext,
  { method, url, body }: { readonly method: SignedPart['method']; readonly url: string; readonly body: string },
  secrets: readonly string[],
): Record<string, string> {
  const headers: string[] = [];
  pushCallHeaders(headers, context, { secret: secrets[0], part: { method, path: new URL(url).pathname, body } });
  const record: Record<string, string> = {};
  for (let at = 0; at < headers.length; at += 2) record[headers[at] ?? ''] = headers[at + 1] ?? '';
  return record;
}

/** The same as names and values in turn, added to what is there. */
export function pushCallHeaders(
  headers: string[],
  context: CallContext,
  { secret, part }: { readonly secret: string | undefined; readonly part: SignedPart },
): void {
  const { authorization, propagated, requestId, traceparent, tracestate } = context;
  for (const name in propagated) headers.push(name, propagated[name] ?? '');
  headers.push('x-request-id', requestId);
  if (authorization !== undefined) headers.push('authorization', authorization);
  if (secret !== undefined) headers.push(SIGNATURE_HEADER, signRequest(secret, { ...part, authorization }));
  // An active span writes its own trace headers.
  if ((traceparent === undefined && tracestate === undefined) || trace.getActiveSpan() !== undefined) return;
  if (traceparent !== undefined) headers.push('traceparent', traceparent);
  if (tracestate !== undefined) headers.push('tracestate', tracestate);
}
