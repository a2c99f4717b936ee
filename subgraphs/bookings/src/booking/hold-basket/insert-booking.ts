import { randomUUID } from 'node:crypto';
import { sqlOne } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { cancellationOf } from '../../quote/cancellation-of-line.js';
import type { QuotedLine } from '../../quote/quoted-line.js';
import type { LineFacts } from '../model/booked-line.js';
import { BookingState } from '../model/line-state.js';
import { newLocator } from '../model/locator.js';

/** What is known before the booking exists. */
export interface NewBooking {
  readonly quoteId: string;
  readonly customerId: string | null;
  readonly organisationId: string | null;
  readonly partnerReference: string | null;
  readonly heldBy: string;
  readonly currency: string;
  readonly totalMinor: bigint;
  readonly lines: readonly QuotedLine[];
  readonly bookedAt: Date;
  readonly holdMinutes: number;
  /** How long before the end of the hold the customer is told of it. */
  readonly warningMinutes: number;
}

/** A booking that was written, with its lines in the order of the quote. */
export interface InsertedBooking {
  readonly id: string;
  readonly locator: string;
  readonly holdExpiresAt: Date;
  readonly lines: readonly LineFacts[];
}

/** Writes booking, lines and the first row of the timeline in one statement; undefined when a unique index says no. */
export async function insertBooking(tx: EntityManager, booking: NewBooking): Promise<InsertedBooking | undefined> {
  const id = randomUUID();
  const locator = newLocator();
  const lines = booking.lines.map((line) => ({ line, id: randomUUID() }));
  const held = await sqlOne<{ hold_expires_at: Date }>(tx, INSERT, [
    id,
    locator,
    booking.customerId,
    booking.organisationId,
    booking.partnerReference,
    booking.heldBy,
    booking.quoteId,
    booking.currency,
    booking.totalMinor,
    booking.bookedAt,
    booking.holdMinutes,
    booking.warningMinutes,
    JSON.stringify(
      lines.map(({ line, id: lineId }, position) =>
        lineRow(line, { id: lineId, bookingId: id, position, bookedAt: booking.bookedAt }),
      ),
    ),
  ]);
  if (!held) return undefined;
  return {
    id,
    locator,
    holdExpiresAt: held.hold_expires_at,
    lines: lines.map(({ line, id: lineId }) => lineFacts(line, lineId)),
  };
}

const INSERT = `
  with held as (
    insert into booking (id, locator, customer_id, organisation_id, partner_reference, held_by, quote_id,
      currency, total_minor, booked_at, hold_expires_at, announce_end_at)
    select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, ends_at, ends_at - make_interval(secs => $12::double precision * 60)
    from (select clock_timestamp() + make_interval(secs => $11::double precision * 60) as ends_at) hold
    on conflict do nothing
    returning id, hold_expires_at),
  lines as (
    insert into booking_line
    select l.* from jsonb_populate_recordset(null::booking_line, $13::jsonb) l, held),
  change as (
    insert into booking_change (booking_id, sequence, title) select id, 1, 'Held, waiting for payment' from held)
  select hold_expires_at from held`;

interface RowContext {
  readonly id: string;
  readonly bookingId: string;
  readonly position: number;
  readonly bookedAt: Date;
}

function lineRow(line: QuotedLine, { id, bookingId, position, bookedAt }: RowContext) {
  return {
    id,
    booking_id: bookingId,
    position,
    kind: line.kind,
    bookable_id: line.bookableId,
    title: line.title,
    state: BookingState.HELD,
    quantity: line.quantity,
    seat: line.seat,
    starts_at: line.startsAt,
    ends_at: line.endsAt,
    time_zone: line.timeZone,
    ends_time_zone: line.endsTimeZone,
    location_id: line.locationId,
    return_location_id: line.returnLocationId,
    customer_vehicle_id: line.customerVehicleId,
    turnaround_minutes: line.turnaroundMinutes,
    gross_minor: line.grossMinor,
    currency: line.currency,
    tax_category: line.taxCategory,
    tax_rate_bps: line.taxRateBps,
    charges: line.charges,
    cancellation: cancellationOf(line, bookedAt),
  };
}

function lineFacts(line: QuotedLine, id: string): LineFacts {
  return {
    ...line,
    id,
    startsAt: line.startsAt === null ? null : new Date(line.startsAt),
    endsAt: line.endsAt === null ? null : new Date(line.endsAt),
    grossMinor: BigInt(line.grossMinor),
    state: BookingState.HELD,
  };
}
