import { ERROR_CODES, type ErrorCode } from '@fleetgraph/schema/error-codes';
import { GraphQLError } from 'graphql';

/** An error that leaves as a top-level GraphQL error with a stable code; everything else is masked. */
export class GraphError extends GraphQLError {
  constructor(code: ErrorCode, message: string = ERROR_CODES[code].meaning, details: Record<string, unknown> = {}) {
    super(message, { extensions: { ...details, code } });
    this.name = 'GraphError';
  }
}
