import { toJson } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { sqlOne, sqlRun } from '@fleetgraph/kit/database/sql';
import {
  type BookableChanged,
  BookableChangedSchema,
  type FlightDetails,
  type ProductVariantDetails,
} from '@fleetgraph/schema/events/fleet_pb';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Takes over a bookable: whole state, so the last version wins. */
export async function followBookable(em: EntityManager, bookable: BookableChanged): Promise<void> {
  const isNews = await upsertBookable(em, bookable);
  if (!isNews) return;
  const { case: kind, value } = bookable.details;
  if (kind === 'flight') await upsertFlight(em, bookable.bookableId, value);
  if (kind === 'productVariant') await updateBackorderLimit(em, bookable.bookableId, value);
}

async function upsertBookable(em: EntityManager, bookable: BookableChanged): Promise<boolean> {
  // Protobuf JSON keeps int64 as text, so amounts survive jsonb; seats have a table of their own.
  const { ratePlan, carClass, bike, flight, workshopService, productVariant } = toJson(
    BookableChangedSchema,
    bookable,
    {
      alwaysEmitImplicit: true,
    },
  ) as Record<string, Record<string, unknown> | undefined>; // a message with sub-messages is an object of objects
  const { seats: _, ...details } = carClass ?? bike ?? flight ?? workshopService ?? productVariant ?? {};
  const row = await sqlOne(
    em,
    `insert into bookable (id, version, kind, title, location_id, is_active, rate_plan, details)
     values ($1, $2, $3, $4, nullif($5, ''), $6, $7::jsonb, $8::jsonb)
     on conflict (id) do update set
       version = excluded.version, kind = excluded.kind, title = excluded.title, location_id = excluded.location_id,
       is_active = excluded.is_active, rate_plan = excluded.rate_plan, details = excluded.details
     where bookable.version < excluded.version
     returning id`,
    [
      bookable.bookableId,
      bookable.version,
      bookable.kind,
      bookable.title,
      bookable.locationId,
      bookable.active,
      JSON.stringify(ratePlan ?? {}),
      JSON.stringify(details),
    ],
  );
  return row !== undefined;
}

async function upsertFlight(em: EntityManager, flightId: string, flight: FlightDetails): Promise<void> {
  if (!flight.departsAt || !flight.arrivesAt) return;
  await sqlRun(
    em,
    `insert into flight (id, origin_id, destination_id, departs_at, departs_zone, arrives_at, arrives_zone)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set
       origin_id = excluded.origin_id, destination_id = excluded.destination_id,
       departs_at = excluded.departs_at, departs_zone = excluded.departs_zone,
       arrives_at = excluded.arrives_at, arrives_zone = excluded.arrives_zone`,
    [
      flightId,
      flight.originId,
      flight.destinationId,
      timestampDate(flight.departsAt),
      flight.departsZone,
      timestampDate(flight.arrivesAt),
      flight.arrivesZone,
    ],
  );
  await replaceSeats(em, flightId, flight.seats);
}

/** In the order of seats, as taking does; unchanged ones are not touched, so that sales do not wait for this. */
async function replaceSeats(em: EntityManager, flightId: string, seats: FlightDetails['seats']): Promise<void> {
  const rows = seats.map(({ designator, cabinClass, features, blocked }) => ({
    designator,
    cabinClass,
    features,
    blocked,
  }));
  await sqlRun(
    em,
    `with told as (
       select e->>'designator' as designator, e->>'cabinClass' as cabin_class, (e->>'blocked')::boolean as is_blocked,
         array(select jsonb_array_elements_text(e->'features')) as features
       from jsonb_array_elements($2::jsonb) e),
     gone as (delete from seat s where s.flight_id = $1 and s.designator not in (select designator from told))
     insert into seat (flight_id, designator, cabin_class, features, is_blocked)
     select $1, designator, cabin_class, features, is_blocked from told order by designator
     on conflict (flight_id, designator) do update set
       cabin_class = excluded.cabin_class, features = excluded.features, is_blocked = excluded.is_blocked
     where (seat.cabin_class, seat.features, seat.is_blocked)
       is distinct from (excluded.cabin_class, excluded.features, excluded.is_blocked)`,
    [flightId, JSON.stringify(rows)],
  );
}

async function updateBackorderLimit(
  em: EntityManager,
  variantId: string,
  details: ProductVariantDetails,
): Promise<void> {
  await sqlRun(
    em,
    `update stock_position set backorder_limit = $2,
       shortfall = greatest(0, allocated + reserved - greatest(on_hand, 0) - $2)
     where variant_id = $1 and backorder_limit <> $2`,
    [variantId, details.backorder ? details.backorderLimit : 0],
  );
}
