import { setTimeout as pause } from 'node:timers/promises';

const PAUSE_MS = 20;

type Truthy<T> = Exclude<T, false | 0 | 0n | '' | null | undefined>;

/** Waits for a condition by asking again and again; answers its first truthy value, rejects after the time-out. */
export async function until<T>(check: () => T | Promise<T>, timeoutMs = 30_000): Promise<Truthy<T>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await check();
    if (value) return value as Truthy<T>; // TypeScript narrows no type parameter
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${check.toString()}`);
    await pause(PAUSE_MS);
  }
}
