import type { Exchange } from './exchange.js';
import { type FailureDetails, SubgraphFailure } from './subgraph-answer.js';

/** The connection could not be made, or broke. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
]);

/** Not the doing of the address: what was to be sent is not HTTP, or the router is stopping. */
const OF_OUR_OWN: ReadonlySet<string> = new Set([
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
]);

/** What it means that there was no answer in time. */
export type LateDetails = Pick<FailureDetails, 'isTransient' | 'isAddressFault'>;

/** Names the failure of an exchange without an answer in the words that clients see. */
export function failureOf(
  subgraph: string,
  { outcome, wasSent, error }: Pick<Exchange, 'outcome' | 'wasSent' | 'error'>,
  late: LateDetails,
): SubgraphFailure {
  if (outcome === 'late') return new SubgraphFailure(subgraph, 'SUBGRAPH_TIMEOUT', { wasSent, ...late });
  if (outcome === 'abandoned') return new SubgraphFailure(subgraph, 'SUBGRAPH_UNAVAILABLE', { wasSent });
  const code = codeOf(error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
    return new SubgraphFailure(subgraph, 'SUBGRAPH_INVALID_RESPONSE', { wasSent, cause: error });
  return new SubgraphFailure(subgraph, 'SUBGRAPH_UNAVAILABLE', {
    wasSent,
    cause: error,
    isTransient: code !== undefined && OF_THE_CONNECTION.has(code),
    isAddressFault: code === undefined || !OF_OUR_OWN.has(code),
  });
}

/** By its shape: an error of another realm is no instance of this one's `Error`. */
function codeOf(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined;
  // One attempt for each address of a name.
  if ('errors' in cause && Array.isArray(cause.errors)) return codeOf(cause.errors[0]);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}
