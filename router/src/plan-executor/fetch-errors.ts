import { ERROR_CODES, type ErrorCode } from '@fleetgraph/schema/error-codes';
import { GraphQLError } from 'graphql';
import type { Fetch } from '../plan-compiler/compile-plan.js';
import { type SubgraphError, SubgraphFailure } from '../subgraph-client/subgraph-answer.js';
import type { ResponsePath } from './places.js';

/** Keys of extensions that tell about the inside of a subgraph. */
const PRIVATE_EXTENSIONS: ReadonlySet<string> = new Set([
  'stacktrace',
  'exception',
  'debug',
  'response',
  'serviceName',
]);

/** Errors that tell a client which fields a failure has cost. */
export function failureErrors(fetch: Fetch, failure: unknown, paths: readonly ResponsePath[]): GraphQLError[] {
  const { message, code, wasSent } =
    failure instanceof SubgraphFailure
      ? { message: failure.message, code: failure.code, wasSent: failure.details.wasSent }
      : { message: 'An internal error occurred.', code: 'INTERNAL_SERVER_ERROR' as const, wasSent: true };
  // What a mutation did before it failed is not known; one that never left is safe to repeat.
  const retryable = ERROR_CODES[code].retryable && !(fetch.isMutation && wasSent);
  const extensions = { code, subgraph: fetch.subgraph, retryable };
  const options = failure instanceof Error ? { extensions, originalError: failure } : { extensions };
  return paths.map((path) => new GraphQLError(message, { ...options, path }));
}

/** An error of a subgraph as it leaves: its code stays, what tells about its inside does not. */
export function subgraphError(fetch: Fetch, error: SubgraphError, path: ResponsePath | undefined): GraphQLError {
  const kept = Object.entries(error.extensions ?? {}).filter(([key]) => !PRIVATE_EXTENSIONS.has(key));
  const extensions: Record<string, unknown> = Object.fromEntries(kept);
  if (typeof extensions.code !== 'string') extensions.code = 'INTERNAL_SERVER_ERROR' satisfies ErrorCode;
  extensions.subgraph = fetch.subgraph;
  extensions.retryable ??= isRetryable(extensions.code) && !fetch.isMutation;
  const message = error.message || 'A subgraph reported an error without a message.';
  return new GraphQLError(message, path === undefined ? { extensions } : { extensions, path });
}

const isRetryable = (code: unknown): boolean =>
  typeof code === 'string' && Object.hasOwn(ERROR_CODES, code) && ERROR_CODES[code as ErrorCode].retryable;
