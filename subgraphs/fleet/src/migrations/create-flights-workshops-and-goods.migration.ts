import { Migration } from '@mikro-orm/migrations';

/** Flights, workshops and goods. */
export class CreateFlightsWorkshopsAndGoods extends Migration {
  override name = 'fleet-0003-create-flights-workshops-and-goods';

  override up(): void {
    this.addSql(`
      create table aircraft (
        id text not null constraint aircraft_pkey primary key,
        code text not null constraint aircraft_code_key unique,
        name text not null,
        cabins jsonb not null,
        version integer not null
      );
      create table flight (
        id text not null constraint flight_pkey primary key,
        carrier text not null,
        number text not null,
        title text not null,
        -- The calendar day at the airport of departure: with the number it names a flight (F-23).
        departs_on text not null,
        origin_id text not null constraint flight_origin_fk references location,
        destination_id text not null constraint flight_destination_fk references location,
        departs_at timestamptz not null,
        departs_zone text not null,
        arrives_at timestamptz not null,
        arrives_zone text not null,
        aircraft_id text not null constraint flight_aircraft_fk references aircraft,
        currency text not null,
        tax_category text not null,
        fare jsonb not null,
        media jsonb not null,
        version integer not null,
        retired_at timestamptz,
        constraint flight_number_day_key unique (number, departs_on),
        constraint flight_arrives_after_departure check (arrives_at > departs_at)
      );
    `);
    this.addSql(`
      create table bay (
        id text not null constraint bay_pkey primary key,
        location_id text not null constraint bay_location_fk references location,
        name text not null,
        capabilities text[] not null,
        version integer not null,
        retired_at timestamptz,
        constraint bay_name_key unique (location_id, name)
      );
      create table technician (
        id text not null constraint technician_pkey primary key,
        location_id text not null constraint technician_location_fk references location,
        user_id text,
        skills text[] not null,
        version integer not null,
        retired_at timestamptz
      );
      create table workshop_service (
        id text not null constraint workshop_service_pkey primary key,
        location_id text not null constraint workshop_service_location_fk references location,
        title text not null,
        duration_minutes integer not null,
        buffer_before_minutes integer not null,
        buffer_after_minutes integer not null,
        minimum_notice_minutes integer not null,
        bay_capability text not null,
        skill text not null,
        price_minor bigint not null,
        currency text not null,
        tax_category text not null,
        media jsonb not null,
        version integer not null,
        retired_at timestamptz,
        constraint workshop_service_title_key unique (location_id, title)
      );
      create table maintenance_job (
        id text not null constraint maintenance_job_pkey primary key,
        vehicle_id text not null,
        location_id text not null constraint maintenance_job_location_fk references location,
        state text not null,
        version integer not null,
        sequence bigint generated always as identity constraint maintenance_job_sequence_key unique
      );
      create index maintenance_job_vehicle_idx on maintenance_job (vehicle_id, sequence);
      -- One row for each state a job has had: what a subscription resumes from.
      create table maintenance_job_update (
        job_id text not null constraint maintenance_job_update_job_fk references maintenance_job,
        sequence integer not null,
        state text not null,
        at timestamptz not null default clock_timestamp(),
        constraint maintenance_job_update_pkey primary key (job_id, sequence)
      );
    `);
    this.addSql(`
      create table product (
        id text not null constraint product_pkey primary key,
        name text not null,
        brand text,
        version integer not null,
        constraint product_name_key unique nulls not distinct (name, brand)
      );
      create table product_variant (
        id text not null constraint product_variant_pkey primary key,
        sku text not null constraint product_variant_sku_key unique,
        title text not null,
        product_id text not null constraint product_variant_product_fk references product,
        location_id text not null constraint product_variant_location_fk references location,
        price_minor bigint not null,
        currency text not null,
        tax_category text not null,
        backorder_limit integer not null,
        media jsonb not null,
        version integer not null,
        retired_at timestamptz
      );
      create index product_variant_product_idx on product_variant (product_id);
      create table stock_level (
        variant_id text not null constraint stock_level_variant_fk references product_variant,
        location_id text not null constraint stock_level_location_fk references location,
        on_hand integer not null,
        allocated integer not null,
        version integer not null,
        constraint stock_level_pkey primary key (variant_id, location_id)
      );
      -- The level is always the sum of its movements: both are written together, movements are never changed.
      create table stock_movement (
        id text not null constraint stock_movement_pkey primary key,
        variant_id text not null,
        location_id text not null,
        reason text not null,
        on_hand_delta integer not null,
        allocated_delta integer not null,
        booking_id text,
        booking_line_id text,
        actor text not null,
        note text,
        at timestamptz not null default clock_timestamp(),
        constraint stock_movement_level_fk foreign key (variant_id, location_id) references stock_level
      );
      create index stock_movement_level_idx on stock_movement (variant_id, location_id);
      create index stock_movement_booking_idx on stock_movement (booking_id);
      -- A booking line allocates, is sold, released and cancelled at most once each.
      create unique index stock_movement_once_per_line on stock_movement (booking_line_id, reason) where reason <> 'RETURN';
    `);
  }
}
