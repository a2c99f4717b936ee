import { Migration } from '@mikro-orm/migrations';

/** How lines are taken: one call, all or none. The constraints of `allocation` and `stock_position` have the last word. */
export class CreateTaking extends Migration {
  override name = 'bookings-0003-create-taking';

  override up(): void {
    this.addSql(FREE_UNITS);
    this.addSql(FREE_UNITS_FOR);
    this.addSql(TAKE_UNIT);
    this.addSql(FREE_SEATS_FOR);
    this.addSql(TAKE_SEAT);
    this.addSql(TAKE_STOCK);
    this.addSql(TAKE_LINES);
    this.addSql(RELEASE_LINES);
  }

  override down(): void {
    this.addSql('drop function take_lines, release_lines, take_stock, take_seat, take_unit');
    this.addSql('drop function free_seats_for, free_units_for, free_units');
  }
}

// An overdue unit is taken for as long as nobody brought it back (F-11), also in the seconds before the job says so;
// a one-way rental moves the unit away, so nothing may stand behind it, and it may stand before nothing.
// One plain SELECT, so that PostgreSQL plans it together with the conditions of whoever asks.
const FREE_UNITS = `
  create function free_units(p_period tstzrange, p_moves_to text) returns setof unit language sql stable as $$
    select u.* from unit u
    where u.in_service
      and not exists (select from allocation a
        where a.unit_id = u.id and a.released_at is null and a.period && p_period)
      and not exists (select from allocation a
        where a.unit_id = u.id and a.released_at is null and a.due_at <= now() and upper(p_period) > lower(a.period))
      and not exists (select from allocation a
        where a.unit_id = u.id and a.released_at is null and a.moves_to is not null and a.period << p_period)
      and (p_moves_to is null or not exists (select from allocation a
        where a.unit_id = u.id and a.released_at is null and a.period >> p_period))
  $$`;

// The units that could serve a demand, whoever is just taking them.
const FREE_UNITS_FOR = `
  create function free_units_for(d jsonb) returns setof text language sql stable as $$
    select f.id
    from free_units(tstzrange((d->>'from')::timestamptz, (d->>'to')::timestamptz), d->>'movesTo') f
    where f.kind = d->>'unitKind' and f.location_id = d->>'locationId'
      and (d->>'bookableId' is null or f.bookable_id = d->>'bookableId')
      and (d->>'unitId' is null or f.id = d->>'unitId')
      and (coalesce(d->>'capability', '') = '' or d->>'capability' = any (f.capabilities))
  $$`;

// Picks any free unit, past those that rivals are just taking, so that rivals of a class with many units do not queue.
// When all free ones are in rivals' hands it waits for one of them: the rival may still give up.
const TAKE_UNIT = `
  create function take_unit(p_line uuid, d jsonb) returns text language plpgsql as $$
  declare chosen text;
  begin
    for attempt in 1..20 loop
      select id into chosen from unit where id in (select free_units_for(d))
        order by random() limit 1 for no key update skip locked;
      if not found then
        select id into chosen from unit where id in (select free_units_for(d)) order by id limit 1 for no key update;
        if not found then return null; end if;
      end if;
      insert into allocation (line_id, unit_id, period, moves_to)
        values (p_line, chosen, tstzrange((d->>'from')::timestamptz, (d->>'to')::timestamptz), d->>'movesTo')
        on conflict do nothing;
      if found then return chosen; end if; -- else a rival committed after this statement's snapshot: look again
    end loop;
    return null;
  end $$`;

// A seat by its name, or any of a cabin; seats that cost more are given away last.
const FREE_SEATS_FOR = `
  create function free_seats_for(d jsonb) returns setof seat language sql stable as $$
    select s.* from seat s
    where s.flight_id = d->>'flightId' and not s.is_blocked
      and (case when d->>'seat' is null then s.cabin_class = d->>'cabinClass' else s.designator = d->>'seat' end)
      and not exists (select from allocation a
        where a.flight_id = s.flight_id and a.seat = s.designator and a.released_at is null)
  $$`;

const TAKE_SEAT = `
  create function take_seat(p_line uuid, d jsonb) returns text language plpgsql as $$
  declare chosen text;
  begin
    for attempt in 1..20 loop
      select s.designator into chosen from seat s
        where (s.flight_id, s.designator) in (select f.flight_id, f.designator from free_seats_for(d) f)
        order by s.features && array['EXIT_ROW', 'EXTRA_LEGROOM'], random() limit 1
        for no key update skip locked;
      if not found then
        select s.designator into chosen from seat s
          where (s.flight_id, s.designator) in (select f.flight_id, f.designator from free_seats_for(d) f)
          order by s.designator limit 1 for no key update;
        if not found then return null; end if;
      end if;
      insert into allocation (line_id, flight_id, seat) values (p_line, d->>'flightId', chosen) on conflict do nothing;
      if found then return chosen; end if;
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
// when a line is lost, everything taken before is given back and its locks with it.
const TAKE_LINES = `
  create function take_lines(demands jsonb) returns table (line_id uuid, resource text, lost boolean)
  language plpgsql as $$
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
