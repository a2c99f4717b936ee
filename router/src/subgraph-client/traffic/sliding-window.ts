const SLICES = 10;

/** Numbers of calls and failures in the last while, in slices of a tenth of it. */
export class SlidingWindow {
  readonly #calls = new Uint32Array(SLICES);
  readonly #failures = new Uint32Array(SLICES);
  readonly #sliceMs: number;
  /** Number of the newest slice since the beginning of time. */
  #newest = 0;
  #total = { calls: 0, failures: 0 };

  constructor(windowMs: number) {
    this.#sliceMs = windowMs / SLICES;
  }

  /** Counts a call; answers the sums of the window. */
  count(now: number, isFailure: boolean): { readonly calls: number; readonly failures: number } {
    this.#moveTo(Math.floor(now / this.#sliceMs));
    const at = this.#newest % SLICES;
    this.#calls[at] = (this.#calls[at] ?? 0) + 1;
    this.#total.calls++;
    if (isFailure) {
      this.#failures[at] = (this.#failures[at] ?? 0) + 1;
      this.#total.failures++;
    }
    return this.#total;
  }

  clear(): void {
    this.#calls.fill(0);
    this.#failures.fill(0);
    this.#total = { calls: 0, failures: 0 };
  }

  #moveTo(slice: number): void {
    if (slice - this.#newest >= SLICES) this.clear();
    else {
      for (let left = this.#newest + 1; left <= slice; left++) {
        const at = left % SLICES;
        this.#total.calls -= this.#calls[at] ?? 0;
        this.#total.failures -= this.#failures[at] ?? 0;
        this.#calls[at] = 0;
        this.#failures[at] = 0;
      }
    }
    this.#newest = Math.max(slice, this.#newest);
  }
}
