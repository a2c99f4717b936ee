import { PassingMap } from '../passing-map.js';
import type { CallContext } from '../subgraph-client/call-headers.js';
import { failureOf } from '../subgraph-client/failures.js';
import { isSlow } from '../subgraph-client/request-way.js';
import type { SubgraphAnswer } from '../subgraph-client/subgraph-answer.js';
import { type Bounded, DeadlineSweep } from '../subgraph-client/traffic/deadline-sweep.js';

/** A question of somebody to a subgraph. */
export interface AskedQuestion {
  /** Equal for equal questions of those who may share an answer. */
  readonly key: string;
  readonly subgraph: string;
  /** An answer that was asked for at or before this moment will not do, in ms since 1970. */
  readonly since: number;
  readonly call: CallContext;
}

/** What came of a question. */
export interface SharedAnswer {
  readonly answer: SubgraphAnswer;
  /** In ms since 1970. */
  readonly askedAt: number;
  /** It was asked for in the name of this one, and may be for nobody else. The others look at its bytes. */
  readonly isOwn: boolean;
  /** True for the first of those who are still here. */
  readonly isFirst: boolean;
}

interface Flight {
  readonly askedAt: number;
  readonly answer: Promise<SubgraphAnswer>;
  readonly abort: AbortController;
  waiting: number;
  isTaken: boolean;
}

/**
 * Questions under way whose answers may be kept: who asks the same meanwhile waits for what is coming, so that what is asked
 * for by many, and is not there, is asked for once. Each waits as long as its own request may take, and goes when its own
 * client goes; the question is given up with the last of them.
 */
export class SharedQuestions {
  readonly #underWay = new PassingMap<Flight>();
  readonly #sweep = new DeadlineSweep();

  /** Resolves with undefined when what came is no answer for anybody but who has asked: then each has to ask for itself. */
  ask(asked: AskedQuestion, send: (call: CallContext) => Promise<SubgraphAnswer>): Promise<SharedAnswer | undefined> {
    const known = this.#underWay.get(asked.key);
    const isOwn = known === undefined || known.askedAt <= asked.since;
    return this.#waitFor(isOwn ? this.#begin(asked, send) : known, asked, isOwn);
  }

  close(): void {
    this.#sweep.close();
  }

  /** The call belongs to nobody's request: it has the whole time of a call to this subgraph. */
  #begin({ key, call }: AskedQuestion, send: (call: CallContext) => Promise<SubgraphAnswer>): Flight {
    const abort = new AbortController();
    const askedAt = Date.now();
    const sent = send({ ...call, signal: abort.signal, deadlineAt: Number.POSITIVE_INFINITY });
    const answer = sent.finally(() => this.#underWay.delete(key, flight));
    const flight: Flight = { askedAt, answer, abort, waiting: 0, isTaken: false };
    this.#underWay.set(key, flight);
    return flight;
  }

  #waitFor(flight: Flight, { key, subgraph, call }: AskedQuestion, isOwn: boolean): Promise<SharedAnswer | undefined> {
    flight.waiting++;
    return new Promise((resolve, reject) => {
      const waiting = new Waiting(call, (reason) => {
        this.#sweep.delete(waiting);
        if (--flight.waiting === 0) this.#giveUp(key, flight);
        reject(failureOf(subgraph, { outcome: reason, wasSent: true, error: undefined }, {}));
      });
      this.#sweep.add(waiting);
      flight.answer.then(
        (answer) => {
          this.#sweep.delete(waiting);
          const isFirst = !waiting.isOver && !flight.isTaken;
          flight.isTaken ||= isFirst;
          resolve({ answer, askedAt: flight.askedAt, isOwn, isFirst });
        },
        (cause: unknown) => {
          this.#sweep.delete(waiting);
          if (isOwn || isSlow(cause)) reject(cause);
          else resolve(undefined);
        },
      );
    });
  }

  #giveUp(key: string, flight: Flight): void {
    this.#underWay.delete(key, flight);
    flight.abort.abort();
  }
}

class Waiting implements Bounded {
  slot = -1;
  isOver = false;

  constructor(
    readonly call: CallContext,
    readonly end: (reason: 'late' | 'abandoned') => void,
  ) {}

  get endsAt(): number {
    return this.call.deadlineAt;
  }

  get signal(): AbortSignal | undefined {
    return this.call.signal;
  }

  giveUp(reason: 'late' | 'abandoned'): void {
    this.isOver = true;
    this.end(reason);
  }
}
