import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { ERROR_CODES, type ErrorCode } from '@fleetgraph/schema/error-codes';
import { type GraphQLError, GraphQLError as GraphQLErrorClass, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { SubgraphContext } from './context.js';

/**
 * What of an error leaves the subgraph: errors with a code of the table pass, all others are faults of ours: logged
 * with their cause, told without any detail but the id of the request, by which the log is found.
 */
function maskError(
  logger: Logger,
  { formatted, error, requestId }: { formatted: GraphQLFormattedError; error: unknown; requestId: string | undefined },
): GraphQLFormattedError {
  const code = formatted.extensions?.code;
  const isTold = typeof code === 'string' && isErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR';
  if (isTold) {
    const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
    return { ...formatted, extensions };
  }
  logger.error({ err: unwrapResolverError(error), path: formatted.path, requestId }, 'an operation failed');
  return {
    message: ERROR_CODES.INTERNAL_SERVER_ERROR.meaning,
    ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
    extensions: { code: 'INTERNAL_SERVER_ERROR', ...(requestId === undefined ? {} : { requestId }) },
  };
}

/** Masks the errors of answers over HTTP. Apollo formats an error without its request, so the plugin notes whose it is. */
export function maskErrors(logger: Logger) {
  const requestIds = new WeakMap<object, string>();
  const plugin: ApolloServerPlugin<SubgraphContext> = {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue }) => {
        for (const error of errors) requestIds.set(error, contextValue.requestId);
      },
    }),
  };
  const formatError = (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const requestId = typeof error === 'object' && error !== null ? requestIds.get(error) : undefined;
    return maskError(logger, { formatted, error, requestId });
  };
  return { plugin, formatError };
}

/** The same for errors of a subscription's events. */
export function maskGraphQLErrors(logger: Logger, errors: readonly GraphQLError[], requestId: string): GraphQLError[] {
  return errors.map((error) => {
    const { message, extensions } = maskError(logger, { formatted: error.toJSON(), error, requestId });
    return new GraphQLErrorClass(message, {
      nodes: error.nodes ?? null,
      path: error.path ?? null,
      extensions: extensions ?? null,
    });
  });
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);
