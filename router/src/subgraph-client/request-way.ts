import type { CallContext } from './call-headers.js';
import { type SubgraphAnswer, SubgraphFailure, type SubgraphRequest } from './subgraph-answer.js';
import type { SubgraphClient } from './subgraph-client.js';

/** What took its time, and would take it again. */
const SLOW: ReadonlySet<SubgraphFailure['code']> = new Set(['SUBGRAPH_TIMEOUT', 'SUBGRAPH_OVERLOADED']);

export const isSlow = (cause: unknown): cause is SubgraphFailure =>
  cause instanceof SubgraphFailure && SLOW.has(cause.code);

/**
 * The way of one client's request to the subgraphs. It has one patience: a subgraph that has let a call run out of time, or
 * wait for a place in vain, is not asked again for this request, so that one which hangs costs its time once, however many
 * calls to it stand behind each other.
 */
export class RequestWay {
  readonly #late = new Map<string, SubgraphFailure['code']>();

  constructor(
    readonly client: Pick<SubgraphClient, 'send'>,
    readonly call: CallContext,
  ) {}

  readonly ask = (request: SubgraphRequest, variables: string, known?: SubgraphAnswer): Promise<SubgraphAnswer> =>
    this.patiently(request.subgraph, () => this.client.send(request, variables, this.call, known));

  /** Waits for what a subgraph says, unless that was done in vain before. */
  patiently<Answer>(subgraph: string, ask: () => Promise<Answer>): Promise<Answer> {
    const code = this.#late.get(subgraph);
    if (code === undefined) return ask().catch(this.#remember);
    const cause = 'it has not answered this request in time before';
    return Promise.reject(new SubgraphFailure(subgraph, code, { wasSent: false, cause }));
  }

  readonly #remember = (cause: unknown): never => {
    if (isSlow(cause)) this.#late.set(cause.subgraph, cause.code);
    throw cause;
  };
}
