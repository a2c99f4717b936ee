import { setTimeout as pause } from 'node:timers/promises';
import { isRepeatable, isUnavailable } from '../database/driver/database-errors.js';
import type { Consumer } from './consume.js';
import { deadLetter, UndecodableEvent } from './dead-letter.js';
import { handleOnce } from './handle-once.js';
import type { ConsumerRuntime } from './run-consumers.js';
import type { EventTransport, IncomingEvent } from './transport/transport.js';

/** Handlers that hold a database connection at one time, per subgraph; the rest of the pool is for requests. */
const CONCURRENCY = 4;
/** Pauses before the second, third and fourth attempt: with the work itself less than the 5 s that other keys may wait. */
const PAUSES_MS = [100, 400, 1_000];
const LONGEST_PAUSE_MS = 5_000;

/** Brings events to handlers: repeats what fails, sets aside what keeps failing, waits out what is nobody's fault. */
export class Deliveries {
  readonly #runtime: ConsumerRuntime;
  readonly #transport: EventTransport;
  readonly #abort = new AbortController();
  readonly #waiting: (() => void)[] = [];
  #free = CONCURRENCY;

  constructor(runtime: ConsumerRuntime, transport: EventTransport) {
    this.#runtime = runtime;
    this.#transport = transport;
  }

  /** Ends all pauses; deliveries under way are rejected and so come again later. */
  stop(): void {
    this.#abort.abort();
  }

  /** Resolves when the event took effect or is a dead letter. */
  async deliver(consumer: Consumer, event: IncomingEvent): Promise<void> {
    for (let failures = 0; ; failures++) {
      try {
        await this.#patiently(() => this.#limited(() => handleOnce(this.#runtime.em(), consumer, event)));
        return;
      } catch (error) {
        this.#abort.signal.throwIfAborted();
        const pauseMs = error instanceof UndecodableEvent ? undefined : PAUSES_MS[failures];
        if (pauseMs === undefined) return this.#setAside(consumer, event, error);
        await this.#pause(pauseMs);
      }
    }
  }

  async #setAside(consumer: Consumer, event: IncomingEvent, error: unknown): Promise<void> {
    const letter = deadLetter(event, consumer.group, error);
    this.#runtime.logger.error(
      { err: error, group: consumer.group, eventId: event.headers.ce_id, topic: letter.topic },
      'event became a dead letter',
    );
    await this.#patiently(
      () => this.#transport.publish([letter]),
      () => true,
    );
  }

  /** An infrastructure error says nothing about the event: it waits as long as it takes and never counts. */
  async #patiently(work: () => Promise<void>, isOutage = isInfrastructure): Promise<void> {
    for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      this.#abort.signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        if (!isOutage(error)) throw error;
        await this.#pause(pauseMs);
      }
    }
  }

  async #limited(work: () => Promise<void>): Promise<void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve)); // a finishing one hands over its place
    try {
      await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }

  async #pause(ms: number): Promise<void> {
    await pause(ms * (0.75 + Math.random() / 2), undefined, { signal: this.#abort.signal });
  }
}

const isInfrastructure = (error: unknown): boolean => isRepeatable(error) || isUnavailable(error);
