import { record } from '@fleetgraph/kit/events/record';
import { UnitChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Bay } from './bay.entity.js';
import type { Technician } from './technician.entity.js';

/** Tells the others of a bay or technician that was added or edited; who the technician is stays here. */
export async function publishWorkshopUnit(tx: EntityManager, unit: Bay | Technician): Promise<void> {
  await record(tx, UnitChangedSchema, {
    key: unit.id,
    payload: {
      unitId: unit.id,
      version: unit.version,
      locationId: unit.locationId,
      inService: unit.retiredAt === null,
      ...(unit instanceof Bay
        ? { kind: 'BAY', capabilities: unit.capabilities }
        : { kind: 'TECHNICIAN', capabilities: unit.skills }),
    },
  });
}
