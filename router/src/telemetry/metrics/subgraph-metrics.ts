import { Counter, Histogram, type Registry } from 'prom-client';
import type { SubgraphAnswer, SubgraphRequest } from '../../subgraph-client/subgraph-answer.js';
import { outcomeOfRefusal } from '../outcome.js';
import { SECONDS } from './request-metrics.js';

/** Counts calls to subgraphs, with all their attempts, by outcome. */
export class SubgraphMetrics {
  readonly #count: Counter;
  readonly #seconds: Histogram;
  readonly #counts = new Map<string, Counter.Internal>();
  readonly #durations = new Map<string, Histogram.Internal<string>>();

  constructor(registry: Registry) {
    const registers = [registry];
    this.#count = new Counter({
      name: 'fleetgraph_router_subgraph_calls_total',
      help: 'Calls to subgraphs; code is OK, ERRORS for an answer with errors in it, or that of the failure.',
      labelNames: ['subgraph', 'code'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'fleetgraph_router_subgraph_call_duration_seconds',
      help: 'One call to a subgraph with all its attempts.',
      labelNames: ['subgraph'],
      buckets: SECONDS,
      registers,
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
    const key = `${subgraph} ${code}`;
    let count = this.#counts.get(key);
    if (count === undefined) {
      count = this.#count.labels({ subgraph, code });
      this.#counts.set(key, count);
    }
    let seconds = this.#durations.get(subgraph);
    if (seconds === undefined) {
      seconds = this.#seconds.labels({ subgraph });
      this.#durations.set(subgraph, seconds);
    }
    count.inc();
    seconds.observe(ms / 1_000);
  }
}
