import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** Somebody who listens, but takes no connection any more. */
export interface FullDoor {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens in a thread that sleeps from then on. */
const LISTEN = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;
/** More than the system lets wait for somebody who wants one to wait. */
const FILL = 4;

/** Opens a port whose queue is full: who connects hears nothing. */
export async function startFullDoor(): Promise<FullDoor> {
  const sleeper = new Worker(LISTEN, { eval: true });
  const [port] = (await once(sleeper, 'message')) as [number];
  const waiting = Array.from({ length: FILL }, (): Socket => connect(port, '127.0.0.1').on('error', () => {}));
  await once(waiting[0] as Socket, 'connect');
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    async close() {
      for (const socket of waiting) socket.destroy();
      await sleeper.terminate();
    },
  };
}
