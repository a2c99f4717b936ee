/** One measured number beside the number of something real in the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** What the value is compared with: the goal, or the same work done by plain SQL. */
  readonly reference: number;
  readonly ratio: number;
  readonly unit: string;
  /** Seed of random input; null where nothing is random. */
  readonly seed: number | null;
  /** What was promised, in words. */
  readonly goal: string;
  readonly isMet: boolean;
}

/** A number that must not exceed its reference. */
export const atMost = (name: string, value: number, limit: number, unit: string): Figure => ({
  name,
  value,
  reference: limit,
  ratio: value === limit ? 1 : value / limit, // where nothing is allowed, and nothing was seen
  unit,
  seed: null,
  goal: `≤ ${limit} ${unit}`,
  isMet: value <= limit,
});

/** A rate beside the rate of a reference in the same run. */
export const ratioTo = (
  name: string,
  { value, reference, unit, leastRatio }: { value: number; reference: number; unit: string; leastRatio: number },
): Figure => ({
  name,
  value,
  reference,
  ratio: value / reference,
  unit,
  seed: null,
  goal: `≥ ${leastRatio} of the reference`,
  isMet: value / reference >= leastRatio,
});

/** The value below which a share of the sample lies. */
export function percentile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The middle of a sample: one disturbed round does not move it. */
export const median = (sample: readonly number[]): number => percentile(sample, 0.5);
