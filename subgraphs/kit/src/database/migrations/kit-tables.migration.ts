import { Migration } from '@mikro-orm/migrations';

/** The tables that every subgraph's database has: events going out, events come in, answers given. */
export class CreateKitTables extends Migration {
  override name = 'kit-0001-create-kit-tables';

  override up(): void {
    this.addSql(`
      create table outbox (
        -- Drawn after the aggregate's row is locked, so it grows with the order of commits of one key.
        sequence bigint generated always as identity,
        id uuid not null default uuidv7(),
        topic text not null,
        key text not null,
        type text not null,
        dataschema text not null,
        time timestamptz not null default clock_timestamp(),
        traceparent text,
        data bytea not null,
        published_at timestamptz,
        constraint outbox_pkey primary key (sequence),
        constraint outbox_id_unique unique (id)
      )`);
    // The relay asks for these every second; the index holds only what is still to do.
    this.addSql(`create index outbox_unpublished on outbox (sequence) where published_at is null`);
    this.addSql(`create index outbox_published_at on outbox (published_at) where published_at is not null`);
    this.addSql(`
      create table inbox (
        consumer_group text not null,
        event_id uuid not null,
        handled_at timestamptz not null default now(),
        -- The last word on "once in effect": a repeated delivery cannot insert its row again.
        constraint inbox_pkey primary key (consumer_group, event_id)
      )`);
    this.addSql(`create index inbox_handled_at on inbox (handled_at)`);
    this.addSql(`
      create table idempotency_key (
        caller text not null,
        operation text not null,
        key text not null,
        fingerprint bytea not null,
        outcome jsonb,
        created_at timestamptz not null default now(),
        -- Rivals with one key wait here for the first of them, then read its answer.
        constraint idempotency_key_pkey primary key (caller, operation, key),
        constraint idempotency_key_length check (char_length(key) between 1 and 128)
      )`);
    this.addSql(`create index idempotency_key_created_at on idempotency_key (created_at)`);
  }

  override down(): void {
    this.addSql('drop table idempotency_key, inbox, outbox');
  }
}
