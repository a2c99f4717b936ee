import { Counter, type Registry } from 'prom-client';
import type { SubgraphAnswer, SubgraphRequest } from '../../subgraph-client/subgraph-answer.js';
import { outcomeOfRefusal } from '../outcome.js';
import { DurationHistogram, type Durations } from './durations.js';

interface Calls {
  readonly durations: Durations;
  readonly byCode: Map<string, number>;
}

/** Counts calls to subgraphs, with all their attempts, by outcome. */
export class SubgraphMetrics {
  readonly #calls = new Map<string, Calls>();
  readonly #histogram: DurationHistogram;

  constructor(registry: Registry) {
    const calls = this.#calls;
    new Counter({
      name: 'fleetgraph_router_subgraph_calls_total',
      help: 'Calls to subgraphs; code is OK, ERRORS for an answer with errors in it, or that of the failure.',
      labelNames: ['subgraph', 'code'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [subgraph, { byCode }] of calls)
          for (const [code, count] of byCode) this.inc({ subgraph, code }, count);
      },
    });
    this.#histogram = new DurationHistogram({
      registry,
      name: 'fleetgraph_router_subgraph_call_duration_seconds',
      help: 'One call to a subgraph with all its attempts.',
      labelNames: ['subgraph'],
    });
  }

  /** Makes a call and counts how it went. */
  async call({ subgraph }: SubgraphRequest, ask: () => Promise<SubgraphAnswer>): Promise<SubgraphAnswer> {
    const startedAt = performance.now();
    let code = 'OK';
    try {
      const answer = await ask();
      if (answer.errors.length > 0) code = 'ERRORS';
      return answer;
    } catch (cause) {
      code = outcomeOfRefusal(cause);
      throw cause;
    } finally {
      this.#observe(subgraph, code, performance.now() - startedAt);
    }
  }

  #observe(subgraph: string, code: string, ms: number): void {
    let calls = this.#calls.get(subgraph);
    if (calls === undefined) {
      calls = { durations: this.#histogram.series({ subgraph }), byCode: new Map() };
      this.#calls.set(subgraph, calls);
    }
    calls.durations.add(ms);
    calls.byCode.set(code, (calls.byCode.get(code) ?? 0) + 1);
  }
}
