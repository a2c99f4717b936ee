import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Health } from './edge/health.js';
import type { ReverseProxy } from './edge/reverse-proxy.js';
import type { StaticFiles } from './edge/static-files.js';
import type { GraphiqlPage } from './gate/graphiql-page.js';
import type { OriginRule } from './gate/origin.js';
import type { LiveDoors } from './subscriptions/live-doors.js';

/** What stands behind each path of the one origin. */
export interface Doors {
  readonly graphql: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly live: LiveDoors;
  readonly health: Health;
  readonly proxy: ReverseProxy;
  readonly files: StaticFiles | undefined;
  /** Where a browser that opens /graphql is sent. */
  readonly graphiqlPath: string | undefined;
  /** What a browser is answered there otherwise. */
  readonly graphiql: GraphiqlPage | undefined;
  readonly isAllowedOrigin: OriginRule;
  /** Largest body of a request to the graph. */
  readonly maxBodyBytes: number;
  /** How long a client may take nothing of its answer, in ms. */
  readonly unreadMs: number;
  /** A client was sent away because of that. */
  onUnread(): void;
  onFault(fault: unknown): void;
}

const GRAPHQL_PATH = '/graphql';
/** `/health` is where load balancers look when nobody has told them better. */
const HEALTH_PATHS: ReadonlyMap<string, '/health/live' | '/health/ready'> = new Map([
  ['/health', '/health/live'],
  ['/health/live', '/health/live'],
  ['/health/ready', '/health/ready'],
]);

/** Idle connections outlive those of a load balancer, which would else send into one that is being closed. */
const TIMEOUTS = { requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 };

/** Makes the HTTP server of the one origin; it does not listen yet. */
export function createRouterServer(doors: Doors): Server {
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    request.url = originForm(request.url);
    route(doors, request, response).then(
      () => {
        // What is not ended is an event stream, which looks after its reader; most answers the system takes at once.
        const { writableEnded, writableFinished, socket } = response;
        if (writableEnded && !writableFinished && socket?.writableLength !== 0) endWhenUnread(doors, response);
      },
      (fault: unknown) => {
        doors.onFault(fault);
        if (!response.headersSent) response.writeHead(500);
        response.end();
      },
    );
  };
  // Clients that would rather speak HTTP/2, as Java's does, may be answered over HTTP/1.1 (RFC 9110, section 7.8).
  const shouldUpgradeCallback = ({ headers }: IncomingMessage) =>
    headers.upgrade?.toLowerCase() === 'websocket' && server.listenerCount('upgrade') > 0;
  const server: Server = createServer({ ...TIMEOUTS, shouldUpgradeCallback }, handle);
  server.on('checkContinue', (request, response) => {
    // Who asks before it sends a body that is too large is spared sending it.
    const isTooLarge = Number(request.headers['content-length'] ?? 0) > doors.maxBodyBytes;
    if (pathOf(request) !== GRAPHQL_PATH || !isTooLarge) response.writeContinue();
    handle(request, response);
  });
  server.on('upgrade', (request, socket, head) => upgrade(doors, request, { socket, head }));
  return server;
}

async function route(doors: Doors, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = pathOf(request);
  if (path === GRAPHQL_PATH) {
    if (doors.graphiqlPath !== undefined && isBrowser(request)) return redirect(response, doors.graphiqlPath);
    if (doors.graphiql !== undefined && isBrowser(request)) return doors.graphiql.serve(request, response);
    return doors.graphql(request, response);
  }
  const health = HEALTH_PATHS.get(path);
  if (health !== undefined) return doors.health.answer(health, response);
  const edge = doors.proxy.routeFor(path);
  endWhenUnread(doors, response);
  if (edge !== undefined) return doors.proxy.forward(edge, request, response);
  if (doors.files !== undefined && (await doors.files.serve(path, request, response))) return;
  response
    .writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
    .end('There is nothing here. The graph is at /graphql.');
}

/**
 * Ends the connection of a client that takes nothing of its answer for so long. Node looks whether anything went meanwhile,
 * so one that reads slowly stays; and so does one that waits while there is nothing to read.
 */
function endWhenUnread({ unreadMs, onUnread }: Doors, response: ServerResponse): void {
  response.setTimeout(unreadMs, () => {
    const { socket } = response;
    if (socket === null || socket.writableLength === 0) return;
    onUnread();
    socket.destroy();
  });
  // The next answer of the connection begins without; Node's own listener gives an idle one its time after this.
  response.prependOnceListener('finish', () => response.setTimeout(0));
}

function upgrade(doors: Doors, request: IncomingMessage, { socket, head }: { socket: Duplex; head: Buffer }): void {
  socket.on('error', () => socket.destroy());
  if (pathOf(request) !== GRAPHQL_PATH) refuse(socket, '404 Not Found');
  // Browsers let every page open sockets to every host: only this check stands between.
  else if (!doors.isAllowedOrigin(request.headers)) refuse(socket, '403 Forbidden');
  else doors.live.sockets.upgrade(request, socket, head);
}

/** Who was refused has nothing more to say: a client that keeps its half of the connection open keeps none of ours. */
function refuse(socket: Duplex, status: string): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location, 'cache-control': 'no-store' }).end();
}

/** Somebody typed the address of the graph into a browser. */
function isBrowser({ method, headers, url }: IncomingMessage): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html') && !(url ?? '').includes('query=');
}

/** A proxy may write the whole address where its path is usual; it means the same (RFC 9112, section 3.2.2). */
function originForm(url = '/'): string {
  if (url.startsWith('/') || !URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function pathOf({ url }: IncomingMessage): string {
  const path = (url ?? '/').split('?', 1)[0] ?? '/';
  return path.startsWith('/') ? path : '/';
}
