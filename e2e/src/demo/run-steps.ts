/** What became of one step. */
export interface StepResult {
  readonly step: string;
  readonly ok: boolean;
  readonly ms: number;
  /** What was seen, or why it failed. */
  readonly details: readonly string[];
}

/** Runs one step of the demo: `work` tells what it saw, or throws why it failed. */
export type RunStep = <Result>(
  step: string,
  work: (tell: (detail: string) => void) => Promise<Result>,
) => Promise<Result>;

/** Ends the demo: the step has been reported. */
export class StepFailed extends Error {}

/** Makes a runner that reports every step and stops at the first that fails. */
export function stepRunner(report: (result: StepResult) => void): RunStep {
  return async (step, work) => {
    const startedAt = performance.now();
    const details: string[] = [];
    const result = (ok: boolean) => ({
      step,
      ok,
      ms: Math.round(performance.now() - startedAt),
      details,
    });
    try {
      const value = await work((detail) => details.push(detail));
      report(result(true));
      return value;
    } catch (cause) {
      details.push(cause instanceof Error ? cause.message : String(cause));
      report(result(false));
      throw new StepFailed(step, { cause });
    }
  };
}

/** A sentence about what was expected when it is not so. */
export function expectThat(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}

/** An amount as people read it: `123.45 EUR`. */
export function priced({ amountMinor, currency }: { amountMinor: string; currency: string }): string {
  return `${(Number(amountMinor) / 100).toFixed(2)} ${currency}`;
}
