/** Something that may take until a moment, or until nobody waits for it any more. */
export interface Bounded {
  /** In ms of `performance.now()`. */
  readonly endsAt: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal | undefined;
  giveUp(reason: 'late' | 'abandoned'): void;
}

const EVERY_MS = 10;

/**
 * Ends what is over. One timer looks at everything under way, instead of a timer, a controller and a listener for each
 * call; what is over is seen up to 10 ms late.
 */
export class DeadlineSweep {
  readonly #underWay = new Set<Bounded>();
  #timer: NodeJS.Timeout | undefined;

  add(bounded: Bounded): void {
    this.#underWay.add(bounded);
    this.#timer ??= setInterval(() => this.#look(), EVERY_MS).unref();
  }

  delete(bounded: Bounded): void {
    this.#underWay.delete(bounded);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    if (this.#underWay.size === 0) this.close();
    const now = performance.now();
    for (const bounded of this.#underWay) {
      if (bounded.signal?.aborted) bounded.giveUp('abandoned');
      else if (now >= bounded.endsAt) bounded.giveUp('late');
    }
  }
}
