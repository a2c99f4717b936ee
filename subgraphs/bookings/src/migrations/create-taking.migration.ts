import { Migration } from '@mikro-orm/migrations';

/** How lines are taken: one call, all or none. The constraints of `allocation` and `stock_position` have the last word. */
export class CreateTaking extends Migration {
  override name = 'bookings-0003-create-taking';

  override up(): void {
    for (const sql of [UNIT_IS_FREE, FREE_UNITS, UNITS_FOR, SEAT_IS_FREE, SEATS_FOR, DEMAND_IS_FREE]) this.addSql(sql);
    this.addSql(TAKE_UNIT);
    this.addSql(TAKE_SEAT);
    this.addSql(TAKE_STOCK);
    this.addSql(TAKE_LINES);
    this.addSql(RELEASE_LINES);
  }

  override down(): void {
    this.addSql('drop function take_lines, release_lines, take_stock, take_seat, take_unit');
    this.addSql('drop function demand_is_free, seats_for, seat_is_free, units_for, free_units, unit_is_free');
  }
}

// An overdue unit is taken for as long as nobody brought it back (F-11), also in the seconds before the job says so;
// a one-way rental moves the unit away, so nothing may stand behind it, and it may stand before nothing.
const UNIT_IS_FREE = `
  create function unit_is_free(p_unit text, p_period tstzrange, p_moves_to text) returns boolean
  language sql stable begin atomic
    select not exists (select from allocation a
        where a.unit_id = p_unit and a.released_at is null and a.period && p_period)
      and not exists (select from allocation a
        where a.unit_id = p_unit and a.released_at is null and a.due_at <= now() and upper(p_period) > lower(a.period))
      and not exists (select from allocation a
        where a.unit_id = p_unit and a.released_at is null and a.moves_to is not null and a.period << p_period)
      and (p_moves_to is null or not exists (select from allocation a
        where a.unit_id = p_unit and a.released_at is null and a.period >> p_period));
  end`;

const FREE_UNITS = `
  create function free_units(p_period tstzrange, p_moves_to text) returns setof unit language sql stable as $$
    select u.* from unit u where u.in_service and unit_is_free(u.id, p_period, p_moves_to)
  $$`;

// The units that could serve a demand at all, taken or not.
const UNITS_FOR = `
  create function units_for(d jsonb) returns setof unit language sql stable as $$
    select u.* from unit u
    where u.in_service and u.kind = d->>'unitKind' and u.location_id = d->>'locationId'
      and (d->>'bookableId' is null or u.bookable_id = d->>'bookableId')
      and (d->>'unitId' is null or u.id = d->>'unitId')
      and (coalesce(d->>'capability', '') = '' or d->>'capability' = any (u.capabilities))
  $$`;

const SEATS_FOR = `
  create function seats_for(d jsonb) returns setof seat language sql stable as $$
    select s.* from seat s
    where s.flight_id = d->>'flightId' and not s.is_blocked
      and (case when d->>'seat' is null then s.cabin_class = d->>'cabinClass' else s.designator = d->>'seat' end)
  $$`;

const SEAT_IS_FREE = `
  create function seat_is_free(p_flight text, p_seat text) returns boolean language sql stable begin atomic
    select not exists (select from allocation a
      where a.flight_id = p_flight and a.seat = p_seat and a.released_at is null);
  end`;

const DEMAND_IS_FREE = `
  create function demand_is_free(d jsonb) returns boolean language sql stable as $$
    select case d->>'take'
      when 'UNIT' then exists (select from units_for(d) u where unit_is_free(u.id,
        tstzrange((d->>'from')::timestamptz, (d->>'to')::timestamptz), d->>'movesTo'))
      when 'SEAT' then exists (select from seats_for(d) s where seat_is_free(s.flight_id, s.designator))
      else exists (select from stock_position s
        where s.variant_id = d->>'variantId' and s.location_id = d->>'locationId'
          and s.on_hand + s.backorder_limit - s.allocated - s.reserved >= (d->>'quantity')::int) end
  $$`;

// Tries the units in random order, past those that rivals are just taking, so that rivals of a class with many units do
// not queue. Every statement sees what committed before it, and the insert has the last word. When only units in rivals'
// hands are left it waits for one of them: the rival may still give up.
const TAKE_UNIT = `
  create function take_unit(p_line uuid, d jsonb) returns text language plpgsql as $$
  declare
    wanted tstzrange := tstzrange((d->>'from')::timestamptz, (d->>'to')::timestamptz);
    candidate text;
    contested text;
  begin
    for attempt in 1..20 loop
      contested := null;
      for candidate in select u.id from units_for(d) u order by random() loop
        continue when not unit_is_free(candidate, wanted, d->>'movesTo');
        perform from unit where id = candidate for no key update skip locked;
        if not found then contested := candidate; continue; end if;
        insert into allocation (line_id, unit_id, period, moves_to)
          values (p_line, candidate, wanted, d->>'movesTo') on conflict do nothing;
        if found then return candidate; end if;
      end loop;
      if contested is null then return null; end if;
      perform from unit where id = contested for no key update;
    end loop;
    return null;
  end $$`;

// A seat by its name, or any of a cabin; seats that cost more are given away last.
const TAKE_SEAT = `
  create function take_seat(p_line uuid, d jsonb) returns text language plpgsql as $$
  declare
    flight text := d->>'flightId';
    candidate text;
    contested text;
  begin
    for attempt in 1..20 loop
      contested := null;
      for candidate in select s.designator from seats_for(d) s
        order by s.features && array['EXIT_ROW', 'EXTRA_LEGROOM'], random()
      loop
        continue when not seat_is_free(flight, candidate);
        perform from seat s where s.flight_id = flight and s.designator = candidate for no key update skip locked;
        if not found then contested := candidate; continue; end if;
        insert into allocation (line_id, flight_id, seat) values (p_line, flight, candidate) on conflict do nothing;
        if found then return candidate; end if;
      end loop;
      if contested is null then return null; end if;
      perform from seat s where s.flight_id = flight and s.designator = contested for no key update;
    end loop;
    return null;
  end $$`;

const TAKE_STOCK = `
  create function take_stock(p_line uuid, d jsonb) returns boolean language plpgsql as $$
  begin
    update stock_position set allocated = allocated + (d->>'quantity')::int
      where variant_id = d->>'variantId' and location_id = d->>'locationId'
        and on_hand + backorder_limit - allocated - reserved >= (d->>'quantity')::int;
    if not found then return false; end if;
    insert into allocation (line_id, variant_id, location_id, quantity)
      values (p_line, d->>'variantId', d->>'locationId', (d->>'quantity')::int);
    return true;
  end $$`;

// Demands come as [{lineId, group, take, …}]. One order of groups for everybody means that nobody waits in a circle;
// inside a group with several demands of one basket a lock on the group keeps it so. The inner block is a savepoint:
// when a line is lost, everything taken before is given back and its locks with it. No sequential scans: a plan that was
// made while a table was small would read all of it when it has grown.
const TAKE_LINES = `
  create function take_lines(demands jsonb) returns table (line_id uuid, resource text, lost boolean)
  language plpgsql set enable_seqscan = off as $$
  declare
    d record;
    taken text;
    lost_lines uuid[] := '{}';
  begin
    begin
      for d in
        select (e->>'lineId')::uuid as line, e->>'group' as resource_group, e as demand,
          count(*) over (partition by e->>'group') > 1 as is_shared
        from jsonb_array_elements(demands) e order by e->>'group' collate "C", e->>'lineId'
      loop
        if d.is_shared then perform pg_advisory_xact_lock(hashtextextended(d.resource_group, 4801962)); end if;
        case d.demand->>'take'
          when 'UNIT' then taken := take_unit(d.line, d.demand);
          when 'SEAT' then taken := take_seat(d.line, d.demand);
          when 'STOCK' then taken := case when take_stock(d.line, d.demand) then d.demand->>'variantId' end;
        end case;
        if taken is null then lost_lines := lost_lines || d.line;
        else
          line_id := d.line; resource := taken; lost := false;
          return next;
        end if;
      end loop;
      if cardinality(lost_lines) > 0 then raise exception using errcode = 'FG001'; end if;
    exception when sqlstate 'FG001' then
      return query select distinct l, null::text, true from unnest(lost_lines) l;
    end;
  end $$`;

// Frees what lines had. Stock in the order of its key, as taking does.
const RELEASE_LINES = `
  create function release_lines(lines uuid[]) returns void language plpgsql as $$
  begin
    perform from stock_position p where exists (select from allocation a
        where a.line_id = any (lines) and a.released_at is null and a.variant_id = p.variant_id and a.location_id = p.location_id)
      order by p.variant_id collate "C", p.location_id collate "C" for update;
    with freed as (
      update allocation a set released_at = clock_timestamp()
        where a.line_id = any (lines) and a.released_at is null returning *)
    update stock_position p set allocated = p.allocated - f.quantity
      from (select variant_id, location_id, sum(quantity)::int as quantity from freed
        where variant_id is not null group by variant_id, location_id) f
      where p.variant_id = f.variant_id and p.location_id = f.location_id;
  end $$`;
