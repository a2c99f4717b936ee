import { sqlRun } from '@fleetgraph/kit/database/sql';
import type { LocationChanged } from '@fleetgraph/schema/events/fleet_pb';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Takes over a place as fleet describes it now. */
export async function followLocation(em: EntityManager, place: LocationChanged): Promise<void> {
  await sqlRun(
    em,
    `insert into place (id, version, code, name, kind, time_zone, latitude, longitude, country, opening_hours)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (id) do update set
       version = excluded.version, code = excluded.code, name = excluded.name, kind = excluded.kind,
       time_zone = excluded.time_zone, latitude = excluded.latitude, longitude = excluded.longitude,
       country = excluded.country, opening_hours = excluded.opening_hours
     where place.version < excluded.version`,
    [
      place.locationId,
      place.version,
      place.code,
      place.name,
      place.kind,
      place.timeZone,
      place.latitude,
      place.longitude,
      place.country,
      place.openingHours,
    ],
  );
}
