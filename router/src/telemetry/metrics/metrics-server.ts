import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where metrics are told. */
export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Metrics as they are written for Prometheus. */
export interface MetricsSource {
  readonly contentType: string;
  metrics(): Promise<string>;
}

/** Tells metrics at `/metrics` on a port of their own; rejects when the port cannot be had. */
export async function startMetricsServer(
  { port, host }: { readonly port: number; readonly host: string },
  source: MetricsSource,
  onFault: (fault: unknown) => void,
): Promise<MetricsServer> {
  const server = createServer(async ({ url, method }, response) => {
    if (url?.split('?', 1)[0] !== '/metrics' || (method !== 'GET' && method !== 'HEAD')) {
      response.writeHead(404).end();
      return;
    }
    try {
      const text = await source.metrics();
      response.writeHead(200, { 'content-type': source.contentType }).end(text);
    } catch (fault) {
      onFault(fault);
      response.writeHead(500).end();
    }
  });
  server.listen({ port, host });
  await once(server, 'listening');
  server.unref();
  const { port: taken } = server.address() as AddressInfo; // a server that listens on TCP
  return {
    url: `http://${host}:${taken}/metrics`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
