import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { stopGracefully } from '@fleetgraph/kit/lifecycle/stop-gracefully';
import type { Logger } from 'pino';

/** First wait before a worker that was lost is replaced; it doubles while workers do not get to listen. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/** What a worker tells when it takes requests to the graph: it may listen elsewhere, too. */
export interface GraphListens {
  readonly fleetgraphPort: number;
}

/**
 * Runs the same command in several processes that listen on one port, and replaces those that are lost. Each answers for
 * itself: requests under way, remembered answers and limits in memory are shared within a process only.
 *
 * Resolves with the port when all of them listen; undefined when one ended instead, and has said why. `onStopped` ends what
 * served them beside.
 */
export async function startWorkers(
  count: number,
  logger: Logger,
  onStopped: () => Promise<void>,
): Promise<number | undefined> {
  const crew = new Crew(logger);
  const first = Array.from({ length: count }, () => listening(cluster.fork()));
  const ports = await Promise.all(first);
  if (ports.includes(undefined)) {
    await crew.stop().then(onStopped);
    return undefined;
  }
  crew.replaceTheLost();
  stopGracefully(() => crew.stop().then(onStopped), logger);
  return ports[0];
}

/** The port of a worker's graph; undefined when it ends before that. */
function listening(worker: Worker): Promise<number | undefined> {
  return new Promise((resolve) => {
    worker.on('message', (message: unknown) => {
      if (isListening(message)) resolve(message.fleetgraphPort);
    });
    worker.once('exit', () => resolve(undefined));
  });
}

const isListening = (message: unknown): message is GraphListens =>
  typeof message === 'object' && message !== null && 'fleetgraphPort' in message;

class Crew {
  #isStopping = false;
  #waitMs = FIRST_WAIT_MS;

  constructor(readonly logger: Logger) {}

  replaceTheLost(): void {
    cluster.on('exit', ({ process: { pid } }, code, signal) => {
      if (this.#isStopping) return;
      this.logger.error({ pid, code, signal, waitMs: this.#waitMs }, 'a worker was lost; another takes its place');
      setTimeout(() => void this.#replace(), this.#waitMs);
      this.#waitMs = Math.min(LONGEST_WAIT_MS, this.#waitMs * 2);
    });
  }

  async #replace(): Promise<void> {
    if (this.#isStopping) return;
    if ((await listening(cluster.fork())) !== undefined) this.#waitMs = FIRST_WAIT_MS;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    const gone = workers.map((worker) => once(worker, 'exit'));
    for (const worker of workers) worker.process.kill('SIGTERM');
    await Promise.all(gone);
  }
}
