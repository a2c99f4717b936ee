import type { SubgraphConfigurations } from '../configure-subgraphs.js';
import type { SubgraphName } from '../subgraph-names.js';
import { runInside } from './run-inside.js';

/** What the launcher tells a process of its own: which subgraphs to run, and how. */
export interface StartMessage {
  names: SubgraphName[];
  all: SubgraphConfigurations;
}

/** What such a process tells the launcher. */
export type ProcessMessage = { ready: SubgraphName } | { running: true } | { failed: string };

const tell = (message: ProcessMessage) => process.send?.(message);

process.once('message', async ({ names, all }: StartMessage) => {
  try {
    const running = await runInside(names, all, (name) => tell({ ready: name }));
    // Without the launcher nothing would ever end this process.
    process.once('disconnect', () => process.exit(1));
    process.once('SIGTERM', () => running.stop().finally(() => process.exit(0)));
    tell({ running: true });
  } catch (error) {
    tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    process.exit(1);
  }
});

// Ctrl-C reaches every process of the terminal at once; the launcher stops this one in its turn.
process.on('SIGINT', () => undefined);
