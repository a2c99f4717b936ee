import { Migration } from '@mikro-orm/migrations';

/** The double-entry ledger. */
export class CreateLedger extends Migration {
  override name = '2026-11-22-create-ledger';

  override up(): void {
    this.addSql(TABLES);
    this.addSql(BALANCE);
    this.addSql(APPEND_ONLY);
  }
}

const TABLES = `
create table ledger_entry (
  id uuid default uuidv7() constraint ledger_entry_pk primary key,
  sequence bigint generated always as identity constraint ledger_entry_sequence_unique unique,
  event text not null,
  -- What happened, once: payment_captured:<payment id>. The last word on posting something twice.
  business_key text not null constraint ledger_entry_business_key_unique unique,
  booking_id text,
  organisation_id text,
  kind text,
  location_id text,
  at timestamptz not null default clock_timestamp(),
  effective_on date not null,
  transaction_id xid8 not null default pg_current_xact_id()
);
create index ledger_entry_booking on ledger_entry (booking_id);

-- No foreign key to ledger_entry: it would lock the entry's row, for which PostgreSQL wants the UPDATE right that nobody
-- has here. The trigger below checks the reference; it cannot break later because no row ever goes away.
create table posting (
  id bigint generated always as identity constraint posting_pk primary key,
  entry_id uuid not null,
  account text not null,
  -- Positive: debit; negative: credit.
  amount_minor bigint not null constraint posting_not_zero check (amount_minor <> 0),
  currency text not null
);
create index posting_entry on posting (entry_id);
create index posting_account on posting (account, currency);`;

const BALANCE = `
-- Checked when the transaction ends, after all postings of an entry are there.
create function check_ledger_entry() returns trigger language plpgsql as $$
declare
  entry uuid := to_jsonb(new) ->> tg_argv[0];
begin
  if not exists (select 1 from ledger_entry where id = entry and transaction_id = pg_current_xact_id()) then
    raise exception 'a posting belongs to an entry of its own transaction'
      using errcode = 'check_violation', constraint = 'posting_in_new_entry';
  end if;
  if (select count(*) from posting where entry_id = entry) < 2
    or exists (select 1 from posting where entry_id = entry group by currency having sum(amount_minor) <> 0) then
    raise exception 'the postings of entry % do not sum to zero', entry
      using errcode = 'check_violation', constraint = 'ledger_entry_balanced';
  end if;
  return null;
end $$;

create constraint trigger ledger_entry_balanced after insert on ledger_entry
  deferrable initially deferred for each row execute function check_ledger_entry('id');
create constraint trigger posting_balanced after insert on posting
  deferrable initially deferred for each row execute function check_ledger_entry('entry_id');`;

const APPEND_ONLY = `
-- The role that runs this owns the tables. Its rights to change rows are taken away, so the running service is refused
-- with "permission denied"; the triggers refuse superusers, too, and whoever grants the rights back.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: correct it by a new row', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger ledger_entry_append_only before update or delete or truncate on ledger_entry
  for each statement execute function refuse_change();
create trigger posting_append_only before update or delete or truncate on posting
  for each statement execute function refuse_change();
revoke update, delete, truncate on ledger_entry, posting from public, current_user;`;
