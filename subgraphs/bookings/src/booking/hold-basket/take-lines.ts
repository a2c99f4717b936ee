import { sqlAll, sqlRun } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Demand } from '../../quote/demand.js';

/** A line with the resources that it must have. */
export interface DemandingLine {
  readonly id: string;
  readonly seat: string | null;
  readonly demands: readonly Demand[];
}

/** Either every line has its resources, or none has any. */
export type Taking =
  | { readonly lost: readonly string[] }
  | {
      readonly lost?: undefined;
      readonly unitsOf: ReadonlyMap<string, readonly string[]>;
      readonly seatOf: ReadonlyMap<string, string>;
    };

interface TakenRow {
  readonly line_id: string;
  readonly resource: string | null;
  readonly lost: boolean;
}

/** Takes units, seats and stock of all lines in one statement; the constraints of the database decide among rivals. */
export async function takeLines(tx: EntityManager, lines: readonly DemandingLine[]): Promise<Taking> {
  const demands = lines.flatMap(({ id, demands }) => demands.map((demand) => ({ ...demand, lineId: id })));
  const rows = await sqlAll<TakenRow>(tx, 'select * from take_lines($1::jsonb)', [JSON.stringify(demands)]);
  const lost = rows.filter((row) => row.lost).map(({ line_id }) => line_id);
  if (lost.length > 0) return { lost };

  const takes = new Map(lines.map(({ id, demands }) => [id, demands[0]?.take]));
  const taken = Map.groupBy(rows, ({ line_id }) => line_id);
  const resources = (take: string) =>
    [...taken]
      .filter(([id]) => takes.get(id) === take)
      .map(([id, list]) => [id, list.map(({ resource }) => resource ?? '')] as const);
  const seatOf = new Map(resources('SEAT').map(([id, [seat = '']]) => [id, seat]));
  await keepChosenSeats(
    tx,
    lines.filter(({ id, seat }) => seat === null && seatOf.has(id)),
    seatOf,
  );
  return { unitsOf: new Map(resources('UNIT')), seatOf };
}

/** Seats that the database chose are written to their lines. */
async function keepChosenSeats(
  tx: EntityManager,
  lines: readonly DemandingLine[],
  seatOf: ReadonlyMap<string, string>,
): Promise<void> {
  if (lines.length === 0) return;
  await sqlRun(
    tx,
    `update booking_line l set seat = s.seat from unnest($1::uuid[], $2::text[]) s (id, seat) where l.id = s.id`,
    [lines.map(({ id }) => id), lines.map(({ id }) => seatOf.get(id))],
  );
}
