import { Migration } from '@mikro-orm/migrations';

/** Quotes, bookings with their lines and changes, and the allocations that are the truth about who has what. */
export class CreateBookings extends Migration {
  override name = 'bookings-0002-create-bookings';

  override up(): void {
    this.createQuote();
    this.createBooking();
    this.createLine();
    this.createAllocation();
    this.createChange();
  }

  override down(): void {
    this.addSql('drop table booking_change, allocation, booking_line, booking, quote');
    this.addSql('drop function tell_booking_change');
  }

  private createQuote(): void {
    this.addSql(`
      create table quote (
        id uuid not null default uuidv7(),
        -- Whose it is; null when a stranger asked, then whoever knows the id may hold it.
        subject text,
        currency text not null,
        total_minor bigint not null,
        -- Lines as priced: what hold-basket books, word by word.
        lines jsonb not null,
        created_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz not null,
        constraint quote_pkey primary key (id)
      )`);
    this.addSql('create index quote_expires_at on quote (expires_at)');
  }

  private createBooking(): void {
    this.addSql(`
      create table booking (
        id uuid not null default uuidv7(),
        locator text not null,
        customer_id text,
        organisation_id text,
        partner_reference text,
        -- Subject of the token that held it: customer, partner's client or staff.
        held_by text not null,
        quote_id uuid not null,
        currency text not null,
        total_minor bigint not null,
        hold_state text not null default 'ACTIVE',
        hold_expires_at timestamptz not null,
        -- While somebody pays, the hold stands until here.
        paying_until timestamptz,
        payment_id text,
        booked_at timestamptz not null default clock_timestamp(),
        -- Grows by one with every change; also the sequence of its timeline.
        version int not null default 1,
        constraint booking_pkey primary key (id),
        constraint booking_hold_state_known check (hold_state in ('ACTIVE', 'CONSUMED', 'RELEASED', 'EXPIRED')),
        constraint booking_locator_unique unique (locator),
        constraint booking_total_not_negative check (total_minor >= 0)
      )`);
    // Two tabs that hold one quote get one booking.
    this.addSql(`create unique index booking_one_active_hold_per_quote on booking (quote_id, held_by)
      where hold_state = 'ACTIVE'`);
    this.addSql(`create unique index booking_partner_reference_unique on booking (organisation_id, partner_reference)
      where partner_reference is not null and hold_state in ('ACTIVE', 'CONSUMED')`);
    // What the sweeper looks through: holds that can still run out.
    this.addSql(`create index booking_hold_deadline on booking ((coalesce(paying_until, hold_expires_at)))
      where hold_state = 'ACTIVE'`);
    this.addSql('create index booking_newest on booking (booked_at, id)');
    this.addSql('create index booking_customer on booking (customer_id, booked_at, id)');
    this.addSql(`create index booking_customer_holds on booking (customer_id) where hold_state = 'ACTIVE'`);
    this.addSql(`create index booking_organisation on booking (organisation_id, booked_at, id)
      where organisation_id is not null`);
  }

  private createLine(): void {
    this.addSql(`
      create table booking_line (
        id uuid not null default uuidv7(),
        booking_id uuid not null,
        position int not null,
        kind text not null,
        bookable_id text not null,
        title text not null,
        state text not null,
        quantity int not null,
        seat text,
        starts_at timestamptz,
        ends_at timestamptz,
        time_zone text not null,
        -- Zone of the end where it differs: a flight's arrival, a one-way rental's return.
        ends_time_zone text not null,
        location_id text not null,
        return_location_id text not null,
        customer_vehicle_id text,
        turnaround_minutes int not null,
        gross_minor bigint not null,
        currency text not null,
        tax_category text not null,
        tax_rate_bps int not null,
        charges jsonb not null,
        -- The policy as it was promised: instants and amounts.
        cancellation jsonb not null,
        refund_minor bigint,
        constraint booking_line_pkey primary key (id),
        constraint booking_line_booking_fkey foreign key (booking_id) references booking (id),
        constraint booking_line_position_unique unique (booking_id, position),
        constraint booking_line_quantity_positive check (quantity > 0),
        constraint booking_line_window_forward check (ends_at > starts_at),
        constraint booking_line_refund_within check (refund_minor between 0 and gross_minor)
      )`);
  }

  private createAllocation(): void {
    this.addSql(`
      create table allocation (
        id uuid not null default uuidv7(),
        line_id uuid not null,
        unit_id text,
        -- Half-open, with buffers; no upper bound while a unit is overdue.
        period tstzrange,
        -- When a unit that was handed over is due back; null while it is not out.
        due_at timestamptz,
        -- Where a one-way rental leaves the unit.
        moves_to text,
        flight_id text,
        seat text,
        variant_id text,
        location_id text,
        quantity int,
        released_at timestamptz,
        constraint allocation_pkey primary key (id),
        constraint allocation_line_fkey foreign key (line_id) references booking_line (id),
        constraint allocation_of_one_resource check (
          num_nonnulls(unit_id, flight_id, variant_id) = 1
          and (unit_id is null) = (period is null)
          and (flight_id is null) = (seat is null)
          and (variant_id is null) = (quantity is null)),
        -- The last word on double booking of units: holds even when two requests race.
        constraint allocation_no_overlap exclude using gist (unit_id with =, period with &&)
          where (released_at is null and unit_id is not null)
      )`);
    // The last word on double booking of seats.
    this.addSql(`create unique index allocation_one_per_seat on allocation (flight_id, seat)
      where released_at is null and flight_id is not null`);
    this.addSql('create index allocation_line on allocation (line_id)');
    this.addSql('create index allocation_out on allocation (unit_id) where released_at is null and due_at is not null');
    this.addSql(`create index allocation_moving on allocation (unit_id)
      where released_at is null and moves_to is not null`);
  }

  private createChange(): void {
    this.addSql(`
      create table booking_change (
        booking_id uuid not null,
        sequence int not null,
        at timestamptz not null default clock_timestamp(),
        title text not null,
        constraint booking_change_pkey primary key (booking_id, sequence),
        constraint booking_change_booking_fkey foreign key (booking_id) references booking (id)
      )`);
    // Wakes the subscribers of this booking when the change commits.
    this.addSql(`
      create function tell_booking_change() returns trigger language plpgsql as $$
      begin
        perform pg_notify('booking_changed', new.booking_id::text);
        return null;
      end $$`);
    this.addSql(`create trigger booking_change_told after insert on booking_change
      for each row execute function tell_booking_change()`);
  }
}
