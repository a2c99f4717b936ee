import type { Writable } from 'node:stream';
import type { GraphQLError } from 'graphql';
import type { AnswerText } from '../../operation/answer-text.js';
import { ownBytes } from '../../own-bytes.js';
import type { AnswerReader } from '../answer-feed.js';
import type { Outlet, OutletLane } from '../outlet.js';
import type { StopOperation } from '../session.js';
import type { StandingCaller } from '../standing-caller.js';
import { textOf } from '../stream-operation.js';
import type { Appointment } from '../timer-wheel.js';

/** What an operation needs of its event stream. */
export interface OperationStream {
  readonly outlet: Outlet;
  /** The operation is over: its id may be used again. */
  release(operation: EventOperation): void;
}

const NEXT = 'event: next\ndata: ';
const END = '\n\n';

/** One operation of an event stream; its events carry its id when the stream has several operations. */
export class EventOperation implements AnswerReader, OutletLane {
  waiting?: AnswerText | undefined;
  stop: StopOperation = () => {};
  /** The end of the token with which it was asked for. */
  expiry: Appointment | undefined;
  readonly #head: Buffer | undefined;

  constructor(
    readonly stream: OperationStream,
    /** Undefined in distinct connections mode. */
    readonly id: string | undefined,
    /** False for one that ends by itself: its only answer is never left out. */
    readonly isStream: boolean,
    /** Who has asked for it; undefined: who has the stream. */
    readonly caller?: StandingCaller,
  ) {
    if (id !== undefined) this.#head = ownBytes(`${NEXT}{"id":${JSON.stringify(id)},"payload":`);
  }

  write(out: Writable, answer: AnswerText): void {
    out.write(this.#frame(answer));
  }

  next(answer: AnswerText): void {
    const { outlet } = this.stream;
    if (this.isStream) outlet.next(this, answer);
    else this.write(outlet.out, answer);
  }

  complete(): void {
    const data = this.id === undefined ? '' : JSON.stringify({ id: this.id });
    this.stream.outlet.end(this, Buffer.from(`event: complete\ndata: ${data}${END}`));
    this.stream.release(this);
  }

  /** The protocol has no event of its own for errors. */
  error(errors: readonly GraphQLError[]): void {
    const { outlet } = this.stream;
    outlet.end(this, this.#frame(textOf({ errors })));
    this.complete();
  }

  #frame(answer: AnswerText): Buffer {
    return this.#head === undefined ? answer.made(plainFrame) : Buffer.concat([this.#head, answer.bytes, ID_END]);
  }
}

const ID_END = Buffer.from(`}${END}`);

/** The same bytes for everybody. */
const plainFrame = ({ bytes }: AnswerText): Buffer => Buffer.concat([Buffer.from(NEXT), bytes, Buffer.from(END)]);
