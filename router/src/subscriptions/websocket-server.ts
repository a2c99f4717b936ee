import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { handleProtocols, makeServer } from 'graphql-ws';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Connection } from './connection.js';

/** What the sockets of one router share. */
export interface WebSocketOptions {
  readonly maxMessageBytes: number;
  /** Time for `connection_init`; then 4408. */
  readonly initTimeoutMs: number;
  readonly pingMs: number;
  /** Makes the state of a new connection. */
  connect(socket: WebSocket, request: IncomingMessage): Connection;
  onFault(fault: unknown): void;
}

/** Serves graphql-transport-ws; close codes are those of the protocol, and 4403 when a token is refused or expires. */
export class GraphqlWebSocketServer {
  readonly #sockets: WebSocketServer;
  readonly #protocol: ReturnType<typeof makeServer<Record<string, unknown>, { connection: Connection }>>;

  constructor(readonly options: WebSocketOptions) {
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: options.maxMessageBytes,
      perMessageDeflate: false,
      handleProtocols,
    });
    this.#protocol = makeServer<Record<string, unknown>, { connection: Connection }>({
      connectionInitWaitTimeout: options.initTimeoutMs,
      onConnect: ({ extra, connectionParams }) => extra.connection.authenticate(connectionParams ?? {}),
      onSubscribe: ({ extra, subscriptions }, _id, payload) =>
        extra.connection.prepare(payload, Object.keys(subscriptions).length),
      // graphql-ws wraps what a stream throws, and loses the path of an error that has one.
      onError: (_context, _id, _payload, errors) => errors.map(unwrap),
      execute: ({ contextValue }) => contextOf(contextValue).execute(),
      subscribe: ({ contextValue }) => contextOf(contextValue).subscribe(),
    });
  }

  /** Takes over an HTTP connection that asked for a WebSocket and may have one. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#open(opened, request));
  }

  get size(): number {
    return this.#sockets.clients.size;
  }

  /** Asks every client to come back: with this code they connect again and resume. */
  closeAll(code: number, reason: string): void {
    for (const socket of this.#sockets.clients) socket.close(code, reason);
  }

  /** Ends the sockets of clients that did not answer to `closeAll`. */
  terminateAll(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  #open(socket: WebSocket, request: IncomingMessage): void {
    const connection = this.options.connect(socket, request);
    const stopPings = keepAlive(socket, this.options.pingMs);
    const closed = this.#protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => sendText(socket, text),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) => {
          socket.on('message', (data) => {
            handle(textOf(data)).catch((fault: unknown) => {
              this.options.onFault(fault);
              socket.close(4500, 'Internal server error');
            });
          });
        },
      },
      { connection },
    );
    // A broken frame or one above `maxPayload`: ws closes the socket with the right code itself.
    socket.on('error', () => {});
    socket.once('close', (code, reason) => {
      stopPings();
      connection.close();
      closed(code, String(reason))?.catch(this.options.onFault);
    });
  }
}

function unwrap(error: GraphQLError): GraphQLFormattedError {
  const { originalError, extensions } = error;
  const isWrapped = originalError instanceof GraphQLError && originalError.extensions.code === extensions.code;
  return (isWrapped ? originalError : error).toJSON();
}

/** What `prepare` hands to `execute` and `subscribe`. */
function contextOf(value: unknown): Awaited<ReturnType<Connection['contextFor']>> {
  return value as Awaited<ReturnType<Connection['contextFor']>>; // graphql-ws passes it through untyped
}

/** Resolves when the text has left for the network, so that a slow reader slows its own stream down. */
function sendText(socket: WebSocket, text: string): Promise<void> {
  if (socket.readyState !== socket.OPEN) return Promise.resolve();
  return new Promise((resolve) => socket.send(text, () => resolve()));
}

function textOf(data: RawData): string {
  return Array.isArray(data) ? Buffer.concat(data).toString('utf8') : Buffer.from(data as Buffer).toString('utf8');
}

function keepAlive(socket: WebSocket, pingMs: number): () => void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, pingMs);
  return () => clearInterval(timer);
}
