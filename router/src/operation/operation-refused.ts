import type { GraphQLError } from 'graphql';

/** The operation was refused before anything was executed. */
export class OperationRefused extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors.map(({ message }) => message).join('\n'));
    this.name = 'OperationRefused';
  }
}
