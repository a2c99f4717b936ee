import type { Writable } from 'node:stream';
import type { AnswerText } from '../operation/answer-text.js';

/** What happens to a client that reads more slowly than its streams tell. */
export interface SlowClientRule {
  readonly slowClients: 'close' | 'latest';
  /** Bytes that may wait for it. */
  readonly maxBufferedBytes: number;
  /** Counted for metrics. */
  readonly counts: { slowClients: number };
}

/** One operation's place in a connection. */
export interface OutletLane {
  /** Writes an answer in the connection's protocol. */
  write(out: Writable, answer: AnswerText): void;
  /** The last answer that there was no room for. */
  waiting?: AnswerText | undefined;
}

/** The way to one client. It holds a bounded number of bytes, however slowly the client reads. */
export class Outlet {
  #lagging: Map<OutletLane, readonly Buffer[]> | undefined;
  #isFinishing = false;
  #isClosed = false;

  constructor(
    readonly out: Writable,
    readonly rule: SlowClientRule,
    /** Called when the rule says that the client has to go. */
    readonly onTooSlow: () => void,
  ) {}

  get isFull(): boolean {
    return this.out.writableLength > this.rule.maxBufferedBytes;
  }

  /** One of many answers; who has hung up gets none. */
  next(lane: OutletLane, answer: AnswerText): void {
    if (!this.#isOpen) return;
    if (!this.isFull && this.#lagging === undefined) lane.write(this.out, answer);
    else if (this.rule.slowClients === 'close') {
      this.rule.counts.slowClients++;
      this.onTooSlow();
    } else {
      lane.waiting = answer;
      this.#lag(lane, []);
    }
  }

  /** The end of a lane's answers, behind the one that may be waiting. */
  end(lane: OutletLane, bytes: Buffer): void {
    if (!this.#isOpen) return;
    if (lane.waiting === undefined) this.out.write(bytes);
    else this.#lag(lane, [...(this.#lagging?.get(lane) ?? []), bytes]);
  }

  /** Nobody wants what is waiting. */
  forget(lane: OutletLane): void {
    lane.waiting = undefined;
    this.#lagging?.delete(lane);
  }

  /** The connection has said goodbye by itself: nothing more is to follow, and what is waiting is thrown away. */
  close(): void {
    this.#isClosed = true;
    this.#lagging?.clear();
  }

  /** Ends the connection behind everything that is waiting. */
  finish(): void {
    if (this.#lagging === undefined) this.out.end();
    else this.#isFinishing = true;
  }

  /** Tells once when there is room again. */
  whenDrained(tell: () => void): void {
    this.out.once('drain', tell);
  }

  get #isOpen(): boolean {
    return this.out.writable && !this.#isClosed;
  }

  #lag(lane: OutletLane, end: readonly Buffer[]): void {
    if (this.#lagging === undefined) {
      this.rule.counts.slowClients++;
      this.#lagging = new Map();
      this.whenDrained(() => this.#catchUp());
    }
    this.#lagging.set(lane, end);
  }

  #catchUp(): void {
    const lagging = this.#lagging ?? [];
    this.#lagging = undefined;
    for (const [lane, end] of lagging) {
      if (lane.waiting !== undefined) lane.write(this.out, lane.waiting);
      lane.waiting = undefined;
      for (const bytes of end) this.out.write(bytes);
    }
    if (this.#isFinishing) this.out.end();
  }
}
