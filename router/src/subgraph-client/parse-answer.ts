import { isJson, type Json } from '../plan-executor/own-properties.js';
import { isWithinDepth } from '../within-depth.js';
import type { AnswerBody } from './answer-body.js';
import type { Exchange } from './exchange.js';
import { JsonReader } from './read-json.js';
import { type SubgraphAnswer, type SubgraphError, SubgraphFailure, type SubgraphRequest } from './subgraph-answer.js';
import { retryAfterMs } from './traffic/backoff.js';

/** Statuses of a proxy or of a server that is starting, stopping or full: the next moment may be better. */
const TRANSIENT: ReadonlySet<number> = new Set([502, 503, 504]);
/** Statuses of a server that refuses what this one asks: who sends it such requests must not close the way for all others. */
const OF_THE_REQUEST: ReadonlySet<number> = new Set([400, 401, 403, 406, 413, 414, 415, 422, 431]);

/** What an exchange says. */
type Given = Pick<Exchange, 'status' | 'body'> & Partial<Pick<Exchange, 'retryAfter' | 'cacheControl'>>;

/**
 * Reads a subgraph's answer; one that is not GraphQL is a failure, named by the status. What comes again at one position of
 * the answer is one object.
 */
export function parseAnswer(
  request: SubgraphRequest,
  { status, body, retryAfter, cacheControl }: Given,
): SubgraphAnswer | SubgraphFailure {
  const said = parseJson(request, body);
  const data = isJson(said) && isJson(said.data) ? said.data : undefined;
  const errors = isJson(said) ? readErrors(said.errors) : [];
  // No data and nothing that says why is no answer (GraphQL, section 7.1).
  if (data !== undefined || errors.length > 0) return { data, errors, body, cacheControl };
  const isDown = status === 429 || status >= 500;
  return new SubgraphFailure(request.subgraph, isDown ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_INVALID_RESPONSE', {
    wasSent: true,
    cause: `status ${status} without a GraphQL answer`,
    isTransient: TRANSIENT.has(status),
    isAddressFault: !OF_THE_REQUEST.has(status),
    retryAfterMs: retryAfterMs(retryAfter),
  });
}

/** A plan's requests stay the same objects, and so do the readers of their answers. */
const readers = new WeakMap<SubgraphRequest, JsonReader>();

function parseJson(request: SubgraphRequest, body: AnswerBody): unknown {
  let reader = readers.get(request);
  if (reader === undefined) {
    reader = new JsonReader();
    readers.set(request, reader);
  }
  try {
    return reader.read(body.borrow());
  } catch {
    return undefined; // told by the caller as an answer that is not GraphQL
  }
}

/** More of them tell nothing new. */
const MAX_ERRORS = 10_000;

/** Errors of a subgraph's answer in the one shape that the router works with. */
export function readErrors(errors: unknown): readonly SubgraphError[] {
  if (!Array.isArray(errors)) return [];
  return errors.slice(0, MAX_ERRORS).map(readError);
}

/** Some write a text where an object should be. */
function readError(error: unknown): SubgraphError {
  const { message, path, extensions } = isJson(error) ? error : { message: error };
  return {
    message: typeof message === 'string' ? message : '',
    ...(Array.isArray(path)
      ? { path: path.filter((step) => typeof step === 'string' || typeof step === 'number') }
      : {}),
    ...(isJson(extensions) ? { extensions: writable(extensions) } : {}),
  };
}

/** Without what lies too deep to be written into an answer. */
const writable = (extensions: Json): Json =>
  Object.fromEntries(Object.entries(extensions).filter(([, value]) => isWithinDepth(value)));
