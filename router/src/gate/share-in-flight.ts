interface Flight<Answer> {
  readonly answer: Promise<Answer>;
  readonly abort: AbortController;
  waiting: number;
  /** From now on nobody joins it. */
  close(): void;
}

/**
 * What stands in the map for a flight, and is emptied when it is over. A `Map` through which much goes gets a new table again
 * and again; V8 links each to the next, so that one of them in the old generation keeps all that come after it, with what
 * they referred to, until the next major collection: every answer, if they referred to answers.
 */
interface Place<Answer> {
  flight: Flight<Answer> | undefined;
}

/**
 * Equal questions that are asked while one of them is being answered share its answer. The key must hold everything that
 * can change the answer. What somebody changed is seen by everybody who asks afterwards: `forget` keeps newcomers from
 * joining what began before.
 */
export class InFlight<Answer> {
  readonly #places = new Map<string, Place<Answer>>();

  /** The answer of an equal question under way, or of this work. It is given up when all who wait for it have gone. */
  share(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const flight = this.#places.get(key)?.flight ?? this.#begin(key, work);
    flight.waiting++;
    signal.addEventListener(
      'abort',
      () => {
        if (--flight.waiting > 0) return;
        flight.close();
        flight.abort.abort();
      },
      { once: true },
    );
    return flight.answer;
  }

  /** From now on nobody joins what is under way. */
  forget(): void {
    this.#places.clear();
  }

  #begin(key: string, work: (signal: AbortSignal) => Promise<Answer>): Flight<Answer> {
    const abort = new AbortController();
    const place: Place<Answer> = { flight: undefined };
    const close = () => {
      place.flight = undefined;
      if (this.#places.get(key) === place) this.#places.delete(key);
    };
    const flight = { answer: work(abort.signal).finally(close), abort, waiting: 0, close };
    place.flight = flight;
    this.#places.set(key, place);
    return flight;
  }
}
