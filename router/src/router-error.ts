import { ERROR_CODES, type ErrorCode } from '@fleetgraph/schema/error-codes';
import { GraphQLError, type GraphQLErrorOptions } from 'graphql';

/** A GraphQL error with a code of the shared table. */
export function routerError(
  code: ErrorCode,
  message: string,
  { extensions, ...options }: GraphQLErrorOptions = {},
): GraphQLError {
  return new GraphQLError(message, { ...options, extensions: { code, ...extensions } });
}

/** The same error with a code, kept when it already has one of the table. */
export function withCode(code: ErrorCode, error: GraphQLError): GraphQLError {
  if (isErrorCode(error.extensions.code)) return error;
  const { message, nodes = null, source = null, positions = null, path = null, extensions } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions: { ...extensions, code } });
}

/** The same error, which tells something more. */
export function withDetails(error: GraphQLError, details: Readonly<Record<string, unknown>>): GraphQLError {
  const { message, nodes = null, source = null, positions = null, path = null, extensions } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions: { ...extensions, ...details } });
}

/** The HTTP status that belongs to a request which was refused with this error. */
export function statusOf(error: GraphQLError | undefined): number {
  const code = error?.extensions.code;
  return isErrorCode(code) ? ERROR_CODES[code].status : 500;
}

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
