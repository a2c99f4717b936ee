import { setTimeout as pause } from 'node:timers/promises';
import { type Invariant, invariants } from './invariants.js';
import { Look, type Row, type SystemInsides } from './look.js';

/** What was found about one invariant. */
export interface Finding {
  readonly id: string;
  readonly title: string;
  readonly ok: boolean;
  readonly violations: readonly Row[];
}

const PAUSE_MS = 500;

/** Checks every invariant; one that is broken is looked at again until what was on its way has settled. */
export async function runInvariants(insides: SystemInsides, settleMs = 20_000): Promise<Finding[]> {
  const look = new Look(insides);
  try {
    const deadline = Date.now() + settleMs;
    const findings = new Map<Invariant, Finding>();
    for (let open = invariants; open.length > 0; ) {
      for (const invariant of open) findings.set(invariant, await check(invariant, look));
      open = open.filter((invariant) => findings.get(invariant)?.ok === false);
      if (Date.now() >= deadline) break;
      if (open.length > 0) await pause(PAUSE_MS);
    }
    return [...findings.values()];
  } finally {
    await look.close();
  }
}

async function check({ id, title, violations }: Invariant, look: Look): Promise<Finding> {
  const found = await violations(look);
  return { id, title, ok: found.length === 0, violations: found };
}
