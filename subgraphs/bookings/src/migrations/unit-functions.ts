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

// Who wants a unit for a time excludes rivals for just that time, so that they can pass it by, but nobody who wants it
// for another: holds of different days do not queue. A one-way rental wants the unit alone, because what stands behind
// and before it must stay as it is seen.
const CLAIM_UNIT = `
  create function claim_unit(p_unit text, p_period tstzrange, p_moves_to text) returns boolean language sql as $$
    select pg_try_advisory_xact_lock(hashtextextended(p_unit || p_period, 4801965))
      and case when p_moves_to is null then pg_try_advisory_xact_lock_shared(hashtextextended(p_unit, 4801966))
        else pg_try_advisory_xact_lock(hashtextextended(p_unit, 4801966)) end
  $$`;

const AWAIT_UNIT = `
  create function await_unit(p_unit text, p_period tstzrange, p_moves_to text) returns void language plpgsql as $$
  begin
    perform pg_advisory_xact_lock(hashtextextended(p_unit || p_period, 4801965));
    if p_moves_to is null then perform pg_advisory_xact_lock_shared(hashtextextended(p_unit, 4801966));
    else perform pg_advisory_xact_lock(hashtextextended(p_unit, 4801966)); end if;
  end $$`;

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
        if not claim_unit(candidate, wanted, d->>'movesTo') then contested := candidate; continue; end if;
        -- A rival may have committed between the look and the claim.
        continue when not unit_is_free(candidate, wanted, d->>'movesTo');
        insert into allocation (line_id, unit_id, period, moves_to)
          values (p_line, candidate, wanted, d->>'movesTo') on conflict do nothing;
        if found then return candidate; end if;
      end loop;
      if contested is null then return null; end if;
      perform await_unit(contested, wanted, d->>'movesTo');
    end loop;
    return null;
  end $$`;

/** How units over time are found, claimed and taken, in the order in which they need each other. */
export const UNIT_FUNCTIONS = [UNIT_IS_FREE, FREE_UNITS, UNITS_FOR, CLAIM_UNIT, AWAIT_UNIT, TAKE_UNIT];
