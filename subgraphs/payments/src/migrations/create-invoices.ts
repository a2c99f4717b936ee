import { Migration } from '@mikro-orm/migrations';

/** Invoices and credit notes; runs behind the ledger, whose `refuse_change` it uses. */
export class CreateInvoices extends Migration {
  override name = '2026-11-22-create-invoices';

  override up(): void {
    this.addSql(LEGAL_ENTITY);
    this.addSql(INVOICE);
    this.addSql(IMMUTABLE);
  }
}

const LEGAL_ENTITY = `
-- Who issues documents; its zone decides in which year.
create table legal_entity (
  code text constraint legal_entity_pk primary key,
  name text not null,
  address text not null,
  vat_id text not null,
  time_zone text not null
);
insert into legal_entity (code, name, address, vat_id, time_zone)
values ('FG', 'Fleetgraph Mobility GmbH', E'Hafenstraße 12\\n20457 Hamburg\\nGermany', 'DE123456789', 'Europe/Berlin');

-- The last number given out per legal entity, kind and year. Its row is locked until the invoice is committed,
-- and rolls back with it: no gap, no double.
create table invoice_counter (
  legal_entity_code text not null constraint invoice_counter_legal_entity_fk references legal_entity,
  kind text not null,
  year integer not null,
  last_number integer not null,
  constraint invoice_counter_pk primary key (legal_entity_code, kind, year)
);`;

const INVOICE = `
create table invoice (
  id uuid constraint invoice_pk primary key,
  kind text not null constraint invoice_kind_known check (kind in ('INVOICE', 'CREDIT_NOTE')),
  number text not null constraint invoice_number_unique unique,
  legal_entity_code text not null constraint invoice_legal_entity_fk references legal_entity,
  year integer not null,
  ordinal integer not null,
  booking_id text not null constraint invoice_booking_fk references booking,
  payment_id uuid not null constraint invoice_payment_fk references payment,
  refund_id uuid constraint invoice_refund_unique unique constraint invoice_refund_fk references refund,
  corrects_id uuid constraint invoice_corrects_fk references invoice,
  customer_id text,
  organisation_id text,
  issued_at timestamptz not null,
  issued_on date not null,
  currency text not null,
  net_minor bigint not null,
  tax_minor bigint not null,
  gross_minor bigint not null,
  constraint invoice_ordinal_unique unique (legal_entity_code, kind, year, ordinal),
  constraint invoice_gross_is_net_and_tax check (gross_minor = net_minor + tax_minor),
  constraint invoice_credit_note_corrects check ((kind = 'CREDIT_NOTE') = (corrects_id is not null and refund_id is not null))
);
create unique index invoice_one_per_payment on invoice (payment_id) where kind = 'INVOICE';
create index invoice_booking on invoice (booking_id);
create index invoice_corrects on invoice (corrects_id);

create table invoice_line (
  invoice_id uuid not null constraint invoice_line_invoice_fk references invoice,
  position integer not null,
  line_id text not null,
  title text not null,
  gross_minor bigint not null,
  tax_minor bigint not null,
  tax_category text not null,
  tax_rate_bps integer not null,
  constraint invoice_line_pk primary key (invoice_id, position)
);

create table invoice_tax (
  invoice_id uuid not null constraint invoice_tax_invoice_fk references invoice,
  tax_category text not null,
  tax_rate_bps integer not null,
  net_minor bigint not null,
  tax_minor bigint not null,
  constraint invoice_tax_pk primary key (invoice_id, tax_category, tax_rate_bps)
);

-- The printed document, kept from the first time that the recipient's name was known.
create table invoice_document (
  invoice_id uuid constraint invoice_document_pk primary key constraint invoice_document_invoice_fk references invoice,
  pdf bytea not null,
  rendered_at timestamptz not null default now()
);`;

const IMMUTABLE = `
-- An issued document is never edited, only credited.
create trigger invoice_immutable before update or delete or truncate on invoice
  for each statement execute function refuse_change();
create trigger invoice_line_immutable before update or delete or truncate on invoice_line
  for each statement execute function refuse_change();
create trigger invoice_tax_immutable before update or delete or truncate on invoice_tax
  for each statement execute function refuse_change();
create trigger invoice_document_immutable before update or delete or truncate on invoice_document
  for each statement execute function refuse_change();`;
