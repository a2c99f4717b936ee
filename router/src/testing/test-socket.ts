import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { JsonAnswer } from './plain-gateway.js';
import { until } from './test-router.js';

/** A message of graphql-transport-ws. */
export interface ProtocolMessage {
  readonly type: string;
  readonly id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: its shape depends on the type
  readonly payload?: any;
}

/** A client that speaks the protocol by hand, so that a test sees each message and close code. */
export class TestSocket {
  readonly messages: ProtocolMessage[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => this.messages.push(JSON.parse(String(data))));
    socket.on('error', () => {});
    this.closed = once(socket, 'close').then(([code, reason]) => ({ code, reason: String(reason) }));
  }

  /** Opens a socket; rejects with the HTTP status when it is refused. */
  static async open(
    url: string,
    headers: Record<string, string> = {},
    protocol: string | string[] = 'graphql-transport-ws',
  ): Promise<TestSocket> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, protocol, { headers });
    const opened = new TestSocket(socket);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
      socket.once('unexpected-response', (_, response) => reject(new Error(`status ${response.statusCode}`)));
    });
    return opened;
  }

  /** Opens a socket and greets; the token is that of the connection. */
  static async greeted(url: string, token?: string): Promise<TestSocket> {
    const socket = await TestSocket.open(url);
    socket.send({ type: 'connection_init', payload: token === undefined ? {} : { authorization: `Bearer ${token}` } });
    await socket.until('connection_ack', ({ type }) => type === 'connection_ack');
    return socket;
  }

  send(message: ProtocolMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables: Record<string, unknown> = {}): void {
    this.send({ type: 'subscribe', id, payload: { query, variables } });
  }

  /** Answers of one operation so far. */
  answers(id: string): readonly JsonAnswer[] {
    return this.messages
      .filter((message) => message.id === id && message.type === 'next')
      .map(({ payload }) => payload);
  }

  /** Waits until an operation has so many answers. */
  async answersOf(id: string, count: number): Promise<readonly JsonAnswer[]> {
    await until(
      `${count} answers of ${id}, has ${JSON.stringify(this.messages)}`,
      () => this.answers(id).length >= count,
    );
    return this.answers(id);
  }

  /** Waits for a message. */
  async until(what: string, matches: (message: ProtocolMessage) => boolean): Promise<ProtocolMessage> {
    await until(what, () => this.messages.some(matches));
    const found = this.messages.find(matches);
    if (found === undefined) throw new Error(what);
    return found;
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }
}
