/** How often the event loop is looked at. */
const TICK_MS = 50;
/** So many requests are always taken: a single slow moment must not close the door. */
const MIN = 64;
/** In one tick no more than to this share. */
const MIN_SHRINK = 0.25;
const GROW = 1.1;

/**
 * How many requests may be under way: at most `max`, and fewer while the event loop is late. What waits in a process that
 * is busy gains nothing by waiting there: the fewer are under way, the sooner each of them is done, and the sooner others
 * hear that they should come back.
 */
export class AdaptiveLimit {
  #limit: number;
  #underWay = 0;
  #tickedAt = 0;
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
    this.#limit =
      lateMs > this.maxDelayMs ? this.#shrunk(this.maxDelayMs / lateMs) : Math.min(this.max, this.#limit * GROW);
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
