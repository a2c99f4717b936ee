import { sqlAll } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { instantAt, startOfDay } from '../find/wall-clock.js';
import type { WindowInput } from '../search/offer-search.input.js';

/** When something is asked for. */
export interface AvailabilityQuestion {
  readonly bookableId: string;
  readonly window: WindowInput;
}

/** A span in which at least one unit is free. */
export interface FreeSpan {
  readonly from: Date;
  readonly to: Date;
  readonly timeZone: string;
}

/** Free spans for many questions in two statements; null for what we do not know. */
export async function loadAvailability(
  em: EntityManager,
  questions: readonly AvailabilityQuestion[],
): Promise<(FreeSpan[] | null)[]> {
  const zones = await loadZones(em, questions);
  const asked = questions.flatMap(({ bookableId, window }, index) => {
    const timeZone = zones.get(bookableId);
    if (!timeZone) return [];
    const from = instantAt(window.from, window.timeZone ?? timeZone);
    const to = window.to ? instantAt(window.to, window.timeZone ?? timeZone) : startOfDay(window.from, timeZone, 1);
    return from < to ? { index, bookableId, timeZone, from, to } : [];
  });
  const rows = await sqlAll<{ index: number; from: Date; to: Date }>(em, FREE_SPANS, [
    asked.map(({ index }) => index),
    asked.map(({ bookableId }) => bookableId),
    asked.map(({ from }) => from),
    asked.map(({ to }) => to),
  ]);
  return questions.map(({ bookableId }, index) => {
    const timeZone = zones.get(bookableId);
    return timeZone ? rows.filter((row) => row.index === index).map(({ from, to }) => ({ from, to, timeZone })) : null;
  });
}

async function loadZones(em: EntityManager, questions: readonly AvailabilityQuestion[]): Promise<Map<string, string>> {
  const rows = await sqlAll<{ id: string; time_zone: string }>(
    em,
    `select b.id, coalesce(p.time_zone,
       (select up.time_zone from unit u join place up on up.id = u.location_id where u.bookable_id = b.id order by u.id limit 1),
       (select sp.time_zone from stock_position s join place sp on sp.id = s.location_id
        where s.variant_id = b.id order by sp.id limit 1),
       'UTC') as time_zone
     from bookable b left join place p on p.id = b.location_id
     where b.id = any ($1) and b.is_active`,
    [questions.map(({ bookableId }) => bookableId)],
  );
  return new Map(rows.map(({ id, time_zone }) => [id, time_zone]));
}

// Per unit: the window without what is taken (an overdue unit for ever, a car with its turnaround before the next
// rental); per bookable: the union of its units, for a workshop the time when a bay and a technician are free.
const FREE_SPANS = `
  with asked as (
    select a.index, b.*, tstzrange(a.starts_at, a.ends_at) as period,
      make_interval(mins => coalesce((b.details->>'turnaroundMinutes')::int, 0)) as turnaround
    from unnest($1::int[], $2::text[], $3::timestamptz[], $4::timestamptz[]) a (index, id, starts_at, ends_at)
    join bookable b on b.id = a.id),
  serving as (
    select a.index, a.period, a.turnaround, u.id as unit_id, u.kind
    from asked a join unit u on u.in_service and (
      a.kind in ('CAR', 'BIKE') and u.bookable_id = a.id
      or a.kind = 'WORKSHOP' and u.location_id = a.location_id and (
        u.kind = 'BAY' and (a.details->>'bayCapability' = '' or a.details->>'bayCapability' = any (u.capabilities))
        or u.kind = 'TECHNICIAN' and (a.details->>'skill' = '' or a.details->>'skill' = any (u.capabilities))))),
  free as (
    select s.index, s.kind, range_agg(r) as spans
    from serving s
    cross join lateral unnest(tstzmultirange(s.period) - coalesce((
      select range_agg(tstzrange(lower(x.period) - s.turnaround, case when x.due_at > now() or x.due_at is null then upper(x.period) end))
      from allocation x where x.unit_id = s.unit_id and x.released_at is null), '{}')) r
    group by s.index, s.kind),
  spans as (
    select index, range_intersect_agg(spans) as spans from free
    where not (kind in ('BAY', 'TECHNICIAN') and (select count(*) from free o where o.index = free.index) < 2)
    group by index
    union all
    select a.index, tstzmultirange(tstzrange(f.departs_at, f.arrives_at)) from asked a join flight f on f.id = a.id
    where a.period && tstzrange(f.departs_at, f.arrives_at) and exists (
      select from seat s where s.flight_id = f.id and not s.is_blocked and not exists (
        select from allocation x where x.flight_id = s.flight_id and x.seat = s.designator and x.released_at is null))
    union all
    select a.index, tstzmultirange(a.period) from asked a where a.kind = 'PRODUCT' and exists (
      select from stock_position s where s.variant_id = a.id
        and s.on_hand + s.backorder_limit - s.allocated - s.reserved > 0))
  select index, lower(r) as from, upper(r) as to from spans, unnest(spans.spans) r order by index, lower(r)`;
