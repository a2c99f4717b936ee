import { EventEmitter, on } from 'node:events';
import { type BookingChange, followBooking } from './follow-booking.js';
import type { Graph } from './graph.js';

/** Keeps one booking in view: every change as the server sends it, nothing is asked twice. */
export class LiveBooking {
  readonly changes: BookingChange[] = [];
  readonly #arrivals = new EventEmitter();
  readonly #leaving = new AbortController();
  readonly #reading: Promise<void>;

  constructor(graph: Graph, id: string) {
    this.#reading = this.#read(graph, id);
    // Told by whoever waits for a change next.
    this.#reading.catch((cause: unknown) => this.#arrivals.emit('error', cause));
    this.#arrivals.on('error', () => undefined);
  }

  /** Waits for a change after `behind` that fits; one that has come already counts. */
  async until(
    fits: (change: BookingChange) => boolean,
    { behind = 0, timeoutMs = 30_000 } = {},
  ): Promise<BookingChange> {
    const signal = AbortSignal.timeout(timeoutMs);
    const find = () => this.changes.find((change) => change.sequence > behind && fits(change));
    const arrivals = on(this.#arrivals, 'change', { signal });
    try {
      for (let found = find(); ; found = find()) {
        if (found !== undefined) return found;
        await arrivals.next();
      }
    } catch (cause) {
      const states = this.changes.map(({ sequence, booking }) => `${sequence} ${booking.state}`).join(', ');
      throw new Error(`The booking did not get there; seen: ${states}.`, { cause });
    } finally {
      await arrivals.return?.();
    }
  }

  /** The states in the order in which they were seen, repeats left out. */
  get states(): string[] {
    const states = this.changes.map(({ booking }) => booking.state);
    return states.filter((state, at) => state !== states[at - 1]);
  }

  /** Stops following. */
  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.#reading.catch(() => undefined);
  }

  async #read(graph: Graph, id: string): Promise<void> {
    for await (const change of followBooking(graph, id, { signal: this.#leaving.signal })) {
      this.changes.push(change);
      this.#arrivals.emit('change');
    }
  }
}
