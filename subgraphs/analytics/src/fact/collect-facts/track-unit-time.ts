import { timestampDate } from '@bufbuild/protobuf/wkt';
import { sqlRun } from '@fleetgraph/kit/database/sql';
import type {
  BookedLine,
  BookingCancelled,
  BookingConfirmed,
  LineStateChanged,
} from '@fleetgraph/schema/events/bookings_pb';
import type { UnitChanged } from '@fleetgraph/schema/events/fleet_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { orUndefined } from '../fact.js';

/** The booked time of each car of a confirmed booking. */
export async function trackUse(em: EntityManager, event: BookingConfirmed): Promise<void> {
  for (const line of event.lines) await trackLine(em, line, event.organisationId);
}

async function trackLine(em: EntityManager, line: BookedLine, organisationId: string): Promise<void> {
  if (line.kind !== 'CAR' || line.from === undefined) return;
  await sqlRun(
    em,
    `insert into unit_use (line_id, unit_id, period, location_id, organisation_id)
     select $1, unit_id, tstzrange($3, $4), $5, $6 from unnest($2::text[]) as unit_id
     on conflict on constraint unit_use_pkey do update set period = excluded.period`,
    [
      line.lineId,
      line.unitIds,
      timestampDate(line.from),
      line.to === undefined ? null : timestampDate(line.to),
      orUndefined(line.locationId),
      orUndefined(organisationId),
    ],
  );
}

/** A cancelled line used nothing. */
export async function forgetUse(em: EntityManager, event: BookingCancelled): Promise<void> {
  const lineIds = event.lines.flatMap(({ line }) => (line === undefined ? [] : [line.lineId]));
  await sqlRun(em, 'delete from unit_use where line_id = any($1::text[])', [lineIds]);
}

/** A car that came back early or late was in use until then. */
export async function endUse(em: EntityManager, { line, toState, at }: LineStateChanged): Promise<void> {
  if (line?.kind !== 'CAR' || toState !== 'COMPLETED' || at === undefined) return;
  await sqlRun(
    em,
    `update unit_use set period = tstzrange(lower(period), greatest(lower(period), $2::timestamptz)) where line_id = $1`,
    [line.lineId, timestampDate(at)],
  );
}

/** A car went into or out of service. */
export async function trackService(em: EntityManager, event: UnitChanged, time: Date): Promise<void> {
  if (event.kind !== 'CAR') return;
  await sqlRun(
    em,
    `update unit_service set period = tstzrange(lower(period), greatest(lower(period), $2::timestamptz))
      where unit_id = $1 and upper_inf(period) and version < $3`,
    [event.unitId, time, event.version],
  );
  if (!event.inService) return;
  await sqlRun(
    em,
    `insert into unit_service (unit_id, period, location_id, version) values ($1, tstzrange($2, null), $3, $4)
     on conflict on constraint unit_service_pkey do nothing`,
    [event.unitId, time, orUndefined(event.locationId), event.version],
  );
}
