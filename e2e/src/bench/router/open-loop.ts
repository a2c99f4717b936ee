import { setTimeout as pause } from 'node:timers/promises';

const TICK_MS = 5;

/** How fast requests are begun, and for how long. */
export interface Pace {
  readonly perSecond: number;
  readonly forMs: number;
  /** More than so many at once are not begun: whoever makes the load has bounds, too. None: all that are due. */
  readonly mostUnderWay?: number;
}

/** Begins so many requests a second, whether answers come or not: as the world does it. Waits for the last answer. */
export async function openLoop(
  { perSecond, forMs, mostUnderWay = Number.POSITIVE_INFINITY }: Pace,
  ask: () => Promise<void>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  let due = 0;
  const startedAt = performance.now();
  for (let now = startedAt; now - startedAt < forMs; now = performance.now()) {
    for (const all = ((now - startedAt) * perSecond) / 1000; due < all; due++) {
      if (underWay.size >= mostUnderWay) continue;
      const asked = ask().finally(() => underWay.delete(asked));
      underWay.add(asked);
    }
    await pause(TICK_MS);
  }
  await Promise.all(underWay);
}
