import { onConstraint } from '@fleetgraph/kit/database/on-constraint';
import { transact } from '@fleetgraph/kit/database/transact';
import type { EntityManager } from '@mikro-orm/postgresql';
import { requireRow } from '../../editing/edit-versioned.js';
import { faultUnless, refuseFaults } from '../../editing/refuse-faults.js';
import { SupplyDuplicate } from '../../editing/supply.errors.js';
import { Location, LocationKind } from '../../place/location.entity.js';
import { Bay } from './bay.entity.js';
import { publishWorkshopUnit } from './publish-workshop-units.js';
import { Technician } from './technician.entity.js';

/** A bay to add. */
export interface NewBay {
  readonly locationId: string;
  readonly name: string;
  readonly capabilities: readonly string[];
}

/** A technician to add. */
export interface NewTechnician {
  readonly locationId: string;
  readonly userId?: string | null;
  readonly skills: readonly string[];
}

/** Adds a bay to a workshop. */
export function addBay(em: EntityManager, given: NewBay): Promise<Bay> {
  const bay = Object.assign(new Bay(), { ...given, capabilities: [...given.capabilities] });
  return addUnit(em, bay).catch(onConstraint({ bay_name_key: () => new SupplyDuplicate('name', given.name) }));
}

/** Adds a technician to a workshop. */
export function addTechnician(em: EntityManager, given: NewTechnician): Promise<Technician> {
  return addUnit(em, Object.assign(new Technician(), { ...given, skills: [...given.skills] }));
}

function addUnit<T extends Bay | Technician>(em: EntityManager, unit: T): Promise<T> {
  return transact(em, async (tx) => {
    await requireWorkshop(tx, unit.locationId);
    tx.persist(unit);
    await publishWorkshopUnit(tx, unit);
    return unit;
  });
}

/** Refuses a place that is no workshop. */
export async function requireWorkshop(tx: EntityManager, id: string): Promise<Location> {
  const workshop = await requireRow(tx, Location, id);
  refuseFaults([faultUnless(workshop.kind === LocationKind.WORKSHOP, 'locationId', 'This place is no workshop.')]);
  return workshop;
}
