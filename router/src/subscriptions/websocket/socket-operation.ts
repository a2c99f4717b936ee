import type { GraphQLError } from 'graphql';
import { MessageType } from 'graphql-ws';
import type { AnswerText, ReadyOperation } from '../../operation/execute-operation.js';
import type { AnswerReader } from '../answer-feed.js';
import type { Outlet, OutletLane } from '../outlet.js';
import type { Session, StopOperation } from '../session.js';
import { textFrame } from './frames.js';

/** What an operation needs of its socket. */
export interface OperationSocket {
  readonly outlet: Outlet;
  /** The operation is over: its id may be used again. */
  release(operation: SocketOperation): void;
}

const TAIL = Buffer.from('}');

/** One operation of a socket: its answers leave as `next` messages with its id around bytes that others share. */
export class SocketOperation implements AnswerReader, OutletLane {
  waiting?: AnswerText | undefined;
  /** False for one that ends by itself: its only answer is never left out. */
  isStream = false;
  stop: StopOperation = () => {};
  readonly #head: Buffer;

  constructor(
    readonly socket: OperationSocket,
    readonly id: string,
  ) {
    this.#head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  }

  start(session: Session, ready: ReadyOperation): void {
    this.isStream = ready.planned.plan.stream !== undefined;
    this.stop = session.start(ready, this);
  }

  frame(answer: AnswerText): Buffer {
    return textFrame(this.#head, answer.bytes, TAIL);
  }

  next(answer: AnswerText): void {
    const { outlet } = this.socket;
    if (this.isStream) outlet.next(this, answer);
    else outlet.out.write(this.frame(answer));
  }

  complete(): void {
    this.#end({ id: this.id, type: MessageType.Complete });
  }

  error(errors: readonly GraphQLError[]): void {
    this.#end({ id: this.id, type: MessageType.Error, payload: errors });
  }

  #end(message: object): void {
    this.socket.outlet.end(this, textFrame(Buffer.from(JSON.stringify(message))));
    this.socket.release(this);
  }
}
