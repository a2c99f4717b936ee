import type { JsonAnswer } from './plain-gateway.js';

/** An answer without what is meant to differ: names of extensions, order of errors, paths that Apollo leaves open. */
export function comparable({ data, errors, extensions }: JsonAnswer): unknown {
  const valueCompletion = extensions?.valueCompletion;
  const list = (errors ?? []).map(({ message, path, extensions: { code } }) => ({
    message,
    path,
    code: code === 'DOWNSTREAM_SERVICE_ERROR' ? 'INTERNAL_SERVER_ERROR' : code,
  }));
  return {
    data,
    errors: list.map((error) => JSON.stringify(error)).sort(),
    ...(valueCompletion === undefined ? {} : { valueCompletion: withoutLocations(valueCompletion) }),
  };
}

/**
 * The same without paths of errors: Apollo counts list indexes wrongly and leaves some out (see execute-plan.test). Of
 * several nulls in one object the first is told, and Apollo's order is not that of the operation: the object counts, also
 * where a subgraph tells it. Of what is wrong with an operation the first fault counts: we tell 20 of them, Apollo 100.
 */
export function comparableWithoutPaths(answer: JsonAnswer): unknown {
  const messages = told(answer.errors ?? []).map(({ message, ...error }) => {
    return { ...error, message: message.replace(/(?<=non-nullable field \w+\.)\w+/, '…'), path: [] };
  });
  const { data, errors } = comparable({ ...answer, errors: messages }) as { data: unknown; errors: readonly string[] };
  const valueCompletion = answer.extensions?.valueCompletion;
  return {
    data,
    errors: [...new Set(errors)],
    ...(valueCompletion === undefined ? {} : { valueCompletion: objectsOf(valueCompletion) }),
  };
}

function told(errors: NonNullable<JsonAnswer['errors']>): NonNullable<JsonAnswer['errors']> {
  const isInvalid = errors.every(({ extensions }) => extensions.code === 'GRAPHQL_VALIDATION_FAILED');
  return isInvalid ? errors.slice(0, 1) : errors;
}

function withoutLocations(errors: unknown): unknown {
  const list = errors as { message: string; path: unknown; extensions: unknown }[];
  return list.map(({ message, path, extensions }) => JSON.stringify({ message, path, extensions })).sort();
}

function objectsOf(errors: unknown): readonly string[] {
  const list = errors as { message: string; path: readonly unknown[] }[];
  const isNull = ({ message }: { message: string }) => message.startsWith('Cannot return null');
  return list.map((error) => JSON.stringify(isNull(error) ? error.path.slice(0, -1) : error)).sort();
}
