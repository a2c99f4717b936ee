import { Migration } from '@mikro-orm/migrations';

/** Holds are announced and ended by one sweep instead of a timer each; takings of one unit at different times do not queue. */
export class SweepAndClaim extends Migration {
  override name = 'bookings-0005-sweep-and-claim';

  override up(): void {
    // When the customer is to be told that the hold ends soon; null once that is done.
    this.addSql('alter table booking add column announce_end_at timestamptz');
    this.addSql(`create index booking_end_to_announce on booking (announce_end_at)
      where hold_state = 'ACTIVE' and announce_end_at is not null`);
    this.addSql(ANNOUNCE_HOLDS_UNDER_WAY);
    this.addSql(FORGET_TIMERS);
    for (const sql of [CLAIM_UNIT, AWAIT_UNIT, TAKE_UNIT, DEMAND_IS_FREE]) this.addSql(sql);
  }
}

// They have the warning time of the default settings; a timer of theirs may have told them already, which is no harm.
const ANNOUNCE_HOLDS_UNDER_WAY = `
  update booking set announce_end_at = hold_expires_at - interval '2 minutes'
    where hold_state = 'ACTIVE' and paying_until is null and hold_expires_at > now() + interval '2 minutes'`;

// The job tables come after the migrations in a new database.
const FORGET_TIMERS = `
  do $$ begin
    if to_regclass('graphile_worker.jobs') is not null then
      perform graphile_worker.complete_jobs(array(select id from graphile_worker.jobs where task_identifier = 'watch-hold'));
    end if;
  end $$`;

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
  create or replace function take_unit(p_line uuid, d jsonb) returns text language plpgsql as $$
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

// In PL/pgSQL, because it keeps the plans that a function in SQL makes anew at every call.
const DEMAND_IS_FREE = `
  create or replace function demand_is_free(d jsonb) returns boolean language plpgsql stable as $$
  begin
    case d->>'take'
      when 'UNIT' then return exists (select from units_for(d) u where unit_is_free(u.id,
        tstzrange((d->>'from')::timestamptz, (d->>'to')::timestamptz), d->>'movesTo'));
      when 'SEAT' then return exists (select from seats_for(d) s where seat_is_free(s.flight_id, s.designator));
      when 'STOCK' then return exists (select from stock_position s
        where s.variant_id = d->>'variantId' and s.location_id = d->>'locationId'
          and s.on_hand + s.backorder_limit - s.allocated - s.reserved >= (d->>'quantity')::int);
    end case;
  end $$`;
