import type { Deadline } from './deadline.js';
import { SubgraphFailure } from './subgraph-answer.js';

/** The connection was refused: nothing has reached the subgraph. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The connection broke: whether the subgraph has seen the call is not known. */
const BROKEN: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_SOCKET', 'UND_ERR_CLOSED']);

/** True for a failure of the connection, after which a query may be sent again. */
export function isConnectionFailure(cause: unknown): boolean {
  const code = codeOf(cause);
  return code !== undefined && (NEVER_SENT.has(code) || BROKEN.has(code));
}

/** Names a failure in the words that clients see. */
export function classifyFailure(subgraph: string, cause: unknown, deadline: Deadline): SubgraphFailure {
  if (cause instanceof SubgraphFailure) return cause;
  if (deadline.isOver()) return new SubgraphFailure(subgraph, 'SUBGRAPH_TIMEOUT', { wasSent: true, cause });
  const code = codeOf(cause);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return new SubgraphFailure(subgraph, 'SUBGRAPH_INVALID_RESPONSE', { wasSent: true, cause });
  }
  const wasSent = code === undefined || !NEVER_SENT.has(code);
  return new SubgraphFailure(subgraph, 'SUBGRAPH_UNAVAILABLE', { wasSent, cause });
}

/** By its shape: an error of another realm is no instance of this one's `Error`. */
function codeOf(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined;
  // One attempt for each address of a name.
  if ('errors' in cause && Array.isArray(cause.errors)) return codeOf(cause.errors[0]);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}
