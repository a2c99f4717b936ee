import { createServer, connect as dial, type Socket } from 'node:net';

/** A way to a server that can be cut at any moment, as networks are. */
export interface Cable {
  /** Where its other end comes out. */
  readonly origin: string;
  /** Breaks every connection that runs through it; new ones are let through. */
  cut(): void;
  stop(): Promise<void>;
}

/** Lays a cable to a server. */
export async function layCable(origin: string): Promise<Cable> {
  const { hostname, port } = new URL(origin);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    // Whoever is cut off is told by its own error.
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    const far = dial(Number(port), hostname);
    keep(near);
    keep(far);
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    cut,
    async stop() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
