/** How often something was known already. */
export interface HitsAndMisses {
  hits: number;
  misses: number;
}

/** What a router has done since its start, over all supergraphs that it has served: plain numbers, read by metrics. */
export class WorkCounts {
  readonly operations: HitsAndMisses = { hits: 0, misses: 0 };
  readonly answers: HitsAndMisses = { hits: 0, misses: 0 };
  readonly introspections: HitsAndMisses = { hits: 0, misses: 0 };
  /** `ms`: of the planning thread. */
  readonly plans = { made: 0, failed: 0, ms: 0 };
  slowClients = 0;
}
