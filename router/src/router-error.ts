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

/** Longest message about what somebody sent, in characters: graphql-js quotes all of a value, in each of its errors. */
const MAX_MESSAGE = 1_000;

/** The same error with a code, kept when it already has one of the table; what is long of it is cut in the middle. */
export function withCode(code: ErrorCode, error: GraphQLError): GraphQLError {
  if (isErrorCode(error.extensions.code)) return error;
  const message = shortened(error.message);
  const { nodes = null, source = null, positions = null, path = null, extensions } = error;
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

/** The beginning tells where the fault is, the end what it is. */
const shortened = (message: string): string =>
  message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE / 2)} … ${message.slice(-MAX_MESSAGE / 2)}`;

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
