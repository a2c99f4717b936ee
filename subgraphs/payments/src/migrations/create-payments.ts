import { Migration } from '@mikro-orm/migrations';

/** Payments and refunds, and what bookings told about the things that are paid for. */
export class CreatePayments extends Migration {
  override name = '2026-11-22-create-payments';

  override up(): void {
    this.addSql(BOOKING);
    this.addSql(PAYMENT);
    this.addSql(REFUND);
    this.addSql(PROVIDER_EVENT);
  }
}

const BOOKING = `
-- What payments knows of a booking, from events. Its row is the one lock for everything that moves money for it.
create table booking (
  id text constraint booking_pk primary key,
  locator text not null,
  customer_id text,
  organisation_id text,
  currency text not null,
  total_minor bigint not null constraint booking_total_not_negative check (total_minor >= 0),
  state text not null constraint booking_state_known check (state in ('HELD', 'CONFIRMED', 'RELEASED', 'EXPIRED', 'CANCELLED')),
  hold_expires_at timestamptz,
  confirmed_payment_id uuid,
  sequence integer not null
);

create table booking_line (
  id text constraint booking_line_pk primary key,
  booking_id text not null constraint booking_line_booking_fk references booking,
  position integer not null,
  kind text not null,
  title text not null,
  location_id text not null,
  time_zone text not null,
  gross_minor bigint not null constraint booking_line_gross_not_negative check (gross_minor >= 0),
  tax_category text not null,
  tax_rate_bps integer not null constraint booking_line_rate_not_negative check (tax_rate_bps >= 0),
  -- What the customer owes: the price, or the fee when it was cancelled before its money was taken.
  charge_minor bigint not null,
  -- Its share of the invoice's tax, known once the invoice is issued.
  tax_minor bigint,
  -- Agreed at cancellation and not yet requested as a refund.
  refund_due_minor bigint not null default 0 constraint booking_line_refund_due_not_negative check (refund_due_minor >= 0),
  credited_minor bigint not null default 0,
  credited_tax_minor bigint not null default 0,
  cancelled boolean not null default false,
  delivered_on date,
  -- Kind of revenue under which it was recognised; null while it is an advance of the customer.
  recognised_as text,
  constraint booking_line_charge_in_price check (charge_minor between 0 and gross_minor),
  -- The last word on giving back more of a line than was charged for it.
  constraint booking_line_credit_in_charge check (credited_minor between 0 and charge_minor)
);
create index booking_line_booking on booking_line (booking_id);`;

const PAYMENT = `
create table payment (
  id uuid constraint payment_pk primary key,
  booking_id text not null constraint payment_booking_fk references booking,
  customer_id text,
  organisation_id text,
  currency text not null,
  amount_minor bigint not null constraint payment_amount_not_negative check (amount_minor >= 0),
  state text not null,
  intent_id text constraint payment_intent_unique unique,
  -- Written before the provider is asked to capture, so that a repeated request asks for the same.
  capture_minor bigint constraint payment_capture_in_amount check (capture_minor between 0 and amount_minor),
  captured_minor bigint not null default 0 constraint payment_captured_in_amount check (captured_minor between 0 and amount_minor),
  refunded_minor bigint not null default 0,
  -- The last failed attempt that was told, so that it is told once.
  last_failure text,
  -- Why bookings did not take it; the money goes back.
  refusal text,
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  checked_at timestamptz not null default clock_timestamp(),
  -- The last word on giving back more than was taken: holds even when two refunds race.
  constraint payment_refund_in_capture check (refunded_minor between 0 and captured_minor)
);
-- Two tabs that pay one booking meet here: one charge.
create unique index payment_one_open on payment (booking_id) where state <> 'CANCELED';
create index payment_booking on payment (booking_id);
create index payment_unfinished on payment (checked_at) where state not in ('SUCCEEDED', 'CANCELED');

create table payment_transition (
  id bigint generated always as identity constraint payment_transition_pk primary key,
  payment_id uuid not null constraint payment_transition_payment_fk references payment,
  from_state text,
  to_state text not null,
  cause text not null,
  detail text,
  at timestamptz not null default clock_timestamp()
);
create index payment_transition_payment on payment_transition (payment_id);`;

const REFUND = `
create table refund (
  id uuid constraint refund_pk primary key,
  payment_id uuid not null constraint refund_payment_fk references payment,
  amount_minor bigint not null constraint refund_amount_positive check (amount_minor > 0),
  reason text not null,
  state text not null,
  -- Counts the requests to the provider; each has a key of its own.
  attempt integer not null default 1,
  provider_refund_id text constraint refund_provider_unique unique,
  failure text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  checked_at timestamptz not null default now()
);
create index refund_payment on refund (payment_id);
create index refund_unfinished on refund (checked_at) where state in ('REQUESTED', 'PENDING', 'FAILED');

create table refund_line (
  refund_id uuid not null constraint refund_line_refund_fk references refund,
  line_id text not null constraint refund_line_line_fk references booking_line,
  amount_minor bigint not null constraint refund_line_amount_positive check (amount_minor > 0),
  tax_minor bigint not null,
  constraint refund_line_pk primary key (refund_id, line_id)
);

create table refund_transition (
  id bigint generated always as identity constraint refund_transition_pk primary key,
  refund_id uuid not null constraint refund_transition_refund_fk references refund,
  from_state text,
  to_state text not null,
  cause text not null,
  detail text,
  at timestamptz not null default clock_timestamp()
);
create index refund_transition_refund on refund_transition (refund_id);`;

const PROVIDER_EVENT = `
-- Every signed event that arrived, once. Not its payload: that holds secrets and personal data, and the provider keeps it.
create table provider_event (
  id text constraint provider_event_pk primary key,
  type text not null,
  object_id text,
  created_at timestamptz not null,
  received_at timestamptz not null default clock_timestamp(),
  outcome text not null
);`;
