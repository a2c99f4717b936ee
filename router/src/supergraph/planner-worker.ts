import { parentPort, workerData } from 'node:worker_threads';
import { type LoadedPlanner, loadPlanner, type PlanTask } from './load-planner.js';
import type { PlannerMessage } from './planner.js';

/** Runs in a thread of its own, because planning keeps a thread busy for up to seconds. */
const tell = (message: PlannerMessage) => parentPort?.postMessage(message);
const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

try {
  const planner = await loadPlanner(workerData as string); // what `Planner.start` gives
  parentPort?.on('message', (task: PlanTask & { id: number }) => answer(planner, task));
  const { apiSdl, subgraphs } = planner;
  tell({ kind: 'loaded', apiSdl, subgraphs });
} catch (cause) {
  tell({ kind: 'refused', message: messageOf(cause) });
}

function answer(planner: LoadedPlanner, { id, ...task }: PlanTask & { id: number }): void {
  const startedAt = performance.now();
  const ms = () => performance.now() - startedAt;
  try {
    const plan = planner.plan(task);
    tell({ kind: 'planned', id, ms: ms(), plan });
  } catch (cause) {
    tell({ kind: 'failed', id, ms: ms(), message: messageOf(cause) });
  }
}
