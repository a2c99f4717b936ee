import type { Dispatcher, Pool } from 'undici';
import { AnswerBody } from './answer-body.js';
import type { Bounded, DeadlineSweep } from './traffic/deadline-sweep.js';

/** What is sent to an address. */
export interface Sent {
  readonly path: string;
  readonly method: 'POST';
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: string;
}

/** Until when an answer is of use. */
export type Bounds = Pick<Bounded, 'endsAt' | 'signal'>;

/** How an exchange ends. */
interface Conclusion<Result> {
  readonly sweep: DeadlineSweep;
  conclude(exchange: Exchange): Result;
}

type Outcome = 'answered' | 'failed' | 'late' | 'abandoned';

const GIVEN_UP = new Error('Nobody waits for the answer any more.');

/** One HTTP request and its answer: undici's own handler, without the streams that `request` puts on top of it. */
export class Exchange implements Dispatcher.DispatchHandler, Bounded {
  readonly endsAt: number;
  readonly signal: AbortSignal | undefined;
  slot = -1;
  status = 0;
  retryAfter: string | undefined;
  cacheControl: string | undefined;
  /** Why it failed. */
  error: unknown;
  /** True as soon as something may have left. */
  wasSent = false;
  outcome: Outcome | undefined;
  readonly body = new AnswerBody();
  #controller: Dispatcher.DispatchController | undefined;

  private constructor(
    { endsAt, signal }: Bounds,
    readonly whenOver: (exchange: Exchange) => void,
  ) {
    this.endsAt = endsAt;
    this.signal = signal;
  }

  /** Sends a request; resolves with what is made of the exchange when it is over, however it ended. */
  static make<Result>(
    pool: Pool,
    sent: Sent,
    { sweep, conclude, ...bounds }: Bounds & Conclusion<Result>,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      const exchange = new Exchange(bounds, (over) => {
        sweep.delete(over);
        try {
          resolve(conclude(over));
        } catch (cause) {
          reject(cause);
        }
      });
      sweep.add(exchange);
      pool.dispatch(sent, exchange);
    });
  }

  giveUp(reason: 'late' | 'abandoned'): void {
    this.#end(reason);
    this.#controller?.abort(GIVEN_UP);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.outcome !== undefined) {
      controller.abort(GIVEN_UP); // given up while there was no connection
      return;
    }
    this.wasSent = true;
    this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.status = status;
    const retryAfter = headers['retry-after'];
    if (typeof retryAfter === 'string') this.retryAfter = retryAfter;
    // Sent several times, by the subgraph and by a proxy before it, it is one list (RFC 9110, section 5.3).
    const cacheControl = headers['cache-control'];
    this.cacheControl = typeof cacheControl === 'object' ? cacheControl.join() : cacheControl;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.body.add(chunk);
  }

  onResponseEnd(): void {
    this.#end('answered');
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.error = error;
    this.#end('failed');
  }

  #end(outcome: Outcome): void {
    if (this.outcome !== undefined) return;
    this.outcome = outcome;
    this.whenOver(this);
  }
}
