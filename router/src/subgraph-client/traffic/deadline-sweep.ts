/** Something that may take until a moment, or until nobody waits for it any more. */
export interface Bounded {
  /** In ms of `performance.now()`. */
  readonly endsAt: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal | undefined;
  /** Where the sweep keeps it; nobody else's business. */
  slot: number;
  giveUp(reason: 'late' | 'abandoned'): void;
}

const EVERY_MS = 10;

/**
 * Ends what is over. One timer looks at everything under way, instead of a timer, a controller and a listener for each
 * call; what is over is seen up to 10 ms late.
 */
export class DeadlineSweep {
  /** In no order; each knows its place, which is far cheaper than a `Set` that every call goes through. */
  readonly #underWay: Bounded[] = [];
  #timer: NodeJS.Timeout | undefined;

  add(bounded: Bounded): void {
    bounded.slot = this.#underWay.push(bounded) - 1;
    this.#timer ??= setInterval(() => this.#look(), EVERY_MS).unref();
  }

  /** The last one takes the place of the one that goes. */
  delete(bounded: Bounded): void {
    if (this.#underWay[bounded.slot] !== bounded) return;
    const last = this.#underWay.pop();
    if (last === undefined || last === bounded) return;
    this.#underWay[bounded.slot] = last;
    last.slot = bounded.slot;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    if (this.#underWay.length === 0) this.close();
    const now = performance.now();
    // From the end: what is given up goes, and what takes its place has been looked at.
    for (let at = this.#underWay.length - 1; at >= 0; at--) {
      const bounded = this.#underWay[at];
      if (bounded === undefined) continue; // more than one went
      if (bounded.signal?.aborted) bounded.giveUp('abandoned');
      else if (now >= bounded.endsAt) bounded.giveUp('late');
    }
  }
}
