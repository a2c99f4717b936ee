import { LRUCache } from 'lru-cache';
import { RateLimiterRes } from 'rate-limiter-flexible';
import type { Counter } from './rate-limiter.js';

/** Callers that are counted at once: one with many addresses cannot fill the memory. */
const MAX_CALLERS = 100_000;

interface Window {
  consumed: number;
  /** In ms since 1970. */
  readonly endsAt: number;
}

/**
 * Counts in the memory of this process. The window of a caller begins with what it asks first; of too many callers, those who
 * have asked least lately begin anew.
 */
export class MemoryCounter implements Counter {
  readonly points: number;
  readonly #windowMs: number;
  readonly #windows: LRUCache<string, Window>;

  constructor({ points, duration }: { readonly points: number; readonly duration: number }, max = MAX_CALLERS) {
    this.points = points;
    this.#windowMs = duration * 1_000;
    this.#windows = new LRUCache({ max });
  }

  async consume(caller: string, points = 1): Promise<RateLimiterRes> {
    const window = this.#windowOf(caller);
    window.consumed += points;
    const left = Math.max(0, this.points - window.consumed);
    const result = new RateLimiterRes(left, window.endsAt - Date.now(), window.consumed, window.consumed === points);
    if (window.consumed > this.points) throw result;
    return result;
  }

  #windowOf(caller: string): Window {
    const known = this.#windows.get(caller);
    if (known !== undefined && known.endsAt > Date.now()) return known;
    const begun = { consumed: 0, endsAt: Date.now() + this.#windowMs };
    this.#windows.set(caller, begun);
    return begun;
  }
}
