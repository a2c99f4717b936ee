import type { Writable } from 'node:stream';
import type { GraphQLError } from 'graphql';
import { MessageType } from 'graphql-ws';
import type { AnswerText } from '../../operation/answer-text.js';
import type { ReadyOperation } from '../../operation/execute-operation.js';
import type { AnswerReader } from '../answer-feed.js';
import type { Outlet, OutletLane } from '../outlet.js';
import type { Session, StopOperation } from '../session.js';
import { SharedFrames, textFrame } from './frames.js';

/** What an operation needs of its socket. */
export interface OperationSocket {
  readonly outlet: Outlet;
  /** The operation is over: its id may be used again. */
  release(operation: SocketOperation): void;
}

const END = Buffer.from('}');
/** Longest beginning of a message that shares its buffer; a longer id gets one of its own. */
const ROOM = 256;

/** The end of all `next` messages with this answer, and room in front of it for how each of them begins. */
const framesOf = (answer: AnswerText, room: number): SharedFrames =>
  room > ROOM ? new SharedFrames(endOf(answer), room) : answer.made(sharedFrames);

const sharedFrames = (answer: AnswerText): SharedFrames => new SharedFrames(endOf(answer), ROOM);
const endOf = ({ bytes }: AnswerText): Buffer => Buffer.concat([bytes, END]);

/** One operation of a socket: its answers leave as `next` messages with its id around bytes that others share. */
export class SocketOperation implements AnswerReader, OutletLane {
  waiting?: AnswerText | undefined;
  /** False for one that ends by itself: its only answer is never left out. */
  isStream = false;
  stop: StopOperation = () => {};
  /** How its `next` messages begin. A buffer of it would hold on to a piece of Node's pool for as long as the stream is read. */
  readonly #head: string;
  readonly #headBytes: number;

  constructor(
    readonly socket: OperationSocket,
    readonly id: string,
  ) {
    this.#head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
    this.#headBytes = Buffer.byteLength(this.#head);
  }

  /** Resolves when a query or a mutation is answered; at once for a stream. */
  start(session: Session, ready: ReadyOperation): Promise<void> | undefined {
    this.isStream = ready.planned.plan.stream !== undefined;
    const { stop, answered } = session.start(ready, this);
    this.stop = stop;
    return answered;
  }

  write(out: Writable, answer: AnswerText): void {
    const frames = framesOf(answer, this.#headBytes);
    out.write(frames.frame(this.#head, this.#headBytes));
    // What the system has not taken at once is still read from the buffer.
    if (out.writableLength > 0) frames.keep();
  }

  next(answer: AnswerText): void {
    const { outlet } = this.socket;
    if (this.isStream) outlet.next(this, answer);
    else this.write(outlet.out, answer);
  }

  complete(): void {
    this.#end({ id: this.id, type: MessageType.Complete });
  }

  error(errors: readonly GraphQLError[]): void {
    this.#end({ id: this.id, type: MessageType.Error, payload: errors });
  }

  #end(message: object): void {
    this.socket.outlet.end(this, textFrame(JSON.stringify(message)));
    this.socket.release(this);
  }
}
