import type { SubgraphConfigurations } from '../configure-subgraphs.js';
import type { Placement } from '../running-system.js';
import { SUBGRAPH_NAMES, type SubgraphName } from '../subgraph-names.js';
import { runInside } from './run-inside.js';
import { type SupervisedProcess, superviseProcess } from './supervise-process.js';

/** Subgraphs at work, wherever they run. */
export interface RunningSubgraphs {
  processes: ReadonlyMap<SubgraphName, SupervisedProcess>;
  stop(): Promise<void>;
}

/** Runs the six subgraphs in the processes that were asked for. */
export async function runSubgraphs(
  all: SubgraphConfigurations,
  placement: Placement,
  onReady: (name: SubgraphName) => void,
): Promise<RunningSubgraphs> {
  if (placement === 'inside') {
    const { stop } = await runInside(SUBGRAPH_NAMES, all, onReady);
    return { processes: new Map(), stop };
  }
  const groups: readonly (readonly SubgraphName[])[] =
    placement === 'together' ? [SUBGRAPH_NAMES] : SUBGRAPH_NAMES.map((name) => [name]);
  const outcomes = await Promise.allSettled(groups.map((names) => superviseProcess({ names, all, onReady })));
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const stop = async () => {
    await Promise.all(started.map((process) => process.stop()));
  };
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  const processes = new Map(
    groups.flatMap((names, at) =>
      names.flatMap((name) => (started[at] === undefined ? [] : [[name, started[at]] as const])),
    ),
  );
  return { processes, stop };
}
