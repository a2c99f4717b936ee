import { setTimeout as pause } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

/** What a router's process holds, in bytes. */
export interface MemoryReport {
  /** JavaScript's values and the buffers behind them in the thread that answers, after collecting garbage. */
  readonly heapBytes: number;
  /** The same in the threads that plan, garbage included: nobody collects there but they. */
  readonly plannerBytes: number;
  readonly rssBytes: number;
  /** Of the resident size what is left when V8 has given back the pages that it keeps for itself once they were in use. */
  readonly neededBytes: number;
}

/**
 * Loaded into a router (`node --expose-gc --import`): tells the parent of the process on each message what is held.
 */
const workers = new Set<Worker>();
process.on('worker', (worker: Worker) => {
  workers.add(worker);
  worker.once('exit', () => workers.delete(worker));
});
process.on('message', () => void report());
process.channel?.unref();
process.on('disconnect', () => process.exit(0));

async function report(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    await pause(200); // what weak references held goes after a turn
  }
  const statistics = await Promise.all([...workers].map((worker) => worker.getHeapStatistics()));
  const { heapUsed, external, rss: rssBytes } = process.memoryUsage();
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const neededBytes = process.memoryUsage.rss();
  const plannerBytes = statistics.reduce((sum, one) => sum + one.used_heap_size + one.external_memory, 0);
  process.send?.({ heapBytes: heapUsed + external, plannerBytes, rssBytes, neededBytes } satisfies MemoryReport);
}
