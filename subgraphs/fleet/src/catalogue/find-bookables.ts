import { batchByKey } from '@fleetgraph/kit/database/batch-by-key';
import { sqlAll } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Bike } from '../vehicle/bike/bike.entity.js';
import { findBikes } from '../vehicle/bike/find-bikes.js';
import type { ShownBike } from '../vehicle/bike/show-bike.js';
import { BookableKind } from './bookable-kind.js';
import { type Bookable, ENTITY_OF_KIND } from './publish/bookables.js';

/** Anything bookable as the graph shows it. */
export type ShownBookable = Exclude<Bookable, Bike> | ShownBike;

/** Bookables of any kinds in the order of their public ids; undefined where there is none. One query a kind. */
export async function findBookables(em: EntityManager, ids: readonly string[]): Promise<(ShownBookable | undefined)[]> {
  const entries = await sqlAll<{ id: string; kind: BookableKind }>(
    em,
    'select id, kind from search_entry where id = any($1)',
    [ids],
  );
  const kinds = [...Map.groupBy(entries, ({ kind }) => kind)];
  const found = await Promise.all(
    kinds.map(([kind, rows]) =>
      findOfKind(
        em,
        kind,
        rows.map(({ id }) => id),
      ),
    ),
  );
  return batchByKey(ids, found.flat(), ({ id }) => id);
}

/** Bookables of one kind by their public ids, in no order. */
export async function findOfKind(
  em: EntityManager,
  kind: BookableKind,
  ids: readonly string[],
): Promise<ShownBookable[]> {
  if (kind === BookableKind.BIKE) return findBikes(em, ids);
  const rows = await em.find(ENTITY_OF_KIND[kind], { id: { $in: [...ids] } });
  return rows as Exclude<Bookable, Bike>[]; // the entity of any other kind is no bike
}
