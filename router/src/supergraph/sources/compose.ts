import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A subgraph to compose. */
export interface SubgraphText {
  readonly name: string;
  readonly url: string;
  /** Named in faults. */
  readonly file: string;
  readonly text: string;
}

/** What came of composing. */
export type Composition = { readonly supergraph: string } | { readonly faults: readonly string[] };

/** The subgraphs make no supergraph; the message has a line a fault: `products.graphql:3:7: …`. */
export class NotComposable extends Error {
  constructor(faults: readonly string[]) {
    super(`The subgraphs do not compose:\n${faults.join('\n')}`);
    this.name = 'NotComposable';
  }
}

/** Composes subgraphs in a thread that lives so long, because it takes up to seconds; rejects with `NotComposable`. */
export async function composeSubgraphs(subgraphs: readonly SubgraphText[]): Promise<string> {
  const worker = new Worker(new URL('./compose-worker.js', import.meta.url), { workerData: subgraphs });
  try {
    const [composition] = (await once(worker, 'message')) as [Composition]; // what the thread sends
    if ('faults' in composition) throw new NotComposable(composition.faults);
    return composition.supergraph;
  } finally {
    void worker.terminate();
  }
}
