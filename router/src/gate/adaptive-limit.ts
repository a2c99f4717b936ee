import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** How often the event loop is looked at. */
const TICK_MS = 50;
/** So many requests are always taken. */
const MIN = 64;
/** Share of the time in which a loop that has all it can do does not rest. */
const BUSY = 0.95;
const SHRINK = 0.75;
const GROW = 1.1;

/**
 * How many requests may be under way: at most `max`, and fewer while the event loop has no rest. What waits in a process that
 * is busy gains nothing by waiting there: the fewer are under way, the sooner each of them is done, and the sooner others
 * hear that they should come back. Those that only wait for a subgraph keep nobody busy, and close no door.
 */
export class AdaptiveLimit {
  #limit: number;
  #underWay = 0;
  /** For how long the loop has had no rest. */
  #busyMs = 0;
  #seen: EventLoopUtilization = performance.eventLoopUtilization();
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
    return this.#underWay < this.#limit && this.comeBack();
  }

  leave(): void {
    this.#underWay--;
  }

  /** Takes back a place that was left for a while, in any case; false when it is one too many meanwhile. */
  comeBack(): boolean {
    const hasRoom = this.#underWay < this.#limit;
    this.#underWay++;
    if (this.#timer === undefined) this.#start();
    return hasRoom;
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
    this.#busyMs = utilization < BUSY ? 0 : this.#busyMs + active;
    if (this.#busyMs > this.maxBusyMs) this.#limit = this.#shrunk();
    else if (this.#busyMs === 0) this.#limit = Math.min(this.max, this.#limit * GROW);
    if (this.#underWay > 0 || this.#limit < this.max) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** From what is under way now. */
  #shrunk(): number {
    const smaller = Math.min(this.#limit, this.#underWay) * SHRINK;
    return Math.max(Math.min(MIN, this.max), smaller);
  }
}
