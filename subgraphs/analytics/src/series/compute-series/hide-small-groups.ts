/** A number before it is decided whether it may be seen. */
export interface CountedPoint {
  readonly startsAt: Date;
  readonly group: readonly string[];
  readonly value: number | null;
  /** How many different persons are behind it. */
  readonly persons: number;
}

/** A number as it is told. */
export interface ToldPoint extends CountedPoint {
  readonly suppressed: string | null;
}

/** Fewest persons behind a number that others than the operator's own analysts may see (MDS, A-16). */
export const FEWEST_PERSONS = 10;

const REASON = `Fewer than ${FEWEST_PERSONS} persons.`;
const COMPLEMENT = 'Hidden, so that a hidden group cannot be told from the difference to a sum.';

/**
 * Hides numbers behind which stand fewer than ten persons. Where one group of a bucket alone is hidden, the smallest other is
 * hidden, too: else the difference to the total would tell it (complementary suppression).
 */
export function hideSmallGroups(points: readonly CountedPoint[]): readonly ToldPoint[] {
  const buckets = Map.groupBy(points, ({ startsAt }) => startsAt.getTime());
  const complements = new Set([...buckets.values()].map(complementOf).filter((point) => point !== undefined));
  return points.map((point) => {
    if (isSmall(point)) return { ...point, value: null, suppressed: REASON };
    if (complements.has(point)) return { ...point, value: null, suppressed: COMPLEMENT };
    return { ...point, suppressed: null };
  });
}

function complementOf(bucket: readonly CountedPoint[]): CountedPoint | undefined {
  if (bucket.filter(isSmall).length !== 1) return undefined;
  return bucket.filter((point) => !isSmall(point) && point.persons > 0).sort((a, b) => a.persons - b.persons)[0];
}

const isSmall = ({ persons }: CountedPoint): boolean => persons > 0 && persons < FEWEST_PERSONS;
