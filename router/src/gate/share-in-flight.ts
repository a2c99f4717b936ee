import { PassingMap } from '../passing-map.js';

interface Flight<Answer> {
  readonly answer: Promise<Answer>;
  readonly abort: AbortController;
  waiting: number;
}

/**
 * Equal questions that are asked while one of them is being answered share its answer. The key must hold everything that
 * can change the answer. What somebody changed is seen by everybody who asks afterwards: `forget` keeps newcomers from
 * joining what began before.
 */
export class InFlight<Answer> {
  readonly #flights = new PassingMap<Flight<Answer>>();

  /** The answer of an equal question under way, or of this work. It is given up when all who wait for it have gone. */
  share(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const flight = this.#flights.get(key) ?? this.#begin(key, work);
    flight.waiting++;
    signal.addEventListener(
      'abort',
      () => {
        if (--flight.waiting > 0) return;
        this.#flights.delete(key, flight);
        flight.abort.abort();
      },
      { once: true },
    );
    return flight.answer;
  }

  /** From now on nobody joins what is under way. */
  forget(): void {
    this.#flights.clear();
  }

  #begin(key: string, work: (signal: AbortSignal) => Promise<Answer>): Flight<Answer> {
    const abort = new AbortController();
    const answer = work(abort.signal).finally(() => this.#flights.delete(key, flight));
    const flight: Flight<Answer> = { answer, abort, waiting: 0 };
    this.#flights.set(key, flight);
    return flight;
  }
}
