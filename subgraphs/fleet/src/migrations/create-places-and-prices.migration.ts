import { Migration } from '@mikro-orm/migrations';

/** Places, rate plans, tax rates and the search index. */
export class CreatePlacesAndPrices extends Migration {
  override name = 'fleet-0001-create-places-and-prices';

  override up(): void {
    this.addSql('create extension if not exists pg_trgm');
    this.addSql(`
      create table location (
        id text not null constraint location_pkey primary key,
        -- What an import recognises a place by; an airport by its code, a station by system and id.
        natural_key text constraint location_natural_key_key unique,
        code text,
        name text not null,
        kind text not null,
        country text not null,
        time_zone text not null,
        latitude double precision not null,
        longitude double precision not null,
        opening_hours text,
        capacity integer,
        is_installed boolean not null,
        is_renting boolean not null,
        is_returning boolean not null,
        version integer not null,
        retired_at timestamptz,
        sequence bigint generated always as identity constraint location_sequence_key unique,
        constraint location_kind_known check (kind in ('BRANCH', 'STATION', 'AIRPORT', 'WORKSHOP', 'GARAGE', 'SHOP')),
        constraint location_capacity_positive check (capacity >= 0)
      );
      create index location_words_idx on location using gin (lower(name || ' ' || coalesce(code, '')) gin_trgm_ops);
      create index location_position_idx on location (latitude, longitude);
    `);
    this.addSql(`
      create table rate_plan (
        id text not null constraint rate_plan_pkey primary key,
        code text not null constraint rate_plan_code_key unique,
        name text not null,
        currency text not null,
        tax_category text not null,
        terms jsonb not null,
        version integer not null
      );
      create table tax_rate (
        country text not null,
        category text not null,
        rate_bps integer not null,
        version integer not null,
        constraint tax_rate_pkey primary key (country, category),
        constraint tax_rate_sane check (rate_bps between 0 and 10000)
      );
    `);
    this.addSql(`
      -- One row for each thing that can be found; written in the transaction that changes the thing.
      create table search_entry (
        id text not null constraint search_entry_pkey primary key,
        kind text not null,
        words text not null,
        latitude double precision,
        longitude double precision,
        facets jsonb not null,
        -- A flight is no longer found once it has left.
        ends_at timestamptz,
        -- What is no longer offered is not found, yet can still be asked for by id.
        is_active boolean not null,
        sequence bigint generated always as identity constraint search_entry_sequence_key unique
      );
      create index search_entry_words_idx on search_entry using gin (words gin_trgm_ops);
      create index search_entry_position_idx on search_entry (latitude, longitude);
      create index search_entry_kind_idx on search_entry (kind, sequence);
    `);
  }
}
