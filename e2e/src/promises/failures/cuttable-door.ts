import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a system that can be cut, as a train in a tunnel cuts it. */
export interface CuttableDoor {
  /** Origin to use instead of the system's. */
  readonly url: string;
  /** Ends every connection without a word. */
  cut(): void;
  stop(): Promise<void>;
}

/** Opens a door to a system on a port of its own; bytes pass unchanged. */
export async function openCuttableDoor(system: string): Promise<CuttableDoor> {
  const { hostname, port } = new URL(system);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer((inside) => {
    const outside = connect(Number(port), hostname);
    keep(inside);
    keep(outside);
    inside.pipe(outside).pipe(inside);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    // A server that listens on TCP has such an address.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    async stop() {
      cut();
      await new Promise((done) => server.close(done));
    },
  };
}
