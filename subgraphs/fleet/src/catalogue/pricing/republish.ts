import { sqlAll } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Flight } from '../../flight/flight.entity.js';
import { ProductVariant } from '../../shop/variant/product-variant.entity.js';
import { Bike } from '../../vehicle/bike/bike.entity.js';
import { CarClass } from '../../vehicle/car-class/car-class.entity.js';
import { WorkshopService } from '../../workshop/service/workshop-service.entity.js';
import type { Bookable } from '../publish/bookables.js';
import { publishBookables } from '../publish/publish-bookables.js';
import { RatePlan } from './rate-plan.entity.js';
import type { TaxCategory } from './tax/tax-category.js';

/** Tells everybody the new price of what a plan prices. */
export async function republishPlan(tx: EntityManager, ratePlanId: string): Promise<void> {
  const classes = await tx.find(CarClass, { ratePlanId, retiredAt: null });
  const bikes = await tx.find(Bike, { ratePlanId, retiredAt: null });
  await republish(tx, [...classes, ...bikes]);
}

/** Tells everybody the new tax of what a category is about in a country. */
export async function republishTax(
  tx: EntityManager,
  { country, category: taxCategory }: { readonly country: string; readonly category: TaxCategory },
): Promise<void> {
  const plans = await tx.find(RatePlan, { taxCategory });
  const ratePlanId = { $in: plans.map(({ id }) => id) };
  const places = await sqlAll<{ id: string }>(tx, 'select id from location where country = $1', [country]);
  const locationId = { $in: places.map(({ id }) => id) };
  const upcoming = { $gt: new Date() };
  await republish(tx, [
    ...(await tx.find(CarClass, { country, ratePlanId, retiredAt: null })),
    ...(await tx.find(Bike, { locationId, ratePlanId, retiredAt: null })),
    ...(await tx.find(WorkshopService, { locationId, taxCategory, retiredAt: null })),
    ...(await tx.find(ProductVariant, { locationId, taxCategory, retiredAt: null })),
    ...(await tx.find(Flight, { originId: locationId, taxCategory, departsAt: upcoming, retiredAt: null })),
  ]);
}

async function republish(tx: EntityManager, bookables: readonly Bookable[]): Promise<void> {
  for (const bookable of bookables) bookable.version += 1;
  await publishBookables(tx, bookables);
}
