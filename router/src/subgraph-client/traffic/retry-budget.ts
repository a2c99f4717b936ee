/** How much a subgraph may be asked again, over all requests. */
export interface RetryBudgetSettings {
  readonly budgetShare: number;
  readonly budgetPerSecond: number;
}

/** For how many seconds the free retries are saved up. */
const SAVED_SECONDS = 10;

/**
 * Keeps retries from multiplying the load of a subgraph that is in trouble: a token bucket that each request fills by a
 * share of a token, and time by some a second; a retry takes one.
 */
export class RetryBudget {
  readonly #max: number;
  #tokens: number;
  #filledAt = 0;

  constructor(readonly settings: RetryBudgetSettings) {
    this.#max = Math.max(1, settings.budgetPerSecond * SAVED_SECONDS);
    this.#tokens = settings.budgetPerSecond * SAVED_SECONDS;
  }

  /** A request has been sent for the first time. */
  earn(): void {
    this.#tokens = Math.min(this.#max, this.#tokens + this.settings.budgetShare);
  }

  /** Takes a token for a retry; false when there is none. */
  spend(now: number): boolean {
    const seconds = (now - this.#filledAt) / 1000;
    this.#filledAt = now;
    this.#tokens = Math.min(this.#max, this.#tokens + seconds * this.settings.budgetPerSecond);
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
