import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** How often the event loop is looked at. */
const TICK_MS = 50;
/** So many requests are always taken. */
const MIN = 64;
/** Share of the time in which a loop that has all it can do does not rest. */
const BUSY = 0.95;
/** Share of `maxBusyMs` that one stretch is at most: the machine may have given its processor to others, and is back. */
const ONE_STRETCH = 0.5;
/** Share of `maxBusyMs` after which a limit falls that has fallen not long ago: the same overload lasts (as in CoDel, RFC 8289). */
const AGAIN = 0.2;
/** What is longer ago was another overload. */
const NOT_LONG_AGO_MS = 10_000;
const SHRINK = 0.75;
const GROW = 1.1;

/** A request that is still being sent. */
export interface Arrival {
  since: 'now' | 'a tick ago' | 'long ago';
  slot: number;
}

/**
 * How many requests may be under way: at most `max`, and fewer while the event loop has no rest. What waits in a process that
 * is busy gains nothing by waiting there: the fewer are under way, the sooner each of them is done, and the sooner others
 * hear that they should come back. Those that only wait for a subgraph keep nobody busy, and close no door; nor does what has
 * piled up in one moment, when it is worked off in the next.
 */
export class AdaptiveLimit {
  #limit: number;
  #underWay = 0;
  /** In no order; each knows its place. */
  readonly #arriving: Arrival[] = [];
  /** For how long the loop has had no rest. */
  #busyMs = 0;
  #seen: EventLoopUtilization = performance.eventLoopUtilization();
  /** When the limit fell last, by `performance.now()`. */
  #fellAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly max: number,
    /** A loop that has had no rest for longer has more to do than it can. */
    readonly maxBusyMs: number,
  ) {
    this.#limit = max;
  }

  /** Takes a place when there is one; whoever has one must `leave`. */
  tryEnter(): boolean {
    if (this.#underWay >= this.#limit) return false;
    this.#take();
    return true;
  }

  leave(): void {
    this.#underWay--;
  }

  /** Who has a place is still being sent. When that takes its time, which its sender decides, the place is for others. */
  arrives(): Arrival {
    const arrival: Arrival = { since: 'now', slot: this.#arriving.length };
    this.#arriving.push(arrival);
    return arrival;
  }

  /** It has arrived, and has a place again in any case; false when that is one too many. */
  hasArrived(arrival: Arrival): boolean {
    const last = this.#arriving.pop();
    if (last !== undefined && last !== arrival) {
      this.#arriving[arrival.slot] = last;
      last.slot = arrival.slot;
    }
    if (arrival.since !== 'long ago') return true;
    const hasRoom = this.#underWay < this.#limit;
    this.#take();
    return hasRoom;
  }

  #take(): void {
    this.#underWay++;
    if (this.#timer === undefined) this.#start();
  }

  #start(): void {
    this.#busyMs = 0;
    this.#seen = performance.eventLoopUtilization();
    this.#timer = setInterval(() => this.#tick(), TICK_MS).unref();
  }

  #tick(): void {
    const seen = performance.eventLoopUtilization();
    const { utilization, active } = performance.eventLoopUtilization(seen, this.#seen);
    this.#seen = seen;
    this.#takeFromTheSlow();
    this.#busyMs = utilization < BUSY ? 0 : this.#busyMs + Math.min(active, ONE_STRETCH * this.maxBusyMs);
    if (this.#busyMs > this.#tolerance) this.#shrink();
    else if (this.#busyMs === 0) this.#limit = Math.min(this.max, this.#limit * GROW);
    if (this.#underWay > 0 || this.#limit < this.max) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  get #tolerance(): number {
    return performance.now() - this.#fellAt < NOT_LONG_AGO_MS ? AGAIN * this.maxBusyMs : this.maxBusyMs;
  }

  #takeFromTheSlow(): void {
    for (const arrival of this.#arriving) {
      if (arrival.since === 'a tick ago') this.#underWay--;
      arrival.since = arrival.since === 'now' ? 'a tick ago' : 'long ago';
    }
  }

  /** From what is under way now. */
  #shrink(): void {
    const smaller = Math.min(this.#limit, this.#underWay) * SHRINK;
    this.#limit = Math.max(Math.min(MIN, this.max), smaller);
    this.#fellAt = performance.now();
  }
}
