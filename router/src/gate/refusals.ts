import { LRUCache } from 'lru-cache';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { type Counter, secondsUntil } from './rate-limits/rate-limiter.js';
import { RequestRefused } from './request-refused.js';

/** Addresses that are remembered as shut out. */
const MAX_SHUT_OUT = 10_000;

/**
 * Counts requests that are refused at the door, by address: bad tokens, forged and malformed requests. From an address that
 * had too many, nobody is listened to until the window ends, but callers whose token is known to be good. What it costs
 * others is nothing: only refusals are counted.
 */
export class Refusals {
  /** Until when, in ms of `Date.now()`. */
  readonly #shutOut = new LRUCache<string, number>({ max: MAX_SHUT_OUT });

  constructor(
    readonly counter: Counter,
    readonly onStoreFault: (fault: unknown) => void,
  ) {}

  /** Throws `RATE_LIMITED` for an address that was refused too often. */
  assertWelcome(address: string): void {
    if (this.#shutOut.size === 0) return;
    const remainingMs = (this.#shutOut.get(address) ?? 0) - Date.now();
    if (remainingMs <= 0) return;
    const retryAfter = secondsUntil(remainingMs);
    const headers = { 'retry-after': String(retryAfter) };
    const message = `Too many requests from here were refused; ask again in ${retryAfter} s.`;
    throw new RequestRefused('RATE_LIMITED', message, headers, undefined, { retryAfter });
  }

  /** Counts a refusal, unless it is the router's own doing, or for asking too much, which is counted elsewhere. */
  async count(cause: unknown, address: string): Promise<void> {
    if (!(cause instanceof RequestRefused) || cause.status >= 500 || cause.code === 'RATE_LIMITED') return;
    try {
      const { remainingPoints, msBeforeNext } = await this.counter.consume(address);
      if (remainingPoints <= 0) this.#shutOut.set(address, Date.now() + msBeforeNext);
    } catch (fault) {
      if (fault instanceof RateLimiterRes) this.#shutOut.set(address, Date.now() + fault.msBeforeNext);
      else this.onStoreFault(fault);
    }
  }
}
