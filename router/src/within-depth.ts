/** Values may lie in one another so far; `JSON.stringify` calls itself for each step, and gives up at some thousands. */
const MAX_DEPTH = 1_000;

/** Whether a value of JSON can be written. */
export function isWithinDepth(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth++) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (level.length === 0) return true;
  }
  return false;
}
