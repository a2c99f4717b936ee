/** How often the event loop is looked at. */
const TICK_MS = 50;
/** So many requests are always taken. */
const MIN = 64;
/** Looks in a row that must find the loop late. */
const LATE_IN_A_ROW = 2;
/** In one tick no more than to this share. */
const MIN_SHRINK = 0.25;
const GROW = 1.1;

/**
 * How many requests may be under way: at most `max`, and fewer while the event loop is late. What waits in a process that
 * is busy gains nothing by waiting there: the fewer are under way, the sooner each of them is done, and the sooner others
 * hear that they should come back. A single slow moment closes no door: most of what is under way may only wait for a
 * subgraph, and costs nothing.
 */
export class AdaptiveLimit {
  #limit: number;
  #underWay = 0;
  #tickedAt = 0;
  /** Looks in a row that found the loop late. */
  #lateInARow = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly max: number,
    /** A loop that is later than this has more to do than it can. */
    readonly maxDelayMs: number,
  ) {
    this.#limit = max;
  }

  /** Takes a place when there is one; whoever has one must `leave`. */
  tryEnter(): boolean {
    if (this.#underWay >= this.#limit) return false;
    this.#underWay++;
    if (this.#timer === undefined) this.#start();
    return true;
  }

  leave(): void {
    this.#underWay--;
  }

  #start(): void {
    this.#tickedAt = performance.now();
    this.#timer = setInterval(() => this.#tick(), TICK_MS).unref();
  }

  #tick(): void {
    const now = performance.now();
    const lateMs = now - this.#tickedAt - TICK_MS;
    this.#tickedAt = now;
    this.#lateInARow = lateMs > this.maxDelayMs ? this.#lateInARow + 1 : 0;
    if (this.#lateInARow === 0) this.#limit = Math.min(this.max, this.#limit * GROW);
    else if (this.#lateInARow >= LATE_IN_A_ROW) this.#limit = this.#shrunk(this.maxDelayMs / lateMs);
    if (this.#underWay > 0 || this.#limit < this.max) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** In proportion to how late the loop is, from what is under way now. */
  #shrunk(share: number): number {
    const smaller = Math.min(this.#limit, this.#underWay) * Math.max(MIN_SHRINK, share);
    return Math.max(Math.min(MIN, this.max), smaller);
  }
}
