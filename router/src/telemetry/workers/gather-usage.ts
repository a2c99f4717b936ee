import cluster from 'node:cluster';
import type { ProgramUsage } from '../usage/operation-usage.js';
import type { UsageSink } from '../usage/usage-recorder.js';

/** What a worker tells the first process. */
interface UsageMessage {
  readonly fleetgraphUsage: readonly ProgramUsage[];
}

/** The way of a worker's counts: to the first process. */
export const USAGE_OF_FIRST_PROCESS: UsageSink = {
  add: (usage) =>
    new Promise((resolve, reject) => {
      const message: UsageMessage = { fleetgraphUsage: usage };
      if (process.send === undefined) resolve();
      else process.send(message, undefined, {}, (cause) => (cause ? reject(cause) : resolve()));
    }),
};

/** Takes the counts of all workers; answers how to wait for what has come. */
export function gatherUsage(sink: UsageSink, onFault: (cause: unknown) => void): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  cluster.on('message', (_worker, message: unknown) => {
    if (isUsage(message)) last = sink.add(message.fleetgraphUsage).catch(onFault);
  });
  return () => last;
}

const isUsage = (message: unknown): message is UsageMessage =>
  typeof message === 'object' && message !== null && 'fleetgraphUsage' in message;
