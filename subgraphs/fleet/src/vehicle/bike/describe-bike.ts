import type { EntityManager } from '@mikro-orm/postgresql';
import { pricingByPlan } from '../../catalogue/pricing/pricing-by-plan.js';
import type { Snapshot } from '../../catalogue/publish/snapshot.js';
import { requireRow } from '../../editing/edit-versioned.js';
import { Location } from '../../place/location.entity.js';
import type { Bike } from './bike.entity.js';

/** What others learn of a bike. */
export async function describeBike(em: EntityManager, bike: Bike): Promise<Snapshot> {
  const { propulsion, reservationMinutes } = bike;
  const station = await requireRow(em, Location, bike.locationId);
  return {
    details: { case: 'bike', value: { propulsion, unitId: bike.id, reservationMinutes } },
    pricing: await pricingByPlan(em, bike.ratePlanId, station.country),
    words: [bike.title, 'bike', 'bicycle', propulsion === 'HUMAN' ? null : 'e-bike electric', station.name],
    place: station,
    facets: { country: station.country, propulsion },
    endsAt: null,
  };
}
