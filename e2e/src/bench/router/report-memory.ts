import { setTimeout as pause } from 'node:timers/promises';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

/** What a router's process holds after collecting garbage, in bytes. */
export interface MemoryReport {
  /** JavaScript's values and the buffers behind them, in the thread that answers and in the one that plans. */
  readonly heapBytes: number;
  readonly rssBytes: number;
}

/**
 * Loaded into a router (`node --expose-gc --import`), in each of its threads: tells the parent of the process on each
 * message what the threads hold. They are asked through one channel of the process.
 */
const PLANNERS = 1;
const channel = new BroadcastChannel('fleetgraph-bench-memory');
channel.unref();

if (isMainThread) {
  process.on('message', () => void report());
  process.channel?.unref();
} else {
  channel.onmessage = ({ data }: { data?: unknown } = {}) => {
    if (data === 'tell') void held().then((bytes) => channel.postMessage(bytes));
  };
}

async function report(): Promise<void> {
  const others: number[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  channel.onmessage = ({ data }: { data?: unknown } = {}) => {
    if (others.push(Number(data)) === PLANNERS) resolve();
  };
  channel.postMessage('tell');
  const own = await held();
  await promise;
  const heapBytes = others.reduce((sum, bytes) => sum + bytes, own);
  process.send?.({ heapBytes, rssBytes: process.memoryUsage.rss() } satisfies MemoryReport);
}

async function held(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    await pause(200); // what weak references held goes after a turn
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
