import { sqlAll } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Bike } from './bike.entity.js';
import { type ShownBike, showBike, showFormerBike } from './show-bike.js';

interface Alias {
  readonly public_id: string;
  readonly bike_id: string;
  readonly location_id: string;
}

/** Bikes by public ids, also by those they had before. */
export async function findBikes(em: EntityManager, publicIds: readonly string[]): Promise<ShownBike[]> {
  const present = await em.find(Bike, { publicId: { $in: [...publicIds] } });
  const known = new Set(present.map(({ publicId }) => publicId));
  const others = publicIds.filter((id) => !known.has(id));
  return [...present.map(showBike), ...(others.length === 0 ? [] : await findFormerBikes(em, others))];
}

async function findFormerBikes(em: EntityManager, publicIds: readonly string[]): Promise<ShownBike[]> {
  const aliases = await sqlAll<Alias>(em, 'select * from bike_alias where public_id = any($1)', [publicIds]);
  const bikes = await em.find(Bike, { id: { $in: aliases.map(({ bike_id }) => bike_id) } });
  return aliases.flatMap(({ public_id: publicId, bike_id, location_id: locationId }) => {
    const bike = bikes.find(({ id }) => id === bike_id);
    return bike === undefined ? [] : [showFormerBike(bike, { publicId, locationId })];
  });
}
