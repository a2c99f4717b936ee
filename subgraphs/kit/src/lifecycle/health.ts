import { setTimeout as delay } from 'node:timers/promises';

/** One thing that must work before a process may take requests. */
export interface ReadinessCheck {
  readonly name: string;
  /** Rejects, or answers false, while the thing does not work. */
  readonly check: () => Promise<boolean | undefined>;
}

/** Answer of `/health/ready`; `failing` names what does not work. */
export interface Readiness {
  readonly ready: boolean;
  readonly failing: readonly string[];
}

/** Runs all checks, each within `timeoutMs`. */
export async function checkReadiness(checks: readonly ReadinessCheck[], timeoutMs = 2000): Promise<Readiness> {
  const results = await Promise.all(checks.map((check) => passes(check, timeoutMs)));
  const failing = checks.filter((_, index) => !results[index]).map(({ name }) => name);
  return { ready: failing.length === 0, failing };
}

async function passes({ check }: ReadinessCheck, timeoutMs: number): Promise<boolean> {
  const settled = new AbortController();
  const outcome = check().then(
    (result) => result !== false,
    () => false,
  );
  const tooLate = delay(timeoutMs, false, { signal: settled.signal }).catch(() => false);
  return Promise.race([outcome, tooLate]).finally(() => settled.abort());
}
