import { RateLimiterRes } from 'rate-limiter-flexible';
import type { CallerClass, RateLimitRules } from '../../config/rate-limits-section.js';
import { OperationRefused } from '../../operation/operation-refused.js';
import { routerError } from '../../router-error.js';
import type { Caller } from '../authenticate.js';
import { RequestRefused } from '../request-refused.js';

/** Who asks, and from where. */
export interface Asker {
  readonly caller: Caller;
  /** Address or, for IPv6, network. */
  readonly address: string;
}

/** Counts what callers ask for in a window. */
export interface Counter {
  /** What each of them may ask for. */
  readonly points: number;
  /** Rejects with `RateLimiterRes` for what is too much, and with anything else when it cannot count. */
  consume(caller: string, points?: number): Promise<RateLimiterRes>;
}

/** Makes the counter of one kind of callers; `duration` in s. */
export type MakeCounter = (options: { keyPrefix: string; points: number; duration: number }) => Counter;

/** Headers that tell a caller what is left (draft-ietf-httpapi-ratelimit-headers). */
export type QuotaHeaders = Readonly<Record<string, string>>;

const NO_HEADERS: QuotaHeaders = {};

/** Counts what callers ask for, and refuses with `RATE_LIMITED` whoever has asked for too much. */
export class RateLimiter {
  readonly #counters: ReadonlyMap<CallerClass, Counter>;

  constructor(
    readonly rules: RateLimitRules,
    readonly onStoreFault: (fault: unknown) => void,
    makeCounter: MakeCounter,
  ) {
    const { windowSeconds: duration } = rules;
    const limits = (['user', 'client', 'address'] as const).flatMap((name) => {
      const points = rules[name];
      return points === undefined
        ? []
        : [[name, makeCounter({ keyPrefix: `fleetgraph:${name}`, points, duration })] as const];
    });
    this.#counters = new Map(limits);
  }

  /** Counts one operation; rejects with `RequestRefused`, or with `OperationRefused` for one that no window has room for. */
  async count(asker: Asker, cost: number): Promise<QuotaHeaders> {
    const key = this.#keyOf(asker);
    if (key === undefined) return NO_HEADERS;
    const { name, value, counter } = key;
    const points = Math.max(1, Math.ceil(cost));
    if (points > counter.points) throw this.#neverAffordable(points, counter.points);
    try {
      return this.#headers(name, counter, await counter.consume(value, points));
    } catch (cause) {
      if (cause instanceof RateLimiterRes) throw this.#tooMuch(name, counter, cause);
      this.onStoreFault(cause);
      if (!this.rules.failClosed.includes(name)) return NO_HEADERS;
      const askAgain = { 'retry-after': '1' };
      throw new RequestRefused('SUBGRAPH_UNAVAILABLE', 'Requests cannot be counted now; ask again.', askAgain, cause);
    }
  }

  #keyOf({ caller: { subject, clientId }, address }: Asker) {
    const isClient = clientId !== undefined && (subject === undefined || subject === clientId);
    const known = { user: isClient ? undefined : subject, client: clientId, address };
    for (const [name, counter] of this.#counters) {
      const value = known[name];
      if (value !== undefined) return { name, value, counter };
    }
    return undefined;
  }

  #headers(name: CallerClass, { points }: Counter, { remainingPoints, msBeforeNext }: RateLimiterRes) {
    return {
      'ratelimit-policy': `"${name}";q=${points};w=${this.rules.windowSeconds}`,
      ratelimit: `"${name}";r=${remainingPoints};t=${secondsUntil(msBeforeNext)}`,
    };
  }

  /** Waiting would not help. */
  #neverAffordable(cost: number, max: number): OperationRefused {
    const { windowSeconds } = this.rules;
    const message = `The operation would cost ${cost}, more than the ${max} that you may ask for in ${windowSeconds} s. Ask for fewer rows.`;
    return new OperationRefused([routerError('COST_EXCEEDED', message, { extensions: { cost, max } })]);
  }

  #tooMuch(name: CallerClass, counter: Counter, result: RateLimiterRes): RequestRefused {
    const retryAfter = secondsUntil(result.msBeforeNext);
    const headers = { ...this.#headers(name, counter, result), 'retry-after': String(retryAfter) };
    const message = `Too much was asked for; ask again in ${retryAfter} s.`;
    return new RequestRefused('RATE_LIMITED', message, headers, undefined, { retryAfter });
  }
}

/** Whole seconds to wait, as `Retry-After` has them. */
export const secondsUntil = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));
