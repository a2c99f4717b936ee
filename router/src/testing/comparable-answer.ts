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

function withoutLocations(errors: unknown): unknown {
  return (errors as { message: string; path: unknown; extensions: unknown }[]).map(({ message, path, extensions }) => ({
    message,
    path,
    extensions,
  }));
}
