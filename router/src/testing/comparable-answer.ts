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

/** The same without paths of errors: Apollo counts list indexes wrongly and leaves some out (see execute-plan.test). */
export function comparableWithoutPaths(answer: JsonAnswer): unknown {
  const messages = (answer.errors ?? []).map((error) => ({ ...error, path: [] }));
  const { errors, ...rest } = comparable({ ...answer, errors: messages }) as { errors: readonly string[] };
  return { ...rest, errors: [...new Set(errors)] };
}

function withoutLocations(errors: unknown): unknown {
  const list = errors as { message: string; path: unknown; extensions: unknown }[];
  return list.map(({ message, path, extensions }) => JSON.stringify({ message, path, extensions })).sort();
}
