/** Something that was started and has to be stopped. */
export type Stop = () => Promise<unknown> | unknown;

/** Remembers what was started and stops it in reverse order; a fault in one does not keep the others running. */
export class StopInOrder {
  readonly #stops: Stop[] = [];
  #stopping: Promise<void> | undefined;

  /** Adds what stops the thing that was started last. */
  push(stop: Stop): void {
    this.#stops.push(stop);
  }

  /** Stops everything once; a second call waits for the first. Rejects with all faults together. */
  stop(): Promise<void> {
    this.#stopping ??= this.#run();
    return this.#stopping;
  }

  async #run(): Promise<void> {
    const faults: unknown[] = [];
    for (const stop of this.#stops.reverse()) {
      try {
        await stop();
      } catch (fault) {
        faults.push(fault);
      }
    }
    if (faults.length > 0) throw new AggregateError(faults, 'Some parts did not stop cleanly.');
  }
}
