import { ConfigInvalid } from '@fleetgraph/kit/config/parse-env';

/** Headers that belong to one connection (RFC 9110, 7.6.1) or are the router's own to write. */
const NEVER: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'traceparent',
  'tracestate',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-request-id',
]);
/** Headers by which subgraphs know the router and whom it speaks for. */
const OWN_PREFIX = 'x-fleetgraph-';

/** Names of headers that are handed on, in lower case; throws when one may not be. */
export function propagatedHeaders(names: readonly string[]): readonly string[] {
  const lower = names.map((name) => name.toLowerCase());
  const refused = lower.filter((name) => NEVER.has(name) || name.startsWith(OWN_PREFIX));
  if (refused.length > 0) {
    throw new ConfigInvalid(refused.map((name) => `propagate-headers: ${name} is the router's own to write`));
  }
  return lower;
}
