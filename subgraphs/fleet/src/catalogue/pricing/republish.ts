import { sqlAll } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Flight } from '../../flight/flight.entity.js';
import { Bike } from '../../vehicle/bike/bike.entity.js';
import { CarClass } from '../../vehicle/car-class/car-class.entity.js';
import { type Bookable, ENTITY_OF_KIND } from '../publish/bookables.js';
import { publishBookables } from '../publish/publish-bookables.js';

/** Tells everybody the new price of what a plan prices. */
export async function republishPlan(tx: EntityManager, ratePlanId: string): Promise<void> {
  const classes = await tx.find(CarClass, { ratePlanId, retiredAt: null });
  const bikes = await tx.find(Bike, { ratePlanId, retiredAt: null });
  await republish(tx, [...classes, ...bikes]);
}

/** Tells everybody the new tax of what is offered in a country. */
export async function republishCountry(tx: EntityManager, country: string): Promise<void> {
  const classes = await tx.find(CarClass, { country, retiredAt: null });
  const places = await sqlAll<{ id: string }>(tx, 'select id from location where country = $1', [country]);
  const locationId = { $in: places.map(({ id }) => id) };
  const { BIKE, WORKSHOP, PRODUCT } = ENTITY_OF_KIND;
  const others: Bookable[] = [];
  for (const entity of [BIKE, WORKSHOP, PRODUCT])
    others.push(...(await tx.find(entity, { locationId, retiredAt: null })));
  others.push(...(await tx.find(Flight, { originId: locationId, departsAt: { $gt: new Date() }, retiredAt: null })));
  await republish(tx, [...classes, ...others]);
}

async function republish(tx: EntityManager, bookables: readonly Bookable[]): Promise<void> {
  for (const bookable of bookables) bookable.version += 1;
  await publishBookables(tx, bookables);
}
