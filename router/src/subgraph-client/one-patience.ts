import type { SubgraphAnswer, SubgraphRequest } from './subgraph-answer.js';
import { SubgraphFailure } from './subgraph-answer.js';

type Ask = (request: SubgraphRequest, variables: string, known?: SubgraphAnswer) => Promise<SubgraphAnswer>;

/**
 * The way of one client's request to the subgraphs: one that has let a call run out of time is not asked again for this
 * request, so that a subgraph which hangs costs its time once, however many calls to it stand behind each other.
 */
export function withOnePatience(ask: Ask): Ask {
  const late = new Set<string>();
  const remember = (cause: unknown): never => {
    if (cause instanceof SubgraphFailure && cause.code === 'SUBGRAPH_TIMEOUT') late.add(cause.subgraph);
    throw cause;
  };
  return (request, variables, known) => {
    if (!late.has(request.subgraph)) return ask(request, variables, known).catch(remember);
    const cause = 'it has not answered this request in time before';
    return Promise.reject(new SubgraphFailure(request.subgraph, 'SUBGRAPH_TIMEOUT', { wasSent: false, cause }));
  };
}
