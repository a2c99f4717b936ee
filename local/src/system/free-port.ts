import { createServer } from 'node:net';
import { StartRefused } from '../launch/start-refused.js';

/** The address on which everything of one machine listens. */
export const LOOPBACK = '127.0.0.1';

/** Finds ports that nobody listens on at this moment. */
export function findFreePorts(count: number): Promise<number[]> {
  // All are held before any is given back, so that they differ.
  return Promise.all(Array.from({ length: count }, () => hold(0))).then((held) =>
    Promise.all(held.map(({ port, release }) => release().then(() => port))),
  );
}

/** Makes sure that a port can be listened on, or refuses the start in one sentence. */
export async function requireFreePort(port: number): Promise<void> {
  try {
    const { release } = await hold(port);
    await release();
  } catch (cause) {
    const code = cause !== null && typeof cause === 'object' && 'code' in cause ? cause.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new StartRefused(
        `Port ${port} is taken by another program: stop that one, or choose another with --port N.`,
        { cause },
      );
    }
    if (code === 'EACCES') {
      throw new StartRefused(`Port ${port} may not be used by this account: choose one above 1023 with --port N.`, {
        cause,
      });
    }
    throw cause;
  }
}

function hold(port: number): Promise<{ port: number; release: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      const release = () => new Promise<void>((done) => server.close(() => done()));
      resolve({ port: typeof address === 'object' && address !== null ? address.port : port, release });
    });
  });
}
