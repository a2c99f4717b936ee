import type { SystemInsides } from '../../verify/look.js';
import { runInvariants } from '../../verify/run-invariants.js';
import { expectThat, type RunStep } from '../run-steps.js';

/** Looks behind the doors: every promise about the whole system holds. */
export async function checkInvariants(step: RunStep, insides: SystemInsides): Promise<void> {
  await step('every invariant holds', async (tell) => {
    const findings = await runInvariants(insides);
    const broken = findings.filter(({ ok }) => !ok);
    expectThat(
      broken.length === 0,
      broken.map(({ id, title, violations }) => `${id}: ${title} ${JSON.stringify(violations.slice(0, 3))}`).join('; '),
    );
    tell(`${findings.length} of ${findings.length}`);
  });
}
