import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols } from 'graphql-ws';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Authenticate } from '../../gate/authenticate.js';
import type { Asker } from '../../gate/rate-limits/rate-limiter.js';
import { programOf, type Visitor } from '../../telemetry/visitor.js';
import type { ClientQuota } from '../client-quota.js';
import type { SlowClientRule } from '../outlet.js';
import type { Session } from '../session.js';
import type { TimerWheel } from '../timer-wheel.js';
import { SocketConnection } from './socket-connection.js';

/** What the sockets of one router share. */
export interface WebSocketOptions extends SlowClientRule {
  readonly maxMessageBytes: number;
  readonly maxMessagesPerSecond: number;
  readonly maxSubscriptionsPerSocket: number;
  /** Time for `connection_init`; then 4408. */
  readonly initTimeoutMs: number;
  readonly keepAliveMs: number;
  /** Time in which a client may take what is on its way to it, and answer that it knows of the end. */
  readonly closingMs: number;
  readonly wheel: TimerWheel;
  readonly quota: ClientQuota;
  readonly authenticate: Authenticate;
  addressOf(request: IncomingMessage): string;
  /** Headers of a client that its operations hand on. */
  propagated(headers: IncomingMessage['headers']): Readonly<Record<string, string>>;
  openSession(asker: Asker, headers: Readonly<Record<string, string>>, visitor: Visitor): Session;
  /** A greeting was refused. */
  refused(cause: unknown, address: string): void;
  onFault(fault: unknown): void;
}

/** Serves graphql-transport-ws; close codes are those of the protocol, and 4403 when a token is refused or expires. */
export class GraphqlWebSocketServer {
  readonly #sockets: WebSocketServer;
  readonly #connections = new Set<SocketConnection>();

  constructor(readonly options: WebSocketOptions) {
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: options.maxMessageBytes,
      perMessageDeflate: false,
      handleProtocols,
    });
  }

  /** Takes over an HTTP connection that asked for a WebSocket and may have one. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const { options } = this;
    const { headers } = request;
    const client = {
      address: options.addressOf(request),
      headers: options.propagated(headers),
      program: programOf(headers),
    };
    this.#sockets.handleUpgrade(request, stream, head, (socket) => this.#open(socket, stream, client));
  }

  get size(): number {
    return this.#connections.size;
  }

  /** Sends every client away as soon as what it asked has been answered: with such a code it connects again and resumes. */
  async leaveAll(code: number, reason: string): Promise<void> {
    let count = 0;
    for (const connection of [...this.#connections]) {
      connection.leave(code, reason);
      if (++count % SLICE === 0) await new Promise(setImmediate);
    }
  }

  /** Ends the sockets of clients that did not answer to `leaveAll`. */
  terminateAll(): void {
    for (const { socket } of this.#connections) socket.terminate();
  }

  #open(socket: WebSocket, stream: Duplex, client: SocketConnection['client']): void {
    // A broken frame or one above `maxPayload`: ws closes the socket with the right code itself.
    socket.on('error', ignore);
    if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) {
      socket.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
      return;
    }
    const connection = new SocketConnection(socket, stream, client, this.options);
    this.#connections.add(connection);
    socket.on('message', (data) => {
      connection.receive(textOf(data)).catch((fault: unknown) => {
        this.options.onFault(fault);
        connection.close(CloseCode.InternalServerError, 'Internal server error');
      });
    });
    socket.on('pong', () => connection.pong());
    socket.once('close', () => {
      connection.closed();
      this.#connections.delete(connection);
    });
  }
}

const SLICE = 500;

const ignore = (): void => {};

/**
 * A message as ws hands it over: as one buffer, unless its `binaryType` says otherwise. It is read where it is; a copy would lie
 * in Node's pool of small buffers, each piece of which stays as long as one of those that share it.
 */
const textOf = (data: RawData): string => (data as Buffer).toString('utf8');
