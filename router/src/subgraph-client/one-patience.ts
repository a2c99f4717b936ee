import type { SubgraphAnswer, SubgraphRequest } from './subgraph-answer.js';
import { SubgraphFailure } from './subgraph-answer.js';

type Ask = (request: SubgraphRequest, variables: string, known?: SubgraphAnswer) => Promise<SubgraphAnswer>;

/** What took its time, and would take it again. */
const SLOW: ReadonlySet<SubgraphFailure['code']> = new Set(['SUBGRAPH_TIMEOUT', 'SUBGRAPH_OVERLOADED']);

/**
 * The way of one client's request to the subgraphs: one that has let a call run out of time, or wait for a place in vain, is
 * not asked again for this request, so that a subgraph which hangs costs its time once, however many calls to it stand behind
 * each other.
 */
export function withOnePatience(ask: Ask): Ask {
  const late = new Map<string, SubgraphFailure['code']>();
  const remember = (cause: unknown): never => {
    if (cause instanceof SubgraphFailure && SLOW.has(cause.code)) late.set(cause.subgraph, cause.code);
    throw cause;
  };
  return (request, variables, known) => {
    const code = late.get(request.subgraph);
    if (code === undefined) return ask(request, variables, known).catch(remember);
    const cause = 'it has not answered this request in time before';
    return Promise.reject(new SubgraphFailure(request.subgraph, code, { wasSent: false, cause }));
  };
}
