/** Events on their way to one reader: waits for the next, ends or fails once, and is full at a point. */
export class EventQueue<Event> {
  readonly #events: Event[] = [];
  #waiting: PromiseWithResolvers<IteratorResult<Event, undefined>> | undefined;
  #end: { readonly failure?: unknown } | undefined;

  constructor(
    readonly capacity: number,
    /** Called once, when the reader leaves or lags too far behind. */
    readonly onLeave: () => void,
    readonly onOverflow: () => void,
  ) {}

  push(event: Event): void {
    if (this.#end !== undefined) return;
    if (this.#waiting !== undefined) {
      this.#waiting.resolve({ value: event, done: false });
      this.#waiting = undefined;
    } else if (this.#events.length < this.capacity) {
      this.#events.push(event);
    } else {
      this.leave();
      this.onOverflow();
    }
  }

  /** No more events; those that are waiting are still read. */
  finish(end: { readonly failure?: unknown } = {}): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#settle();
  }

  /** The reader wants no more. */
  leave(): void {
    if (this.#end !== undefined) return;
    this.#events.length = 0;
    this.finish();
    this.onLeave();
  }

  next(): Promise<IteratorResult<Event, undefined>> {
    const event = this.#events.shift();
    if (event !== undefined) return Promise.resolve({ value: event, done: false });
    this.#waiting = Promise.withResolvers();
    const { promise } = this.#waiting;
    if (this.#end !== undefined) this.#settle();
    return promise;
  }

  #settle(): void {
    const waiting = this.#waiting;
    const end = this.#end;
    if (waiting === undefined || end === undefined) return;
    this.#waiting = undefined;
    if (end.failure === undefined) {
      waiting.resolve({ value: undefined, done: true });
      return;
    }
    // The failure is told once; whoever asks again hears that it is over.
    this.#end = {};
    waiting.reject(end.failure);
  }
}
