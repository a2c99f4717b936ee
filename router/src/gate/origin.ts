import type { IncomingHttpHeaders } from 'node:http';
import { RequestRefused } from './request-refused.js';

/** Answers whether pages of an origin may call us. */
export type OriginRule = (headers: IncomingHttpHeaders) => boolean;

/** Headers that make a browser ask before it sends a request to another origin. */
const PREFLIGHTED = ['graphql-preflight', 'apollo-require-preflight', 'x-apollo-operation-name'] as const;

/** The own origin is always allowed; `*` allows all. Requests without `origin` do not come from a foreign page. */
export function originRule(allowed: readonly string[]): OriginRule {
  const origins = new Set(allowed);
  return ({ origin, host }) => {
    if (origin === undefined || origins.has('*') || origins.has(origin)) return true;
    return URL.canParse(origin) && new URL(origin).host === host;
  };
}

/** Refuses what a foreign page could send in the name of its visitor. */
export function assertNotForged(headers: IncomingHttpHeaders, method: string | undefined, isAllowed: OriginRule): void {
  if (!isAllowed(headers)) throw new RequestRefused('FORBIDDEN', 'Pages of this origin may not call this endpoint.');
  if ((method !== 'GET' && method !== 'HEAD') || PREFLIGHTED.some((name) => headers[name] !== undefined)) return;
  const site = headers['sec-fetch-site'];
  const isForeign = site === 'cross-site' || site === 'same-site';
  // A request with an allowed origin has passed CORS; one without may be an image or a link on any page.
  if (isForeign && headers.origin === undefined) {
    throw new RequestRefused('CSRF_PREVENTED', 'Send a `graphql-preflight` header.');
  }
}

/** Headers with which a browser lets an allowed page read the answer. */
export function corsHeaders(headers: IncomingHttpHeaders, isAllowed: OriginRule): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined || !isAllowed(headers)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'x-request-id, x-trace-id, retry-after, ratelimit, ratelimit-policy',
  };
}

/** What pages of other origins may send besides what a browser lets everybody send. */
const ALLOWED_HEADERS = [
  'authorization',
  'content-type',
  'x-request-id',
  'traceparent',
  'tracestate',
  ...PREFLIGHTED,
  'x-fleetgraph-explain',
  'x-graphql-event-stream-token',
  'apollographql-client-name',
  'apollographql-client-version',
  'graphql-client-name',
  'graphql-client-version',
] as const;

/** Headers of the answer to a browser's question before the request. */
export const preflightHeaders = (propagated: readonly string[]): Readonly<Record<string, string>> => ({
  'access-control-allow-methods': 'GET, POST, PUT, DELETE',
  'access-control-allow-headers': [...ALLOWED_HEADERS, ...propagated].join(', '),
  'access-control-max-age': '600',
});
