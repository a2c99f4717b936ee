import { onConstraint } from '@fleetgraph/kit/database/on-constraint';
import type { EntityManager } from '@mikro-orm/postgresql';
import { assignGiven, type Edited, editVersioned } from '../../editing/edit-versioned.js';
import { SupplyDuplicate } from '../../editing/supply.errors.js';
import { Bay } from './bay.entity.js';
import { publishWorkshopUnit } from './publish-workshop-units.js';
import { Technician } from './technician.entity.js';

/** What can be edited of a bay. */
export interface BayEdit extends Edited {
  readonly name?: string | null;
  readonly capabilities?: string[] | null;
  readonly isRetired?: boolean | null;
}

/** What can be edited of a technician. */
export interface TechnicianEdit extends Edited {
  readonly skills?: string[] | null;
  readonly userId?: string | null;
  readonly isRetired?: boolean | null;
}

/** Edits a bay or takes it out of service. */
export function editBay(em: EntityManager, { id, expectedVersion, isRetired, ...given }: BayEdit): Promise<Bay> {
  return editVersioned(em, { entity: Bay, id, expectedVersion }, async (bay, tx) => {
    assignGiven<Bay>(bay, Object.fromEntries(Object.entries(given)));
    if (isRetired != null) bay.retiredAt = isRetired ? new Date() : null;
    await publishWorkshopUnit(tx, bay);
  }).catch(onConstraint({ bay_name_key: () => new SupplyDuplicate('name', given.name ?? '') }));
}

/** Edits a technician; who left is kept for history. */
export function editTechnician(
  em: EntityManager,
  { id, expectedVersion, isRetired, ...given }: TechnicianEdit,
): Promise<Technician> {
  return editVersioned(em, { entity: Technician, id, expectedVersion }, async (technician, tx) => {
    assignGiven<Technician>(technician, Object.fromEntries(Object.entries(given)));
    if (isRetired != null) technician.retiredAt = isRetired ? new Date() : null;
    await publishWorkshopUnit(tx, technician);
  });
}
