import { SlidingWindow } from './sliding-window.js';

/** When a circuit opens and how it closes again. */
export interface CircuitBreakerSettings {
  readonly windowMs: number;
  readonly minFailures: number;
  /** 0 to 1. */
  readonly failureRate: number;
  readonly openMs: number;
  readonly probes: number;
}

/** `half-open`: probes are let through, one at a time. */
export type CircuitState = 'closed' | 'open' | 'half-open';

/**
 * Keeps calls from an address that fails: opens when both the number of failures and their share are large, then lets
 * single probes through. Of our own, because those on npm wrap each call into promises and closures; this one only counts.
 * Times are of `performance.now()`.
 */
export class CircuitBreaker {
  readonly #window: SlidingWindow;
  /** Undefined while closed. */
  #openedAt: number | undefined;
  #nextProbeAt = 0;
  #probesSucceeded = 0;

  constructor(readonly settings: CircuitBreakerSettings) {
    this.#window = new SlidingWindow(settings.windowMs);
  }

  state(now: number): CircuitState {
    if (this.#openedAt === undefined) return 'closed';
    return now < this.#nextProbeAt && this.#probesSucceeded === 0 ? 'open' : 'half-open';
  }

  /**
   * Whether a call may be sent now. Nobody knows what became of a mutation that was lost: it is the first probe only when no
   * query has wanted to be that in the same time once more.
   */
  admits(now: number, isMutation: boolean): boolean {
    if (this.#openedAt === undefined) return true;
    const isFirst = this.#probesSucceeded === 0;
    return now >= this.#nextProbeAt + (isMutation && isFirst ? this.settings.openMs : 0);
  }

  /** A call is sent; when the circuit is open it is a probe. A probe without an outcome makes room for another in time. */
  sent(now: number): void {
    if (this.#openedAt !== undefined) this.#nextProbeAt = now + this.settings.openMs;
  }

  /** True when this success has closed the circuit. */
  succeeded(now: number, sentAt: number): boolean {
    if (this.#openedAt === undefined) {
      this.#window.count(now, false);
      return false;
    }
    if (sentAt < this.#openedAt) return false; // tells of the time before
    this.#probesSucceeded++;
    this.#nextProbeAt = now;
    if (this.#probesSucceeded < this.settings.probes) return false;
    this.#openedAt = undefined;
    this.#window.clear();
    return true;
  }

  /** True when this failure has opened the circuit. */
  failed(now: number, sentAt: number): boolean {
    const { minFailures, failureRate, openMs } = this.settings;
    const wasClosed = this.#openedAt === undefined;
    if (this.#openedAt === undefined) {
      const { calls, failures } = this.#window.count(now, true);
      if (failures < minFailures || failures < failureRate * calls) return false;
    } else if (sentAt < this.#openedAt) return false;
    this.#openedAt ??= now;
    this.#nextProbeAt = now + openMs;
    this.#probesSucceeded = 0;
    return wasClosed;
  }
}
