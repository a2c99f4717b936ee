import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

/** A request that a registry has seen. */
interface SeenRequest {
  readonly authorization: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly status: number;
}

/** A place on the network that publishes supergraphs, with entity tags. */
export interface TestRegistry {
  readonly url: string;
  readonly etag: string;
  readonly requests: SeenRequest[];
  /** What is published. */
  text: string;
  /** `hang`: never answers. `drop`: cuts the connection. A number: answers with that status and nothing. */
  behaviour: 'answer' | 'hang' | 'drop' | number;
  /** Connections that somebody keeps open. */
  connections(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a registry that publishes a text. */
export async function startTestRegistry(text: string): Promise<TestRegistry> {
  const server = createServer((request, response) => {
    const { authorization, 'if-none-match': ifNoneMatch } = request.headers;
    const { behaviour, etag } = registry;
    const status = typeof behaviour === 'number' ? behaviour : ifNoneMatch === etag ? 304 : 200;
    registry.requests.push({ authorization, ifNoneMatch, status });
    if (behaviour === 'hang') return;
    if (behaviour === 'drop') request.socket.destroy();
    else response.writeHead(status, { etag }).end(status === 200 ? registry.text : undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a server that listens on TCP
  const registry: TestRegistry = {
    url: `http://127.0.0.1:${port}/supergraph`,
    get etag() {
      return `"${createHash('sha256').update(registry.text).digest('hex')}"`;
    },
    requests: [],
    text,
    behaviour: 'answer',
    connections: promisify(server.getConnections.bind(server)),
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return registry;
}
