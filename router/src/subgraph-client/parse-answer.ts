import { isJson } from '../plan-executor/own-properties.js';
import type { Exchange } from './exchange.js';
import { type SubgraphAnswer, type SubgraphError, SubgraphFailure } from './subgraph-answer.js';
import { retryAfterMs } from './traffic/backoff.js';

/** Statuses of a proxy or of a server that is starting, stopping or full: the next moment may be better. */
const TRANSIENT: ReadonlySet<number> = new Set([502, 503, 504]);

/** Reads a subgraph's answer; one that is not GraphQL is a failure, named by the status. */
export function parseAnswer(
  subgraph: string,
  { status, bytes, retryAfter }: Pick<Exchange, 'status' | 'bytes' | 'retryAfter'>,
): SubgraphAnswer | SubgraphFailure {
  const body = parseJson(bytes.toString('utf8'));
  if (isJson(body) && (body.data !== undefined || Array.isArray(body.errors)))
    return { data: isJson(body.data) ? body.data : undefined, errors: readErrors(body.errors), bytes };
  const isDown = status === 429 || status >= 500;
  return new SubgraphFailure(subgraph, isDown ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_INVALID_RESPONSE', {
    wasSent: true,
    cause: `status ${status} without a GraphQL answer`,
    isTransient: TRANSIENT.has(status),
    isAddressFault: true,
    retryAfterMs: retryAfterMs(retryAfter),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told by the caller as an answer that is not GraphQL
  }
}

/** Errors of a subgraph's answer in the one shape that the router works with. */
export function readErrors(errors: unknown): readonly SubgraphError[] {
  if (!Array.isArray(errors)) return [];
  return errors.filter(isJson).map(({ message, path, extensions }) => ({
    message: typeof message === 'string' ? message : '',
    ...(Array.isArray(path)
      ? { path: path.filter((step) => typeof step === 'string' || typeof step === 'number') }
      : {}),
    ...(isJson(extensions) ? { extensions } : {}),
  }));
}
