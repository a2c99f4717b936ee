import { sqlAll } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { BookableKind } from '../../booking/model/line-state.js';
import type { CatalogueRow } from '../../catalogue/catalogue-row.js';
import { type FoundOffer, type PlaceWindow, titlePatterns, windowColumns } from './found-offer.js';

/** What to look for among bikes; a window without an end lasts as long as a reservation does. */
export interface BikeSearch {
  readonly windows: readonly (Omit<PlaceWindow, 'to'> & { readonly to: Date | null })[];
  readonly text?: string | null | undefined;
}

interface Row extends CatalogueRow {
  readonly location_id: string;
  readonly time_zone: string;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly units_left: number;
}

const MOST_BIKES = 200;

/** Bikes that stand at the station and are free; `unitsLeft` counts the free bikes of that station. */
export async function findBikes(em: EntityManager, { windows, text }: BikeSearch): Promise<FoundOffer[]> {
  const rows = await sqlAll<Row>(
    em,
    `select b.id, b.kind, b.title, b.rate_plan, b.details, w.location_id, w.time_zone, w.starts_at, till.ends_at,
       (count(*) over (partition by w.location_id, w.starts_at))::int as units_left
     from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) w (location_id, time_zone, starts_at, ends_at)
     join unit u on u.kind = 'BIKE' and u.location_id = w.location_id and u.in_service
     join bookable b on b.kind = 'BIKE' and b.is_active and b.details->>'unitId' = u.id and b.title ilike all ($5::text[])
     cross join lateral (select coalesce(w.ends_at,
       w.starts_at + make_interval(mins => (b.details->>'reservationMinutes')::int)) as ends_at) till
     where exists (select from free_units(tstzrange(w.starts_at, till.ends_at), null) f where f.id = u.id)
     order by b.id limit ${MOST_BIKES}`,
    [...windowColumns(windows), titlePatterns(text)],
  );
  return rows.map(({ location_id, time_zone, starts_at, ends_at, units_left, ...row }) => ({
    row,
    terms: {
      kind: BookableKind.BIKE,
      bookableId: row.id,
      from: starts_at,
      to: ends_at,
      timeZone: time_zone,
      endsTimeZone: time_zone,
      locationId: location_id,
      returnLocationId: location_id,
      cabinClass: null,
      seat: null,
    },
    unitsLeft: units_left,
    seatFeatures: [],
  }));
}
