/** Puts rows that were read by `where id = any(…)` in the order of the keys; undefined where there is none. */
export function batchByKey<K, T>(keys: readonly K[], rows: readonly T[], keyOf: (row: T) => K): (T | undefined)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key));
}

/** The same for one-to-many: the rows of each key in their order, none as an empty list. */
export function groupByKey<K, T>(keys: readonly K[], rows: readonly T[], keyOf: (row: T) => K): T[][] {
  const byKey = Map.groupBy(rows, keyOf);
  return keys.map((key) => byKey.get(key) ?? []);
}
