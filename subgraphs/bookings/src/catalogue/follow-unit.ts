import { sqlRun } from '@fleetgraph/kit/database/sql';
import type { UnitChanged } from '@fleetgraph/schema/events/fleet_pb';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Takes over a unit: a car, a bike, a bay, a technician. */
export async function followUnit(em: EntityManager, unit: UnitChanged): Promise<void> {
  await sqlRun(
    em,
    `insert into unit (id, version, kind, bookable_id, location_id, capabilities, in_service)
     values ($1, $2, $3, nullif($4, ''), $5, $6, $7)
     on conflict (id) do update set
       version = excluded.version, kind = excluded.kind, bookable_id = excluded.bookable_id,
       location_id = excluded.location_id, capabilities = excluded.capabilities, in_service = excluded.in_service
     where unit.version < excluded.version`,
    [unit.unitId, unit.version, unit.kind, unit.bookableId, unit.locationId, unit.capabilities, unit.inService],
  );
}
