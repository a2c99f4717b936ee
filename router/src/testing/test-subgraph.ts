import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, execute, type GraphQLSchema, parse, subscribe } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/http';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

/** A subgraph to start. */
export interface TestSubgraphDefinition {
  readonly name: string;
  readonly typeDefs: DocumentNode;
  // biome-ignore lint/suspicious/noExplicitAny: resolvers of a test have whatever parents and arguments the schema gives
  readonly resolvers: Record<string, any>;
}

/** A request that a test subgraph has seen. */
export interface SeenRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: IncomingHttpHeaders;
}

/** A request for a stream that a test subgraph has seen. */
export interface SeenStream {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A subgraph on a real port that counts what it is asked, and can be made to misbehave. */
export interface TestSubgraph {
  readonly name: string;
  readonly url: string;
  readonly typeDefs: DocumentNode;
  readonly requests: SeenRequest[];
  /** Requests for streams: upgrades to WebSocket, which have no body, and event streams. */
  readonly streams: SeenStream[];
  /**
   * `hang`: never answers. `drop`: cuts the connection. `cut`: cuts it in the middle of an answer. A number: answers with
   * that status and no GraphQL.
   */
  behaviour: 'answer' | 'hang' | 'drop' | 'cut' | number;
  /** Headers of answers that are no GraphQL. */
  faultHeaders: Record<string, string>;
  /** Headers of answers that are GraphQL; one with several values is sent several times. */
  headers: Record<string, string | string[]>;
  /** How long each answer takes, in ms. */
  delayMs: number;
  /** How many requests were under way at once, at most. */
  mostAtOnce: number;
  isReady: boolean;
  /** From now on answers wait, until they are let go. */
  hold(): () => void;
  /** Number of sockets and event streams that are open for subscriptions. */
  openSockets(): number;
  /** Cuts all sockets, as a crash does. */
  cutSockets(): void;
  /** Stops listening and cuts everything, as `kill -9` does. */
  kill(): Promise<void>;
}

/** What the answers of a subgraph wait for. */
const held = new WeakMap<TestSubgraph, Promise<void>>();

/** Starts a subgraph of `@apollo/subgraph` over HTTP and graphql-transport-ws. */
export async function startTestSubgraph(
  { name, typeDefs, resolvers }: TestSubgraphDefinition,
  port = 0,
): Promise<TestSubgraph> {
  const schema = buildSubgraphSchema([{ typeDefs, resolvers }]);
  const sockets = new Set<Socket>();
  const seen: SeenStream[] = [];
  const streams = serveEventStreams(schema, seen);
  const server = createServer((request, response) => {
    if (request.headers.accept === 'text/event-stream') streams.serve(request, response);
    else void answer(schema, subgraph, { request, response });
  });
  server.keepAliveTimeout = 0; // a request that meets a connection which is just being closed would fail in the gateway we compare with
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const webSockets = serveSubscriptions(server, schema, seen);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const subgraph: TestSubgraph = {
    name,
    typeDefs,
    url: `http://127.0.0.1:${address.port}/graphql`,
    requests: [],
    streams: seen,
    behaviour: 'answer',
    faultHeaders: {},
    headers: {},
    delayMs: 0,
    mostAtOnce: 0,
    isReady: true,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(subgraph, promise);
      return resolve;
    },
    openSockets: () => webSockets.server.clients.size + streams.open.size,
    cutSockets() {
      for (const client of webSockets.server.clients) client.terminate();
      for (const response of streams.open) response.destroy();
    },
    async kill() {
      for (const client of webSockets.server.clients) client.terminate();
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return subgraph;
}

/** GraphQL over SSE, both modes. */
function serveEventStreams(schema: GraphQLSchema, seen: SeenStream[]) {
  const open = new Set<ServerResponse>();
  const handle = createHandler({ schema });
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    open.add(response);
    response.once('close', () => open.delete(response));
    text(request)
      .then((body) => {
        seen.push({ headers: request.headers, body });
        // Its body has been read: a copy of the request has it once more.
        const { method, url, headers } = request;
        const again = Object.assign(Readable.from([body]), { method, url, headers });
        return handle(again as IncomingMessage, response);
      })
      .catch(() => response.destroy());
  };
  return { open, serve };
}

function serveSubscriptions(server: Server, schema: GraphQLSchema, seen: SeenStream[]) {
  const webSocketServer = new WebSocketServer({ server, path: '/graphql' });
  webSocketServer.on('connection', (_socket, request: IncomingMessage) =>
    seen.push({ headers: request.headers, body: '' }),
  );
  useServer({ schema, execute, subscribe }, webSocketServer);
  return { server: webSocketServer };
}

/** Requests that a subgraph has begun with and not answered. */
const underWay = new WeakMap<TestSubgraph, number>();

async function answer(
  schema: GraphQLSchema,
  subgraph: TestSubgraph,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  if (request.url === '/health/ready') {
    response.writeHead(subgraph.isReady ? 200 : 503).end();
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { query, variables = {}, operationName } = JSON.parse(Buffer.concat(chunks).toString());
  subgraph.requests.push({ query, variables, headers: request.headers });
  underWay.set(subgraph, (underWay.get(subgraph) ?? 0) + 1);
  subgraph.mostAtOnce = Math.max(subgraph.mostAtOnce, underWay.get(subgraph) ?? 0);
  response.once('close', () => underWay.set(subgraph, (underWay.get(subgraph) ?? 0) - 1));
  if (subgraph.delayMs > 0) await pause(subgraph.delayMs);
  if (subgraph.behaviour === 'hang') return;
  if (subgraph.behaviour === 'drop') {
    request.socket.destroy();
    return;
  }
  if (subgraph.behaviour === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 }).write('{"data":');
    setImmediate(() => request.socket.destroy());
    return;
  }
  if (typeof subgraph.behaviour === 'number') {
    const headers = { 'content-type': 'text/html', ...subgraph.faultHeaders };
    response.writeHead(subgraph.behaviour, headers).end('<h1>no</h1>');
    return;
  }
  await held.get(subgraph);
  const result = await execute({
    schema,
    document: parse(query),
    variableValues: variables,
    operationName,
    contextValue: request.headers,
  });
  response.writeHead(200, { 'content-type': 'application/json', ...subgraph.headers }).end(JSON.stringify(result));
}
