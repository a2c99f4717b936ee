/** Tells until when everything has been heard, in ms since 1970. */
export interface Ear {
  heardAt(): number;
}

/**
 * How far back answers are believed. Without a bus that tells of changes as far as their age allows; with one, not beyond
 * a moment at which changes may have been missed, and while the bus is silent not for longer than it may be.
 */
export class Trust {
  #missedAt = 0;
  #ear: { readonly ear: Ear; readonly maxSilenceMs: number } | undefined;
  readonly #listeners: (() => void)[] = [];

  /** What was asked at or before this moment is not believed, in ms since 1970. */
  since(): number {
    if (this.#ear === undefined) return this.#missedAt;
    const { ear, maxSilenceMs } = this.#ear;
    const silentSince = Date.now() - maxSilenceMs;
    return ear.heardAt() >= silentSince ? this.#missedAt : Math.max(this.#missedAt, silentSince);
  }

  /** From now on there is a bus, and this tells whether it is heard. */
  dependOn(ear: Ear, maxSilenceMs: number): void {
    this.#ear = { ear, maxSilenceMs };
  }

  /** Changes before this moment may not have been heard of, in ms since 1970. */
  missedBefore(moment: number): void {
    this.#missedAt = Math.max(this.#missedAt, moment);
    this.changed();
  }

  /** Calls whenever something was told to be out of date: what is under way may be, too. */
  onChanged(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Something is out of date. */
  changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
