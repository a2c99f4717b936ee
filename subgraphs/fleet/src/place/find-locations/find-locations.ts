import { sqlAll } from '@fleetgraph/kit/database/sql';
import { type Connection, decodeCursor, pageSize, toConnection } from '@fleetgraph/kit/graphql/connection';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Near, SqlFilter, searching } from '../../catalogue/search/sql-filter.js';
import { Location, type LocationKind } from '../location.entity.js';
import { findLocations } from '../location.loader.js';

/** Which places are wanted. */
export interface LocationSearch {
  readonly kinds?: readonly LocationKind[] | null;
  readonly text?: string | null;
  readonly near?: Near | null;
}

interface Found {
  readonly id: string;
  readonly score: number;
  readonly sequence: bigint;
}

/** Places by words, kind and distance: the best match first, then in the order in which they were added. */
export async function searchLocations(
  em: EntityManager,
  search: LocationSearch,
  page: { first: number; after?: string | null },
): Promise<Connection<Location>> {
  const filter = new SqlFilter();
  filter.and('retired_at is null');
  if (search.kinds != null) filter.and(`kind = any(${filter.param([...search.kinds])})`);
  if (search.near != null) filter.within(search.near);
  const score = filter.matchWords("lower(name || ' ' || coalesce(code, ''))", search.text);
  if (page.after != null) {
    const [afterScore, afterSequence] = decodeCursor(page.after);
    filter.and(
      `(${score}, -sequence) < (${filter.param(Number(afterScore))}, -(${filter.param(String(afterSequence))}::bigint))`,
    );
  }
  const limit = filter.param(pageSize(page.first) + 1);
  const found = await searching(em, (tx) =>
    sqlAll<Found>(
      tx,
      `select id, ${score} as score, sequence from location where ${filter.where} order by 2 desc, sequence limit ${limit}`,
      filter.params,
    ),
  );
  const locations = await findLocations(
    em,
    found.map(({ id }) => id),
  );
  const rows = found.flatMap((row, index) => {
    const location = locations[index];
    return location === undefined ? [] : [{ ...row, location }];
  });
  return toConnection(rows, page, {
    cursor: ({ score: own, sequence }) => [own, String(sequence)],
    node: ({ location }) => location,
  });
}
