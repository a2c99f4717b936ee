import { Migration } from '@mikro-orm/migrations';

/** Everything that can be counted, as it was told by events. */
export class CreateFacts extends Migration {
  override name = 'analytics-0001-create-facts';

  override up(): void {
    this.addSql(`
      create table fact (
        event_id uuid not null,
        -- One event gives several facts: a line each.
        ordinal smallint not null,
        measure text not null,
        at timestamptz not null,
        -- Minor units for money, 1 for what is counted.
        value bigint not null,
        -- What "how many different" counts: a booking, a line, a search.
        subject text not null,
        -- Whom a small group could reveal; the booking where no person is named.
        person text not null,
        kind text,
        location_id text,
        organisation_id text,
        currency text,
        -- A replay meets its own rows: equal tables, whatever was delivered twice.
        constraint fact_pkey primary key (event_id, ordinal)
      )`);
    this.addSql(`create index fact_measure_at on fact (measure, at)`);
    this.addSql(
      `create index fact_organisation_measure_at on fact (organisation_id, measure, at) where organisation_id is not null`,
    );
    this.addSql(`
      create table unit_use (
        line_id text not null,
        unit_id text not null,
        period tstzrange not null,
        location_id text,
        organisation_id text,
        constraint unit_use_pkey primary key (line_id, unit_id)
      )`);
    this.addSql(`create index unit_use_period on unit_use using gist (period)`);
    this.addSql(`
      create table unit_service (
        unit_id text not null,
        -- Open while the unit can be taken.
        period tstzrange not null,
        location_id text,
        version integer not null,
        constraint unit_service_pkey primary key (unit_id, version)
      )`);
    this.addSql(`create index unit_service_period on unit_service using gist (period)`);
    this.addSql(`
      create table progress (
        topic text not null,
        -- Time of the newest event of the topic that is counted.
        last_event_at timestamptz not null,
        constraint progress_pkey primary key (topic)
      )`);
  }

  override down(): void {
    this.addSql('drop table fact, unit_use, unit_service, progress');
  }
}
