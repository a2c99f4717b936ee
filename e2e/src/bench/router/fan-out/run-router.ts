import { setTimeout as pause } from 'node:timers/promises';
import { createLogger } from '@fleetgraph/kit/logging/create-logger';
import { startRouter } from '@fleetgraph/router/main';

/** What the router's process tells about itself. */
export interface RouterUsage {
  /** CPU time since its start, in ms. */
  readonly cpuMs: number;
  /** What it has of the system, in bytes. */
  readonly rssBytes: number;
  /** Of that, what JavaScript holds. */
  readonly heapBytes: number;
}

/**
 * What is given back before that is told. V8 keeps what its heap has grown to: a young generation of up to 128 MB and pages
 * that are empty. A last resort makes it give that reserve back, as it does by itself when a process has been quiet for a while.
 */
export type GivenBack = 'nothing' | 'garbage' | 'reserve';

/** Where the router is reached. */
export interface RouterPlace {
  readonly port: number;
  readonly metricsUrl: string;
}

/** A router in a process of its own, which tells its parent where it is, and on each message what it uses. */
const [supergraph = '', sockets = '0'] = process.argv.slice(2);
const router = await startRouter({
  supergraph,
  port: 0,
  host: '127.0.0.1',
  logger: createLogger({ name: 'router', level: 'error' }),
  // All clients of the benchmark have one address.
  subscriptions: { maxSocketsPerClient: Number(sockets) + 1 },
  metrics: { port: 0 },
});
process.send?.({ port: router.port, metricsUrl: router.metricsUrl ?? '' } satisfies RouterPlace);

process.on('message', async (first: GivenBack) => {
  if (first !== 'nothing') await collectGarbage();
  if (first === 'reserve') globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const { user, system } = process.cpuUsage();
  const { rss: rssBytes, heapUsed, external } = process.memoryUsage();
  process.send?.({ cpuMs: (user + system) / 1000, rssBytes, heapBytes: heapUsed + external } satisfies RouterUsage);
});
process.on('disconnect', () => process.exit(0));

async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.(); // `--expose-gc`
    await pause(200); // what weak references held goes after a turn
  }
}
