import { timestampDate } from '@bufbuild/protobuf/wkt';
import { sqlOne, sqlRun } from '@fleetgraph/kit/database/sql';
import type { BookedLine, BookingConfirmed, BookingHeld } from '@fleetgraph/schema/events/bookings_pb';
import type { Money } from '@fleetgraph/schema/events/money_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Amount, BookingLine, BookingParams } from '../../template/template.js';

/** What messages know of a booking; states as in events. */
export interface BookingFacts extends BookingParams {
  readonly customerId: string | null;
  readonly state: string;
}

/** An amount of an event as it is stored. */
export const amountOf = (money: Money | undefined): Amount => ({
  amountMinor: (money?.amountMinor ?? 0n).toString(),
  currency: money?.currency ?? 'EUR',
});

const lineOf = ({ title, from, timeZone, gross }: BookedLine): BookingLine => ({
  title,
  from: from === undefined ? null : timestampDate(from).toISOString(),
  timeZone: timeZone === '' ? null : timeZone,
  gross: amountOf(gross),
});

/** Remembers what a booking consists of. */
export async function rememberBooking(
  tx: EntityManager,
  event: BookingHeld | BookingConfirmed,
  state: string,
): Promise<BookingFacts> {
  const { bookingId, locator, customerId } = event;
  const facts = {
    bookingId,
    locator,
    customerId: customerId || null,
    state,
    total: amountOf(event.total),
    lines: event.lines.map(lineOf),
  };
  await sqlRun(
    tx,
    `insert into booking (booking_id, locator, customer_id, state, total, lines) values ($1, $2, $3, $4, $5::jsonb, $6::jsonb)
     on conflict on constraint booking_pkey do update
        set locator = excluded.locator, state = excluded.state, total = excluded.total, lines = excluded.lines`,
    [bookingId, locator, facts.customerId, state, JSON.stringify(facts.total), JSON.stringify(facts.lines)],
  );
  return facts;
}

/** Notes that a booking moved on. */
export async function noteState(tx: EntityManager, bookingId: string, state: string): Promise<void> {
  await sqlRun(tx, 'update booking set state = $2 where booking_id = $1', [bookingId, state]);
}

/** A booking told of by another subgraph before its own topic did; asked again shortly by the consumer's retries. */
export class BookingNotYetKnown extends Error {}

/** What is known of a booking. */
export async function recallBooking(tx: EntityManager, bookingId: string): Promise<BookingFacts> {
  const facts = await sqlOne<BookingFacts>(
    tx,
    `select booking_id as "bookingId", locator, customer_id as "customerId", state, total, lines from booking where booking_id = $1`,
    [bookingId],
  );
  if (facts === undefined) throw new BookingNotYetKnown('The booking is not known yet.');
  return facts;
}

/** The part of a booking that goes into a message. */
export const paramsOf = ({ bookingId, locator, lines, total }: BookingFacts): BookingParams => ({
  bookingId,
  locator,
  lines,
  total,
});
