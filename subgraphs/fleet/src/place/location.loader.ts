import { batchByKey } from '@fleetgraph/kit/database/batch-by-key';
import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { FleetContext } from '../context.js';
import { Location } from './location.entity.js';

/** Places in the order of their ids; undefined where there is none. */
export async function findLocations(em: EntityManager, ids: readonly string[]): Promise<(Location | undefined)[]> {
  return batchByKey(ids, await em.find(Location, { id: { $in: [...new Set(ids)] } }), ({ id }) => id);
}

/** One place; all that an operation asks for are read together. */
export const loadLocation = batchedLoader<string, Location | undefined, FleetContext>((ids, { em }) =>
  findLocations(em, ids),
);

/** The same for a column that a foreign key guards. */
export async function requireLocation(context: FleetContext, id: string): Promise<Location> {
  const location = await loadLocation(context, id);
  if (location === undefined) throw new Error(`Location ${id} is referred to but missing`);
  return location;
}
