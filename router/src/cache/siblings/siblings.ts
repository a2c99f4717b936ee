/** Other processes that serve the same graph and keep answers of their own. */
export interface Siblings {
  /** Says that these have changed. Resolves when all of them know; rejects when one may not. */
  tell(stamps: readonly string[]): Promise<void>;
  /** Calls with what one of them has said; by the end of the call it counts. */
  onTold(listener: (stamps: readonly string[]) => void): void;
}
