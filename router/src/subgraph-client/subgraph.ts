import { setTimeout as pause } from 'node:timers/promises';
import { Agent, type Dispatcher } from 'undici';
import type { Traffic } from '../config/traffic-section.js';
import { Address } from './address.js';
import { AddressBook, type AddressEvent } from './address-book.js';
import { type CallContext, pushCallHeaders } from './call-headers.js';
import { Exchange } from './exchange.js';
import { failureOf, type LateDetails } from './failures.js';
import { parseAnswer } from './parse-answer.js';
import { type SubgraphAnswer, SubgraphFailure, type SubgraphRequest } from './subgraph-answer.js';
import { backoffMs } from './traffic/backoff.js';
import { ConcurrencyLimit } from './traffic/concurrency-limit.js';
import type { DeadlineSweep } from './traffic/deadline-sweep.js';
import { RetryBudget } from './traffic/retry-budget.js';

/** What is shared by all subgraphs. */
export interface SubgraphParts {
  readonly sweep: DeadlineSweep;
  /** Signs calls, when there is one. */
  readonly secret: string | undefined;
  readonly maxAnswerBytes: number;
  readonly told: (event: AddressEvent, subgraph: string, url: string) => void;
}

/** What to ask, for whom. */
export interface Question {
  readonly request: SubgraphRequest;
  readonly body: string;
  readonly context: CallContext;
  /** What it has answered before. */
  readonly known: SubgraphAnswer | undefined;
}

/** Where a stream is opened; what becomes of it tells of the health of the address, as calls do. */
export interface StreamPlace {
  readonly url: string;
  /** Opens connections within the time that the subgraph's traffic gives them. */
  readonly dispatcher: Dispatcher;
  /** The stream was opened. */
  succeeded(): void;
  /** It could not be opened, or was lost without a farewell. */
  failed(): void;
}

/** A call with all its attempts. */
interface Call extends Question {
  /** In ms of `performance.now()`. */
  readonly endsAt: number;
}

const DEADLINE_HEADER = 'x-fleetgraph-deadline-ms';

/** The way to one subgraph: its addresses, and how much and how often it may be asked. */
export class Subgraph {
  readonly book: AddressBook;
  readonly limit: ConcurrencyLimit;
  readonly #budget: RetryBudget;
  /** Calls that were made again, and calls that were not made at all, since the start. */
  readonly counts = { retries: 0, shed: 0, circuitOpen: 0 };
  /** Addresses of streams, where they have some of their own. */
  #streamBook: AddressBook | undefined;
  /** Connections of event streams: each has one as long as it lasts, so they are none of those of calls. */
  #eventStreams: Agent | undefined;

  constructor(
    readonly name: string,
    readonly traffic: Traffic,
    readonly parts: SubgraphParts,
  ) {
    this.limit = new ConcurrencyLimit(traffic.concurrency, parts.sweep);
    this.#budget = new RetryBudget(traffic.retries);
    this.book = this.#newBook();
  }

  /** All addresses, those of streams behind the others. */
  get addresses(): readonly Address[] {
    return [...this.book.addresses, ...(this.#streamBook?.addresses ?? [])];
  }

  /** An address for a stream: one of these, or of those that answer requests. Throws a `SubgraphFailure`. */
  addressForStream(urls: readonly string[] | undefined): StreamPlace {
    const book = urls === undefined ? this.book : this.#streamsAt(urls);
    const sentAt = performance.now();
    const address = book.choose(sentAt, false);
    if (address === undefined) throw this.#noAddress(book);
    address.circuit.sent(sentAt);
    address.calls++;
    this.#eventStreams ??= new Agent({ connect: { timeout: this.traffic.connectMs } });
    return {
      url: address.url,
      dispatcher: this.#eventStreams,
      succeeded: () => book.succeeded(address, performance.now(), sentAt),
      failed: () => book.failed(address, performance.now(), sentAt),
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.book.destroy(), this.#streamBook?.destroy(), this.#eventStreams?.destroy()]);
  }

  #streamsAt(urls: readonly string[]): AddressBook {
    this.#streamBook ??= this.#newBook();
    this.#streamBook.use(urls);
    return this.#streamBook;
  }

  #newBook(): AddressBook {
    const { name, traffic, parts } = this;
    return new AddressBook(
      (url) => new Address(url, traffic, parts.maxAnswerBytes),
      (event, { url }) => parts.told(event, name, url),
    );
  }

  /** Asks; rejects with a `SubgraphFailure`. */
  async ask(question: Question): Promise<SubgraphAnswer> {
    const { context } = question;
    const endsAt = Math.min(performance.now() + this.traffic.timeoutMs, context.deadlineAt);
    if (!this.limit.tryEnter()) await this.#waitForPlace(endsAt, context.signal);
    try {
      const answer = await this.#attempts({ ...question, endsAt });
      if (answer instanceof SubgraphFailure) throw answer;
      return answer;
    } finally {
      this.limit.leave();
    }
  }

  async #waitForPlace(endsAt: number, signal: AbortSignal | undefined): Promise<void> {
    const admission = await this.limit.enterLater(endsAt, signal);
    if (admission === 'admitted') return;
    this.counts.shed++;
    throw new SubgraphFailure(this.name, 'SUBGRAPH_OVERLOADED', { wasSent: false, cause: admission });
  }

  /**
   * A call that never left goes on to an address that it has not seen, mutations, too. What has failed on the way is sent
   * again when it is a query: a few times, after a wait, within the budget and the deadline.
   */
  async #attempts(call: Call): Promise<SubgraphAnswer | SubgraphFailure> {
    const { isMutation } = call.request;
    const tried: Address[] = [];
    let retries = 0;
    this.#budget.earn();
    for (;;) {
      const address = this.book.choose(performance.now(), isMutation, tried);
      if (address === undefined) return this.#noAddress(this.book);
      const isLast = isMutation || retries >= this.traffic.retries.max;
      const answer = await this.#attempt(address, call, isLast);
      if (!(answer instanceof SubgraphFailure) || answer.details.isTransient !== true) return answer;
      if (!tried.includes(address)) tried.push(address);
      const isElsewhere = this.book.hasAnother(performance.now(), isMutation, tried);
      if (!answer.details.wasSent && isElsewhere) continue;
      if (isLast || !(await this.#mayRetry(answer, { call, retries, isElsewhere }))) return answer;
      retries++;
    }
  }

  /** Waits for the moment of a retry; false when there is none. */
  async #mayRetry(
    { details }: SubgraphFailure,
    { call, retries, isElsewhere }: { call: Call; retries: number; isElsewhere: boolean },
  ): Promise<boolean> {
    const wait = backoffMs(this.traffic.retries, retries);
    const waitMs = isElsewhere ? wait : Math.max(wait, details.retryAfterMs ?? 0);
    const now = performance.now();
    if (now + waitMs >= call.endsAt || !this.#budget.spend(now)) return false;
    const { signal } = call.context;
    await pause(waitMs, undefined, { signal }).catch(() => {}); // whoever has left is noticed below
    if (signal?.aborted) return false;
    this.counts.retries++;
    return true;
  }

  #attempt(address: Address, call: Call, isLast: boolean): Promise<SubgraphAnswer | SubgraphFailure> {
    const { context, body } = call;
    const sentAt = performance.now();
    const { attemptMs } = this.traffic;
    const endsAt = isLast || attemptMs === undefined ? call.endsAt : Math.min(call.endsAt, sentAt + attemptMs);
    if (sentAt >= call.endsAt || context.signal?.aborted)
      return Promise.resolve(new SubgraphFailure(this.name, 'SUBGRAPH_TIMEOUT', { wasSent: false }));
    const sent = { path: address.path, method: 'POST', headers: this.#headers(address, call, sentAt), body } as const;

    address.circuit.sent(sentAt);
    address.calls++;
    address.underWay++;
    const { signal } = context;
    const { sweep } = this.parts;
    const conclude = (exchange: Exchange) => this.#conclude(address, call, { exchange, sentAt, endsAt });
    return Exchange.make(address.pool, sent, { endsAt, signal, sweep, conclude });
  }

  #conclude(
    address: Address,
    call: Call,
    { exchange, sentAt, endsAt }: { exchange: Exchange; sentAt: number; endsAt: number },
  ): SubgraphAnswer | SubgraphFailure {
    address.underWay--;
    const answer =
      exchange.outcome === 'answered'
        ? answerIn(exchange, call)
        : failureOf(this.name, exchange, this.#ifLate(call, sentAt, endsAt));
    const now = performance.now();
    if (!(answer instanceof SubgraphFailure)) this.book.succeeded(address, now, sentAt);
    else if (answer.details.isAddressFault) this.book.failed(address, now, sentAt);
    return answer;
  }

  /** An attempt that was cut short has time left; a call that had little time says nothing about the address. */
  #ifLate(call: Call, sentAt: number, endsAt: number): LateDetails {
    const isTransient = endsAt < call.endsAt;
    return { isTransient, isAddressFault: isTransient || endsAt - sentAt >= this.traffic.timeoutMs / 2 };
  }

  #headers({ pathname }: Address, { context, body, endsAt }: Call, now: number): string[] {
    const headers = [
      'content-type',
      'application/json',
      'accept',
      'application/graphql-response+json, application/json',
      DEADLINE_HEADER,
      String(Math.ceil(endsAt - now)),
    ];
    const part = { method: 'POST', path: pathname, body } as const;
    pushCallHeaders(headers, context, { secret: this.parts.secret, part });
    return headers;
  }

  #noAddress({ addresses }: AddressBook): SubgraphFailure {
    const isCircuitOpen = addresses.length > 0;
    if (isCircuitOpen) this.counts.circuitOpen++;
    const cause = isCircuitOpen ? 'the circuit is open' : 'no address';
    return new SubgraphFailure(this.name, 'SUBGRAPH_UNAVAILABLE', { wasSent: false, cause, isCircuitOpen });
  }
}

function answerIn(exchange: Exchange, { request, known }: Call): SubgraphAnswer | SubgraphFailure {
  if (known?.body !== undefined && exchange.status === 200 && exchange.body.equals(known.body.bytes)) return known;
  return parseAnswer(request, exchange);
}
