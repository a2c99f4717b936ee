import { sqlAll } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { BookableKind } from '../../booking/model/line-state.js';
import type { CatalogueRow } from '../../catalogue/catalogue-row.js';
import { type FoundOffer, titlePatterns } from './found-offer.js';

/** What to look for among flights; places that are left out may be any. */
export interface FlightSearch {
  readonly originIds: readonly string[];
  readonly destinationIds?: readonly string[] | undefined;
  /** Departure, half-open. */
  readonly from: Date;
  readonly to: Date;
  readonly text?: string | null | undefined;
  readonly travellers?: number | null | undefined;
}

interface Row extends CatalogueRow {
  readonly origin_id: string;
  readonly destination_id: string;
  readonly departs_at: Date;
  readonly departs_zone: string;
  readonly arrives_at: Date;
  readonly arrives_zone: string;
  readonly cabin_class: string;
  readonly seats_left: number;
}

const MOST_ROWS = 400;

/** Flights with enough seats, one entry per cabin; the caller keeps the cheapest. */
export async function findFlights(em: EntityManager, search: FlightSearch): Promise<FoundOffer[]> {
  const rows = await sqlAll<Row>(
    em,
    `select b.id, b.kind, b.title, b.rate_plan, b.details, f.origin_id, f.destination_id,
       f.departs_at, f.departs_zone, f.arrives_at, f.arrives_zone, cabin.*
     from flight f
     join bookable b on b.id = f.id and b.is_active and b.title ilike all ($5::text[])
     cross join lateral (
       select s.cabin_class, count(*)::int as seats_left from seat s
       where s.flight_id = f.id and not s.is_blocked and not exists (select from allocation a
         where a.flight_id = s.flight_id and a.seat = s.designator and a.released_at is null)
       group by s.cabin_class having count(*) >= $6) cabin
     where f.departs_at >= greatest($3::timestamptz, now()) and f.departs_at < $4
       and f.origin_id = any ($1) and ($2::text[] is null or f.destination_id = any ($2))
     order by f.departs_at, f.id limit ${MOST_ROWS}`,
    [
      search.originIds,
      search.destinationIds ?? null,
      search.from,
      search.to,
      titlePatterns(search.text),
      search.travellers ?? 1,
    ],
  );
  return rows.map((row) => ({
    row: { id: row.id, kind: row.kind, title: row.title, rate_plan: row.rate_plan, details: row.details },
    terms: {
      kind: BookableKind.FLIGHT,
      bookableId: row.id,
      from: row.departs_at,
      to: row.arrives_at,
      timeZone: row.departs_zone,
      endsTimeZone: row.arrives_zone,
      locationId: row.origin_id,
      returnLocationId: row.destination_id,
      cabinClass: row.cabin_class,
      seat: null,
    },
    unitsLeft: row.seats_left,
    seatFeatures: [],
  }));
}
