import type { EntityManager } from '@mikro-orm/postgresql';
import { publishBookables } from '../../catalogue/publish/publish-bookables.js';
import { assignGiven, editVersioned } from '../../editing/edit-versioned.js';
import { publishVehicleUnits } from '../publish-units.js';
import { checkBike } from './add-bike.js';
import { Bike } from './bike.entity.js';

/** What can be edited of a bike; staff name it by its unit. */
export interface BikeEdit {
  readonly unitId: string;
  readonly expectedVersion: number;
  readonly title?: string | null;
  readonly locationId?: string | null;
  readonly rangeMeters?: number | null;
  readonly ratePlanId?: string | null;
}

/** Edits a bike or moves it to another station. */
export function editBike(em: EntityManager, { unitId: id, expectedVersion, ...given }: BikeEdit): Promise<Bike> {
  return editVersioned(em, { entity: Bike, id, expectedVersion }, async (bike, tx) => {
    assignGiven<Bike>(bike, Object.fromEntries(Object.entries(given)));
    await checkBike(tx, bike);
    await publishBookables(tx, [bike]);
    await publishVehicleUnits(tx, [bike]);
  });
}
