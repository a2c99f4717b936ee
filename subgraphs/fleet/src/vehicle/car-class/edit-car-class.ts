import type { EntityManager } from '@mikro-orm/postgresql';
import { publishBookables } from '../../catalogue/publish/publish-bookables.js';
import { assignGiven, type Edited, editVersioned } from '../../editing/edit-versioned.js';
import { refuseFaults } from '../../editing/refuse-faults.js';
import { carClassFaults, requireDayPlan } from './add-car-class.js';
import { CarClass } from './car-class.entity.js';

/** What can be edited of a class. */
export interface CarClassEdit extends Edited {
  readonly title?: string | null;
  readonly seats?: number | null;
  readonly minimumDriverAge?: number | null;
  readonly turnaroundMinutes?: number | null;
  readonly ratePlanId?: string | null;
}

/** Edits a class; what is left out stays. */
export function editCarClass(em: EntityManager, { id, expectedVersion, ...given }: CarClassEdit): Promise<CarClass> {
  return editVersioned(em, { entity: CarClass, id, expectedVersion }, async (carClass, tx) => {
    assignGiven<CarClass>(carClass, Object.fromEntries(Object.entries(given)));
    refuseFaults(carClassFaults(carClass));
    await requireDayPlan(tx, carClass.ratePlanId);
    await publishBookables(tx, [carClass]);
  });
}
