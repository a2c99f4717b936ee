/** When an address is taken out of turn, and for how long. */
export interface EjectionSettings {
  readonly consecutiveFailures: number;
  readonly baseMs: number;
  readonly maxMs: number;
}

/** Passive health of one address among several. Times are of `performance.now()`. */
export class OutlierEjection {
  #failuresInARow = 0;
  /** How often it was ejected lately. */
  #ejections = 0;
  #until = 0;

  constructor(readonly settings: EjectionSettings) {}

  isEjected(now: number): boolean {
    return now < this.#until;
  }

  succeeded(): void {
    this.#failuresInARow = 0;
  }

  /** True when this address should be taken out of turn now. */
  failed(now: number): boolean {
    this.#failuresInARow++;
    return this.#failuresInARow >= this.settings.consecutiveFailures && !this.isEjected(now);
  }

  /** Takes the address out of turn: for twice as long as last time, unless it did well for a long while since. */
  eject(now: number): void {
    const { baseMs, maxMs } = this.settings;
    if (now - this.#until > maxMs) this.#ejections = 0;
    this.#until = now + Math.min(maxMs, baseMs * 2 ** this.#ejections);
    this.#ejections++;
    // Whoever comes back has to prove itself: one more failure and it is out again.
    this.#failuresInARow = this.settings.consecutiveFailures - 1;
  }
}
