import { sqlAll } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { BookableKind } from '../../booking/model/line-state.js';
import type { CatalogueRow } from '../../catalogue/catalogue-row.js';
import { type FoundOffer, type PlaceWindow, titlePatterns, windowColumns } from './found-offer.js';

/** What to look for among cars. */
export interface CarSearch {
  readonly windows: readonly PlaceWindow[];
  /** Where the car is returned; absent: where it was picked up. */
  readonly returnTo?: { readonly id: string; readonly timeZone: string } | undefined;
  readonly text?: string | null | undefined;
}

interface Row extends CatalogueRow {
  readonly location_id: string;
  readonly time_zone: string;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly units_left: number;
}

/** Car classes with at least one free unit at the place for the whole rental and its turnaround. */
export async function findCars(em: EntityManager, { windows, returnTo, text }: CarSearch): Promise<FoundOffer[]> {
  const rows = await sqlAll<Row>(
    em,
    `select b.id, b.kind, b.title, b.rate_plan, b.details, w.*, free.units_left
     from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) w (location_id, time_zone, starts_at, ends_at)
     join bookable b on b.kind = 'CAR' and b.is_active and b.title ilike all ($6::text[])
     cross join lateral (
       select count(*)::int as units_left
       from free_units(
         tstzrange(w.starts_at, w.ends_at + make_interval(mins => (b.details->>'turnaroundMinutes')::int)),
         nullif($5, w.location_id)) f
       where f.kind = 'CAR' and f.bookable_id = b.id and f.location_id = w.location_id) free
     where free.units_left > 0`,
    [...windowColumns(windows), returnTo?.id ?? null, titlePatterns(text)],
  );
  return rows.map(({ location_id, time_zone, starts_at, ends_at, units_left, ...row }) => ({
    row,
    terms: {
      kind: BookableKind.CAR,
      bookableId: row.id,
      from: starts_at,
      to: ends_at,
      timeZone: time_zone,
      endsTimeZone: returnTo?.timeZone ?? time_zone,
      locationId: location_id,
      returnLocationId: returnTo?.id ?? location_id,
      cabinClass: null,
      seat: null,
    },
    unitsLeft: units_left,
    seatFeatures: [],
  }));
}
