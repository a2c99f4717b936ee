import type { FaultySubgraph } from './faulty-subgraph.js';

/** Something that befalls a subgraph, and how it ends. */
export interface Fault {
  /** Completes "while a subgraph …". */
  readonly name: string;
  begin(subgraph: FaultySubgraph): Promise<void> | void;
  /** Resolves when the subgraph could answer again. */
  end(subgraph: FaultySubgraph): Promise<void> | void;
  /** What the router may say meanwhile. */
  readonly codes: ReadonlySet<string>;
}

const LATE_MS = 5_000;
/** First its time runs out, then its places are taken, then its circuit is open. */
const SILENT = new Set(['SUBGRAPH_TIMEOUT', 'SUBGRAPH_OVERLOADED', 'SUBGRAPH_UNAVAILABLE']);

/** What may happen to a subgraph (reliability.md, Q-09). */
export const FAULTS: readonly Fault[] = [
  {
    name: 'is killed',
    begin: (subgraph) => subgraph.kill(),
    end: (subgraph) => subgraph.start(),
    codes: new Set(['SUBGRAPH_UNAVAILABLE']),
  },
  {
    name: 'hangs (SIGSTOP)',
    begin: (subgraph) => subgraph.hang(),
    end: (subgraph) => subgraph.goOn(),
    codes: SILENT,
  },
  {
    name: `is ${LATE_MS / 1000} s late`,
    begin: (subgraph) => subgraph.answerAfter(LATE_MS),
    end: (subgraph) => subgraph.answerAfter(0),
    codes: SILENT,
  },
];
