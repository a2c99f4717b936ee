import { Migration } from '@mikro-orm/migrations';

/** What fleet told: places, bookables, units, seats, stock. Written by events only, in any order, so without foreign keys. */
export class CreateCatalogue extends Migration {
  override name = 'bookings-0001-create-catalogue';

  override up(): void {
    this.addSql('create extension if not exists btree_gist');
    this.addSql(`
      create table place (
        id text not null,
        version int not null,
        code text not null,
        name text not null,
        kind text not null,
        time_zone text not null,
        latitude double precision not null,
        longitude double precision not null,
        country text not null,
        opening_hours text not null,
        constraint place_pkey primary key (id)
      )`);
    this.addSql(`
      create table bookable (
        id text not null,
        version int not null,
        kind text not null,
        title text not null,
        -- Null for a car class: its units carry the place.
        location_id text,
        is_active boolean not null,
        -- Protobuf JSON of RatePlan and of the kind's details.
        rate_plan jsonb not null,
        details jsonb not null,
        constraint bookable_pkey primary key (id),
        constraint bookable_kind_known check (kind in ('CAR', 'BIKE', 'FLIGHT', 'WORKSHOP', 'PRODUCT'))
      )`);
    this.addSql('create index bookable_kind_location on bookable (kind, location_id) where is_active');
    this.addSql(`
      create table flight (
        id text not null,
        origin_id text not null,
        destination_id text not null,
        departs_at timestamptz not null,
        departs_zone text not null,
        arrives_at timestamptz not null,
        arrives_zone text not null,
        constraint flight_pkey primary key (id)
      )`);
    this.addSql('create index flight_departure on flight (departs_at, origin_id, destination_id)');
    this.addSql(`
      create table seat (
        flight_id text not null,
        designator text not null,
        cabin_class text not null,
        features text[] not null,
        is_blocked boolean not null,
        constraint seat_pkey primary key (flight_id, designator)
      )`);
    this.addSql(`
      create table unit (
        id text not null,
        version int not null,
        kind text not null,
        bookable_id text,
        location_id text not null,
        capabilities text[] not null,
        in_service boolean not null,
        constraint unit_pkey primary key (id),
        constraint unit_kind_known check (kind in ('CAR', 'BIKE', 'BAY', 'TECHNICIAN'))
      )`);
    this.addSql('create index unit_place on unit (location_id, kind, bookable_id) where in_service');
    this.addSql(`
      create table stock_position (
        variant_id text not null,
        location_id text not null,
        version int not null default 0,
        on_hand int not null default 0,
        allocated int not null default 0,
        reserved int not null default 0,
        backorder_limit int not null default 0,
        -- What a count or a loss took below what was already promised: fleet's word, never a taking.
        shortfall int not null default 0,
        constraint stock_position_pkey primary key (variant_id, location_id),
        constraint stock_position_not_negative check (allocated >= 0 and reserved >= 0 and shortfall >= 0),
        -- The last word on overselling; the conditional update that takes stock says no before.
        constraint stock_position_not_oversold check (allocated + reserved <= greatest(on_hand, 0) + backorder_limit + shortfall)
      )`);
    this.addSql(`
      create function meters_between(lat1 double precision, lon1 double precision, lat2 double precision, lon2 double precision)
      returns double precision language sql immutable as $$
        select 2 * 6371000 * asin(least(1, sqrt(
          sin(radians(lat2 - lat1) / 2) ^ 2
          + cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ^ 2)))
      $$`);
  }

  override down(): void {
    this.addSql('drop function meters_between');
    this.addSql('drop table stock_position, unit, seat, flight, bookable, place');
  }
}
