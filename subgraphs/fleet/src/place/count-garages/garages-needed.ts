/** How many garages hold a number of units, or why that cannot be said. */
export type GarageCount =
  | { readonly kind: 'needed'; readonly garages: number; readonly capacity: number }
  | { readonly kind: 'short'; readonly shortBy: number; readonly capacity: number }
  | { readonly kind: 'invalid'; readonly capacity: number };

/**
 * Counts the garages for the units: the largest of the given garages first,
 * or as many as it takes when all have one capacity and their number is open.
 */
export function garagesNeeded(units: number, garages: readonly number[] | { readonly each: number }): GarageCount {
  if ('each' in garages) {
    const { each } = garages;
    if (each <= 0) return { kind: 'invalid', capacity: each };
    const needed = Math.ceil(units / each);
    return { kind: 'needed', garages: needed, capacity: needed * each };
  }
  const useless = garages.find((capacity) => capacity <= 0);
  if (useless !== undefined) return { kind: 'invalid', capacity: useless };
  return fillLargestFirst(units, garages);
}

function fillLargestFirst(units: number, garages: readonly number[]): GarageCount {
  const capacity = garages.reduce((sum, each) => sum + each, 0);
  if (units > capacity) return { kind: 'short', shortBy: units - capacity, capacity };
  let left = units;
  let needed = 0;
  for (const each of [...garages].sort((a, b) => b - a)) {
    if (left <= 0) break;
    left -= each;
    needed += 1;
  }
  return { kind: 'needed', garages: needed, capacity };
}
