/** Counts what each client holds at once. */
export class ClientQuota {
  readonly #held = new Map<string, number>();

  constructor(readonly max: number) {}

  /** Takes one more for a client; answers how to give it back, or undefined when it has as many as it may. */
  take(client: string): (() => void) | undefined {
    const held = this.#held.get(client) ?? 0;
    if (held >= this.max) return undefined;
    this.#held.set(client, held + 1);
    let isHeld = true;
    return () => {
      if (isHeld) this.#giveBack(client);
      isHeld = false;
    };
  }

  #giveBack(client: string): void {
    const held = this.#held.get(client) ?? 0;
    if (held > 1) this.#held.set(client, held - 1);
    else this.#held.delete(client);
  }
}

const SECOND_MS = 1_000;

/** So many in each second, counted from the first of them: no timer, two numbers. */
export class PerSecond {
  #beganAt = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** False when this is one too many. */
  take(max: number): boolean {
    const now = performance.now();
    if (now - this.#beganAt >= SECOND_MS) {
      this.#beganAt = now;
      this.#count = 0;
    }
    return ++this.#count <= max;
  }
}
