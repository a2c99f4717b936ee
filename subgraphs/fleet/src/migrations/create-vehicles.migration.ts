import { Migration } from '@mikro-orm/migrations';

/** Car classes, cars, bikes, customers' vehicles and the history of their states. */
export class CreateVehicles extends Migration {
  override name = 'fleet-0002-create-vehicles';

  override up(): void {
    this.addSql(`
      create table car_class (
        id text not null constraint car_class_pkey primary key,
        acriss text not null,
        title text not null,
        country text not null,
        seats integer not null,
        minimum_driver_age integer not null,
        turnaround_minutes integer not null,
        rate_plan_id text not null constraint car_class_rate_plan_fk references rate_plan,
        media jsonb not null,
        version integer not null,
        retired_at timestamptz,
        constraint car_class_acriss_country_key unique (acriss, country)
      );
      create table car (
        id text not null constraint car_pkey primary key,
        plate text not null,
        -- Plates are compared without spaces and dashes; one car per plate and country (F-02).
        plate_key text not null,
        country text not null,
        vin text not null constraint car_vin_key unique,
        class_id text not null constraint car_class_fk references car_class,
        location_id text not null constraint car_location_fk references location,
        odometer_km integer not null,
        state text not null,
        state_before text,
        version integer not null,
        constraint car_plate_key unique (country, plate_key)
      );
      create index car_class_idx on car (class_id);
    `);
    this.addSql(`
      create table bike (
        id text not null constraint bike_pkey primary key,
        -- Rotates after each ride, so that nobody can follow a bike (F-21).
        public_id text not null constraint bike_public_id_key unique,
        title text not null,
        location_id text not null constraint bike_location_fk references location,
        propulsion text not null,
        range_meters integer,
        reservation_minutes integer not null,
        rate_plan_id text not null constraint bike_rate_plan_fk references rate_plan,
        state text not null,
        state_before text,
        media jsonb not null,
        version integer not null,
        retired_at timestamptz
      );
      create index bike_location_idx on bike (location_id);
      -- What an earlier public id showed when it was given up: bookings made under it stay readable, and nothing can be tracked by it.
      create table bike_alias (
        public_id text not null constraint bike_alias_pkey primary key,
        bike_id text not null constraint bike_alias_bike_fk references bike,
        location_id text not null constraint bike_alias_location_fk references location,
        ended_at timestamptz not null
      );
      create table customer_vehicle (
        id text not null constraint customer_vehicle_pkey primary key,
        owner_id text not null,
        plate text,
        plate_key text,
        country text not null,
        vin text,
        model text not null,
        state text not null,
        version integer not null,
        retired_at timestamptz
      );
      create index customer_vehicle_owner_idx on customer_vehicle (owner_id);
      create unique index customer_vehicle_plate_key on customer_vehicle (owner_id, country, plate_key) where retired_at is null;
    `);
    this.addSql(`
      create table vehicle_type (
        id text not null constraint vehicle_type_pkey primary key,
        system text not null,
        type_id text not null,
        name text not null,
        form_factor text not null,
        propulsion_type text not null,
        max_range_meters integer,
        version integer not null,
        constraint vehicle_type_natural_key unique (system, type_id)
      );
    `);
    this.addSql(`
      create table vehicle_state_change (
        id text not null constraint vehicle_state_change_pkey primary key,
        vehicle_id text not null,
        from_state text not null,
        to_state text not null,
        event text not null,
        reason text not null,
        actor text not null,
        at timestamptz not null default clock_timestamp()
      );
      create index vehicle_state_change_vehicle_idx on vehicle_state_change (vehicle_id, at);
      -- Which booking line has a car or bike; from booking events, so that the state follows hand-over and return.
      create table unit_assignment (
        line_id text not null,
        unit_id text not null,
        booking_id text not null,
        status text not null,
        constraint unit_assignment_pkey primary key (line_id, unit_id)
      );
      create index unit_assignment_booking_idx on unit_assignment (booking_id);
    `);
  }
}
