import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { seatsLive } from './live-graph.js';

const [PING, PONG, TEXT, CLOSE] = [0x9, 0xa, 0x1, 0x8];
/** Longer messages of the server are events; shorter ones are of the protocol. */
const LEAST_EVENT_BYTES = 500;

/** Whoever has opened a client. */
export interface RawClientListener {
  onSubscribed(): void;
  onEvent(): void;
  onClosed(): void;
}

/**
 * A client on a bare socket: ten thousand of them fit in one process. It greets, subscribes, answers pings and counts
 * events; it reads frames of servers only (RFC 6455), and never looks into them.
 */
export class RawClient {
  events = 0;
  /** What the router has said when it closed the socket; undefined when it said nothing. */
  closeCode: number | undefined;
  readonly #socket: Socket;
  #rest = Buffer.alloc(0);
  #isOpen = false;

  constructor(
    { port, localAddress = '127.0.0.1' }: { readonly port: number; readonly localAddress?: string },
    readonly listener: RawClientListener,
    readonly flight = 'F1',
  ) {
    this.#socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true });
    this.#socket.write(
      `GET /graphql HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` +
        'Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
    );
    this.#socket.on('data', (data) => this.#read(data));
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.once('close', () => this.listener.onClosed());
  }

  /** Hangs up without a word. */
  close(): void {
    this.#socket.destroy();
  }

  /** Takes its leave as the protocol has it: the router hangs up. */
  leave(): void {
    this.#send(CLOSE, NORMAL_CLOSURE);
  }

  /** Reads nothing more, and so answers no pings. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  #read(data: Buffer): void {
    let bytes = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
    if (!this.#isOpen) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end >= 0) {
        this.#isOpen = true;
        this.#send(TEXT, Buffer.from('{"type":"connection_init"}'));
        bytes = bytes.subarray(end + 4);
      }
    }
    if (this.#isOpen) bytes = this.#frames(bytes);
    this.#rest = bytes.length === 0 ? EMPTY : Buffer.from(bytes);
  }

  /** Takes all whole frames; answers what is left. */
  #frames(bytes: Buffer): Buffer {
    let at = 0;
    while (bytes.length - at >= 4) {
      const short = (bytes[at + 1] ?? 0) & 0x7f;
      const head = short === 126 ? 4 : 2;
      const length = short === 126 ? bytes.readUInt16BE(at + 2) : short;
      if (bytes.length - at < head + length) break;
      const opcode = (bytes[at] ?? 0) & 0xf;
      if (opcode === CLOSE && length >= 2) this.closeCode = bytes.readUInt16BE(at + head);
      this.#frame(opcode, length);
      at += head + length;
    }
    // A ping without content has two bytes.
    if (bytes.length - at === 2 && bytes[at] === (0x80 | PING)) {
      this.#frame(PING, 0);
      at += 2;
    }
    return bytes.subarray(at);
  }

  #frame(opcode: number, length: number): void {
    if (opcode === PING) this.#send(PONG, EMPTY);
    if (opcode !== TEXT) return;
    if (length > LEAST_EVENT_BYTES) {
      this.events += 1;
      this.listener.onEvent();
      return;
    }
    // The greeting was answered: the only short message before events.
    const payload = seatsLive(this.flight);
    this.#send(TEXT, Buffer.from(JSON.stringify({ id: randomUUID(), type: 'subscribe', payload })));
    this.listener.onSubscribed();
  }

  /** A frame of a client is masked; a mask of zeros leaves its bytes as they are. */
  #send(opcode: number, payload: Buffer): void {
    const long = payload.length > 125;
    const head = Buffer.alloc(long ? 8 : 6);
    head[0] = 0x80 | opcode;
    head[1] = 0x80 | (long ? 126 : payload.length);
    if (long) head.writeUInt16BE(payload.length, 2);
    this.#socket.write(Buffer.concat([head, payload]));
  }
}

const EMPTY = Buffer.alloc(0);
/** RFC 6455, section 7.4.1: 1000. */
const NORMAL_CLOSURE = Buffer.from([0x03, 0xe8]);
