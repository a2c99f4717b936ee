import { isJson } from '../plan-executor/own-properties.js';
import { type SubgraphAnswer, type SubgraphError, SubgraphFailure } from './subgraph-answer.js';

/** Reads the body of a subgraph's answer; a body that is not GraphQL is a failure, named by the status. */
export function parseAnswer(subgraph: string, status: number, text: string): SubgraphAnswer {
  const body = parseJson(text);
  if (!isJson(body) || (body.data === undefined && !Array.isArray(body.errors))) {
    const isDown = status === 429 || status >= 500;
    const cause = `status ${status} without a GraphQL answer`;
    throw new SubgraphFailure(subgraph, isDown ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_INVALID_RESPONSE', {
      wasSent: true,
      cause,
    });
  }
  return { data: isJson(body.data) ? body.data : undefined, errors: readErrors(body.errors) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told by the caller as an answer that is not GraphQL
  }
}

/** Errors of a subgraph's answer in the one shape that the router works with. */
export function readErrors(errors: unknown): readonly SubgraphError[] {
  if (!Array.isArray(errors)) return [];
  return errors.filter(isJson).map(({ message, path, extensions }) => ({
    message: typeof message === 'string' ? message : '',
    ...(Array.isArray(path)
      ? { path: path.filter((step) => typeof step === 'string' || typeof step === 'number') }
      : {}),
    ...(isJson(extensions) ? { extensions } : {}),
  }));
}
