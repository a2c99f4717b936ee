import { unwrapResolverError } from '@apollo/server/errors';
import { ERROR_CODES, type ErrorCode } from '@fleetgraph/schema/error-codes';
import { type GraphQLError, GraphQLError as GraphQLErrorClass, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';

/**
 * What of an error leaves the subgraph: errors with a code of the table pass, all others are faults of ours: logged
 * with their cause, told without any detail.
 */
export function maskErrors(logger: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const code = formatted.extensions?.code;
    const isTold = typeof code === 'string' && isErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR';
    if (isTold) {
      const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
      return { ...formatted, extensions };
    }
    logger.error({ err: unwrapResolverError(error), path: formatted.path }, 'an operation failed');
    return {
      message: ERROR_CODES.INTERNAL_SERVER_ERROR.meaning,
      ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
      ...(formatted.path === undefined ? {} : { path: formatted.path }),
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  };
}

/** The same for errors of a subscription's events. */
export function maskGraphQLErrors(logger: Logger, errors: readonly GraphQLError[]): GraphQLError[] {
  const mask = maskErrors(logger);
  return errors.map((error) => {
    const { message, extensions } = mask(error.toJSON(), error);
    return new GraphQLErrorClass(message, {
      nodes: error.nodes ?? null,
      path: error.path ?? null,
      extensions: extensions ?? null,
    });
  });
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);
