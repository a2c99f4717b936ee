/** Something that will happen unless it is called off. */
export interface Appointment {
  cancel(): void;
}

interface Entry extends Appointment {
  readonly dueTick: number;
  readonly run: () => void;
}

const SLOTS = 1_024;

/**
 * One timer for many clients: pings, time-outs and the ends of tokens lie in slots that are looked at turn by turn, so that
 * ten thousand of them cost what one costs. Nothing comes early; it comes at most one tick late.
 */
export class TimerWheel {
  readonly #slots: Set<Entry>[] = Array.from({ length: SLOTS }, () => new Set());
  readonly #startedAt = performance.now();
  #tick = 0;
  #size = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(readonly tickMs = 50) {}

  /** Number of appointments that are ahead. */
  get size(): number {
    return this.#size;
  }

  after(delayMs: number, run: () => void): Appointment {
    this.#wake();
    const dueTick = Math.max(this.#tick + 1, Math.ceil((this.#elapsedMs() + delayMs) / this.tickMs));
    const slot = this.#slotOf(dueTick);
    const entry: Entry = { dueTick, run, cancel: () => this.#remove(slot, entry) };
    slot.add(entry);
    this.#size++;
    return entry;
  }

  /** Calls everything off. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const slot of this.#slots) slot.clear();
    this.#size = 0;
  }

  #remove(slot: Set<Entry>, entry: Entry): void {
    if (slot.delete(entry)) this.#size--;
  }

  /** An empty wheel stands still. */
  #wake(): void {
    if (this.#timer !== undefined) return;
    this.#tick = Math.floor(this.#elapsedMs() / this.tickMs);
    // What has come while the process was held up is read before anybody is found to be late.
    this.#timer = setInterval(() => setImmediate(() => this.#turn()), this.tickMs).unref();
  }

  #turn(): void {
    const now = Math.floor(this.#elapsedMs() / this.tickMs);
    // A process that was held up for more than a revolution needs to see each slot once.
    const first = Math.max(this.#tick + 1, now - SLOTS + 1);
    this.#tick = now;
    for (let tick = first; tick <= now; tick++) {
      const slot = this.#slotOf(tick);
      for (const entry of [...slot]) {
        if (entry.dueTick > now || !slot.has(entry)) continue;
        this.#remove(slot, entry);
        entry.run();
      }
    }
    if (this.#size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #slotOf(tick: number): Set<Entry> {
    return this.#slots[tick % SLOTS] as Set<Entry>; // a remainder of the length is an index
  }

  #elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }
}
