import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartRefused } from '../launch/start-refused.js';

/** The address on which everything of one machine listens. */
export const LOOPBACK = '127.0.0.1';

/** Makes sure that a port can be listened on, or refuses the start in one sentence. */
export async function requireFreePort(port: number): Promise<void> {
  try {
    const server = createServer().listen(port, LOOPBACK);
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
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
