import { GraphQLError } from 'graphql';

/** The operation was refused before anything was executed. */
export class OperationRefused extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors.map(({ message }) => message).join('\n'));
    this.name = 'OperationRefused';
  }

  /**
   * The same for keeping: its errors tell where they stand in the text, but hold nothing of the document to know it. Nor do
   * their stacks, which have the objects in them whose methods were under way until somebody reads them.
   */
  alone(): OperationRefused {
    const kept = new OperationRefused(this.errors.map(withoutNodes));
    return Object.assign(kept, { stack: String(kept) });
  }
}

function withoutNodes({ message, locations, extensions }: GraphQLError): GraphQLError {
  return Object.assign(new GraphQLError(message, { extensions }), { locations, stack: message });
}
