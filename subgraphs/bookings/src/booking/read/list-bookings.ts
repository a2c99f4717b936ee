import { sqlAll, sqlOne } from '@fleetgraph/kit/database/sql';
import { decodeCursor } from '@fleetgraph/kit/graphql/connection';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingState } from '../model/line-state.js';

/** Which bookings, newest first; what is left out does not narrow. */
export interface BookingList {
  readonly customerIds?: readonly string[];
  readonly organisationId?: string;
  readonly states?: readonly BookingState[] | null;
  readonly locator?: string | null;
}

/** A row of a page before it is loaded. */
export interface ListedBooking {
  readonly id: string;
  readonly customer_id: string | null;
  /** Time of booking with all its digits: what the cursor needs. */
  readonly position: string;
}

// The same rule as stateOfBooking, for a filter.
const STATE = `
  case when s.states[1] = all (s.states) then s.states[1]
    when 'CANCELLED' = any (s.states) then 'PARTIALLY_CANCELLED' else 'PARTIALLY_CONFIRMED' end`;

const FILTER = `
  ($1::text[] is null or b.customer_id = any ($1))
  and ($2::text is null or b.organisation_id = $2)
  and ($3::text is null or b.locator = upper($3))
  and ($4::text[] is null or exists (
    select from (select array_agg(l.state) as states from booking_line l where l.booking_id = b.id) s
    where ${STATE} = any ($4)))`;

const filterValues = ({ customerIds, organisationId, locator, states }: BookingList) => [
  customerIds ?? null,
  organisationId ?? null,
  locator ?? null,
  states ?? null,
];

/** Up to `first + 1` rows for each customer, or for all together when the list names none. */
export function listBookings(
  em: EntityManager,
  list: BookingList,
  { first, after }: { first: number; after?: string | null | undefined },
): Promise<ListedBooking[]> {
  const [bookedAt, id] = after ? decodeCursor(after) : [];
  const values = [...filterValues(list), bookedAt ?? null, id ?? null, first + 1];
  const page = `
    select b.id, b.customer_id, b.booked_at::text as position, b.booked_at from booking b
    where ${FILTER} and ($5::timestamptz is null or (b.booked_at, b.id) < ($5::timestamptz, $6::uuid))`;
  const order = 'order by b.booked_at desc, b.id desc limit $7';
  if (!list.customerIds) return sqlAll(em, `${page} ${order}`, values);
  return sqlAll(
    em,
    `select p.id, p.customer_id, p.position from unnest($1::text[]) c (id)
     cross join lateral (${page} and b.customer_id = c.id ${order}) p
     order by p.booked_at desc, p.id desc`,
    values,
  );
}

/** How many there are. */
export async function countBookings(em: EntityManager, list: BookingList): Promise<number> {
  const row = await sqlOne<{ count: number }>(
    em,
    `select count(*)::int as count from booking b where ${FILTER}`,
    filterValues(list),
  );
  return row?.count ?? 0;
}
