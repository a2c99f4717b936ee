import type { Bounded, DeadlineSweep } from './deadline-sweep.js';

/** How many calls may be under way, and how many may wait for that. */
export interface ConcurrencySettings {
  readonly max: number;
  readonly maxQueued: number;
  readonly maxQueueMs: number;
}

/** How waiting for a place ended. */
export type Admission = 'admitted' | 'shed' | 'abandoned';

/** Keeps a subgraph from being asked more than it can do, and its troubles from filling the router. */
export class ConcurrencyLimit {
  #underWay = 0;
  /** First come, first served. */
  readonly #queue = new Set<Waiting>();

  constructor(
    readonly settings: ConcurrencySettings,
    readonly sweep: DeadlineSweep,
  ) {}

  get underWay(): number {
    return this.#underWay;
  }

  get queued(): number {
    return this.#queue.size;
  }

  /** Takes a place when one is free; whoever has one must `leave`. */
  tryEnter(): boolean {
    if (this.#underWay >= this.settings.max) return false;
    this.#underWay++;
    return true;
  }

  /** Waits for a place; shed at once when too many wait already. */
  enterLater(endsAt: number, signal: AbortSignal | undefined): Promise<Admission> {
    const { maxQueued, maxQueueMs } = this.settings;
    if (this.#queue.size >= maxQueued) return Promise.resolve('shed');
    return new Promise((resolve) => {
      const waiting = new Waiting(Math.min(endsAt, performance.now() + maxQueueMs), signal, (admission) => {
        this.#queue.delete(waiting);
        this.sweep.delete(waiting);
        resolve(admission);
      });
      this.#queue.add(waiting);
      this.sweep.add(waiting);
    });
  }

  /** Gives the place to who has waited longest, if anybody does. */
  leave(): void {
    if (this.#queue.size === 0) this.#underWay--;
    else this.#queue.values().next().value?.end('admitted');
  }
}

class Waiting implements Bounded {
  slot = -1;

  constructor(
    readonly endsAt: number,
    readonly signal: AbortSignal | undefined,
    readonly end: (admission: Admission) => void,
  ) {}

  giveUp(reason: 'late' | 'abandoned'): void {
    this.end(reason === 'late' ? 'shed' : 'abandoned');
  }
}
