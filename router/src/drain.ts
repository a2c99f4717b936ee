import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { LiveDoors } from './subscriptions/live-doors.js';

/** Time in which a request that is on its way through the network still arrives. */
const LINGER_MS = 200;
/** Time that requests under way get. */
const DRAIN_MS = 5_000;

/** Stops a server without losing a request: sockets are sent away, answers say that the connection ends, then it closes. */
export async function drain(server: Server, live: LiveDoors): Promise<void> {
  server.prependListener('request', (_request, response: ServerResponse) => response.setHeader('connection', 'close'));
  server.removeAllListeners('upgrade');
  live.goAway();
  const connections = await promisify(server.getConnections.bind(server))();
  if (connections > 0) await pause(LINGER_MS);
  const closed = once(server, 'close');
  server.close();
  const timer = setTimeout(() => {
    live.terminateAll();
    server.closeAllConnections();
  }, DRAIN_MS);
  await closed.finally(() => clearTimeout(timer));
}
