import type { StepResult } from './run-steps.js';

const WIDTH = 60;

/** One object a line, for programs. */
export function printJson({ details, ...result }: StepResult): void {
  console.log(JSON.stringify({ ...result, detail: details.join('; ') }));
}

/** One line a step with its details below, for people. */
export function printLine({ step, ok, ms, details }: StepResult): void {
  console.log(`${ok ? '✔' : '✘'} ${step.padEnd(WIDTH)} ${String(ms).padStart(6)} ms`);
  for (const line of details) console.log(`    ${line}`);
}
