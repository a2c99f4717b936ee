import type { EntityManager } from '@mikro-orm/postgresql';
import { pricingByPlan } from '../../catalogue/pricing/pricing-by-plan.js';
import type { Snapshot } from '../../catalogue/publish/snapshot.js';
import type { CarClass } from './car-class.entity.js';

/** What others learn of a car class. */
export async function describeCarClass(em: EntityManager, carClass: CarClass): Promise<Snapshot> {
  const { acriss, country, seats, minimumDriverAge, turnaroundMinutes } = carClass;
  return {
    details: { case: 'carClass', value: { acriss, seats, minimumDriverAge, turnaroundMinutes } },
    pricing: await pricingByPlan(em, carClass.ratePlanId, country),
    words: [carClass.title, acriss, 'car', country],
    place: null,
    facets: { country, seats: String(seats), category: acriss.slice(0, 1) },
    endsAt: null,
  };
}
