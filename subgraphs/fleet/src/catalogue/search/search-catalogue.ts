import { sqlAll, sqlOne } from '@fleetgraph/kit/database/sql';
import { type Connection, decodeCursor, pageSize, toConnection } from '@fleetgraph/kit/graphql/connection';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookableKind } from '../bookable-kind.js';
import { findBookables, type ShownBookable } from '../find-bookables.js';
import { type Near, SqlFilter, searching } from './sql-filter.js';

/** What is wanted. */
export interface CatalogueSearch {
  readonly kinds?: readonly BookableKind[] | null;
  readonly text?: string | null;
  readonly near?: Near | null;
  readonly facets?: readonly { readonly name: string; readonly values: readonly string[] }[] | null;
}

/** How many things have a value of a facet. */
export interface FacetCount {
  readonly name: string;
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

/** Values of one facet that are told, the most frequent first. */
const MAX_VALUES = 20;

interface Found {
  readonly id: string;
  readonly score: number;
  readonly sequence: bigint;
}

/** A page of what exists: the best match first, equal ones in the order in which they were added, so that inserts move nothing. */
export async function searchCatalogue(
  em: EntityManager,
  search: CatalogueSearch,
  page: { first: number; after?: string | null },
): Promise<Connection<ShownBookable>> {
  const { filter, score } = conditionsOf(search);
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
      `select id, ${score} as score, sequence from search_entry where ${filter.where} order by 2 desc, sequence limit ${limit}`,
      filter.params,
    ),
  );
  const bookables = await findBookables(
    em,
    found.map(({ id }) => id),
  );
  const rows = found.flatMap((row, index) => {
    const bookable = bookables[index];
    return bookable === undefined ? [] : [{ ...row, bookable }];
  });
  return toConnection(rows, page, {
    cursor: ({ score: own, sequence }) => [own, String(sequence)],
    node: ({ bookable }) => bookable,
  });
}

/** How many things a search finds on all pages. */
export async function countCatalogue(em: EntityManager, search: CatalogueSearch): Promise<number> {
  const { filter } = conditionsOf(search);
  const row = await searching(em, (tx) =>
    sqlOne<{ count: number }>(
      tx,
      `select count(*)::int as count from search_entry where ${filter.where}`,
      filter.params,
    ),
  );
  return row?.count ?? 0;
}

/** Which values the things of a search have, with how many of them: what it can be narrowed by. */
export async function countFacets(em: EntityManager, search: CatalogueSearch): Promise<FacetCount[]> {
  const { filter } = conditionsOf(search);
  const rows = await searching(em, (tx) =>
    sqlAll<{ name: string; value: string; count: number }>(
      tx,
      `select name, value, count(*)::int as count
       from search_entry, jsonb_each_text(facets || jsonb_build_object('kind', kind)) as facet (name, value)
       where ${filter.where} group by name, value order by name, 3 desc, value`,
      filter.params,
    ),
  );
  return [...Map.groupBy(rows, ({ name }) => name)].map(([name, values]) => ({
    name,
    values: values.slice(0, MAX_VALUES).map(({ value, count }) => ({ value, count })),
  }));
}

function conditionsOf({ kinds, text, near, facets }: CatalogueSearch): { filter: SqlFilter; score: string } {
  const filter = new SqlFilter();
  filter.and('is_active and (ends_at is null or ends_at > now())');
  if (kinds != null) filter.and(`kind = any(${filter.param([...kinds])})`);
  if (near != null) filter.within(near);
  for (const { name, values } of facets ?? []) {
    const value = name === 'kind' ? 'kind' : `facets ->> ${filter.param(name)}`;
    filter.and(`${value} = any(${filter.param([...values])})`);
  }
  return { filter, score: filter.matchWords('words', text) };
}
