import { sqlAll } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { BookableKind } from '../../booking/model/line-state.js';

/** A place that supplies a kind. */
export interface SupplyPlace {
  readonly id: string;
  readonly time_zone: string;
  readonly opening_hours: string;
}

/** Where to look: at one place, around a point, or everywhere. */
export interface PlaceSearch {
  readonly locationId?: string | undefined;
  readonly near?: { readonly latitude: number; readonly longitude: number; readonly radiusMeters: number } | undefined;
}

/** A place that does not supply the kind itself stands for what is around it. */
const AROUND_A_PLACE_METERS = 50_000;
const MOST_PLACES = 500;

const SUPPLIES: Readonly<Record<BookableKind, string>> = {
  [BookableKind.CAR]: `select from unit u where u.location_id = p.id and u.kind = 'CAR' and u.in_service`,
  [BookableKind.BIKE]: `select from unit u where u.location_id = p.id and u.kind = 'BIKE' and u.in_service`,
  [BookableKind.FLIGHT]: 'select from flight f where f.origin_id = p.id and f.departs_at > now()',
  [BookableKind.WORKSHOP]: `select from unit u where u.location_id = p.id and u.kind = 'BAY' and u.in_service`,
  [BookableKind.PRODUCT]: 'select from stock_position s where s.location_id = p.id',
};

/** Places that supply a kind: exactly the one asked for where it does, else the nearest. */
export async function searchPlaces(em: EntityManager, kind: BookableKind, search: PlaceSearch): Promise<SupplyPlace[]> {
  const { locationId, near } = search;
  const rows = await sqlAll<SupplyPlace & { distance: number | null }>(
    em,
    `with centre as (
       select latitude, longitude, $5::double precision as radius from place where id = $1
       union all select $2, $3, $4 where $1::text is null and $2::double precision is not null)
     select p.id, p.time_zone, p.opening_hours,
       meters_between(c.latitude, c.longitude, p.latitude, p.longitude) as distance
     from place p left join centre c on true
     where exists (${SUPPLIES[kind]})
       and ($1::text is null and $2::double precision is null
         or meters_between(c.latitude, c.longitude, p.latitude, p.longitude) <= c.radius)
     order by distance nulls last, p.id limit ${MOST_PLACES}`,
    [
      locationId ?? null,
      near?.latitude ?? null,
      near?.longitude ?? null,
      near?.radiusMeters ?? null,
      AROUND_A_PLACE_METERS,
    ],
  );
  const exact = rows.find(({ id }) => id === locationId);
  return exact ? [exact] : rows;
}
