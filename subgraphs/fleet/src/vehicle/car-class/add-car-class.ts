import { onConstraint } from '@fleetgraph/kit/database/on-constraint';
import { transact } from '@fleetgraph/kit/database/transact';
import { FieldFault } from '@fleetgraph/kit/graphql/common-errors';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Picture, pictureOf } from '../../catalogue/media/picture.js';
import { RatePlan } from '../../catalogue/pricing/rate-plan.entity.js';
import { publishBookables } from '../../catalogue/publish/publish-bookables.js';
import { requireRow } from '../../editing/edit-versioned.js';
import { faultOf, faultUnless, refuseFaults } from '../../editing/refuse-faults.js';
import { SupplyDuplicate } from '../../editing/supply.errors.js';
import { CarClass } from './car-class.entity.js';
import { acrissFault } from './check-acriss.js';

/** A class to add. */
export interface NewCarClass {
  readonly acriss: string;
  readonly title: string;
  readonly country: string;
  readonly seats: number;
  readonly minimumDriverAge: number;
  readonly turnaroundMinutes: number;
  readonly ratePlanId: string;
  readonly picture?: { readonly key: string; readonly alt: string } | null;
}

/** Adds a class of car to a country; each ACRISS code once. */
export async function addCarClass(em: EntityManager, { picture, ...given }: NewCarClass): Promise<CarClass> {
  refuseFaults(carClassFaults(given));
  return transact(em, async (tx) => {
    const carClass = Object.assign(new CarClass(), { ...given, media: [drawing(given, picture)] });
    await requireDayPlan(tx, carClass.ratePlanId);
    tx.persist(carClass);
    await publishBookables(tx, [carClass]);
    return carClass;
  }).catch(onConstraint({ car_class_acriss_country_key: () => new SupplyDuplicate('acriss', given.acriss) }));
}

/** Everything that is wrong with a class. */
export const carClassFaults = (given: Omit<NewCarClass, 'picture' | 'ratePlanId' | 'country'>) => [
  faultOf('acriss', acrissFault(given.acriss)),
  faultUnless(given.title.trim() !== '', 'title', 'A title is not empty.'),
  faultUnless(given.seats >= 1 && given.seats <= 99, 'seats', 'A car has 1 to 99 seats.'),
  faultUnless(given.minimumDriverAge >= 16, 'minimumDriverAge', 'Drivers are at least 16.'),
  faultUnless(given.turnaroundMinutes >= 0, 'turnaroundMinutes', 'A turnaround is not negative.'),
];

/** Refuses a plan that does not price by days. */
export async function requireDayPlan(em: EntityManager, ratePlanId: string): Promise<void> {
  const { terms } = await requireRow(em, RatePlan, ratePlanId);
  refuseFaults([terms.day == null && new FieldFault('ratePlanId', 'Cars are priced by a plan by days.')]);
}

const drawing = (given: { acriss: string; title: string }, picture: NewCarClass['picture']): Picture =>
  pictureOf('car', picture?.key ?? given.acriss, picture?.alt ?? `${given.title}, seen from the side`);
