/** One value of a series, as the graph sends it. */
export interface SeriesPoint {
  from: string;
  value: number | null;
  suppressed: string | null;
  group: readonly { dimension: string; value: string | null; location?: { name?: string } | null }[];
}

/** One row of the table and one place on the axis: a value for each group, null where it is hidden. */
export interface SeriesRow {
  from: string;
  values: Record<string, number | null>;
}

/** Turns points into rows by time and columns by group; the order of both is that of the answer. */
export function tableOf(
  points: readonly SeriesPoint[],
  nameOf: (point: SeriesPoint) => string,
): { groups: string[]; rows: SeriesRow[] } {
  const rows = new Map<string, SeriesRow>();
  const groups = new Set<string>();
  for (const point of points) {
    const group = nameOf(point);
    groups.add(group);
    const row = rows.get(point.from) ?? { from: point.from, values: {} };
    row.values[group] = point.value;
    rows.set(point.from, row);
  }
  return { groups: [...groups], rows: [...rows.values()] };
}

/** Why values are hidden, each reason once. */
export function reasonsOf(points: readonly SeriesPoint[]): string[] {
  return [...new Set(points.flatMap(({ suppressed }) => (suppressed === null ? [] : [suppressed])))];
}
