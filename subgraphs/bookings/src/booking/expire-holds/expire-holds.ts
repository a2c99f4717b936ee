import { sqlAll } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import { recordAll } from '@fleetgraph/kit/events/record';
import { BookingExpiredSchema } from '@fleetgraph/schema/events/bookings_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Booking } from '../model/booking.entity.js';
import { recordChanges } from '../model/record-change.js';
import { releaseLines } from '../model/release-lines.js';

const BATCH = 100;

/** SQL: the hold of a booking has run out. By the database's clock, as a stable value, so that the index serves it. */
export const IS_DUE = `hold_state = 'ACTIVE' and coalesce(paying_until, hold_expires_at) <= statement_timestamp()`;

/** Ends every hold that has run out, in transactions of its own; several may do it at once. Answers how many ended here. */
export async function expireDueHolds(em: EntityManager): Promise<number> {
  for (let total = 0; ; ) {
    const ended = await transact(em, expireBatch);
    total += ended;
    if (ended < BATCH) return total;
  }
}

async function expireBatch(tx: EntityManager): Promise<number> {
  const due = await sqlAll<{ id: string }>(
    tx,
    // One that is locked is being paid, released or swept by somebody else.
    `select id from booking where ${IS_DUE}
     order by coalesce(paying_until, hold_expires_at) limit ${BATCH} for no key update skip locked`,
  );
  if (due.length === 0) return 0;
  const bookings = await tx.find(Booking, { id: { $in: due.map(({ id }) => id) } }, { populate: ['lines'] });
  await expireBookings(tx, bookings);
  return bookings.length;
}

/** Ends the holds of bookings that the transaction has locked. */
export async function expireBookings(tx: EntityManager, bookings: readonly Booking[]): Promise<void> {
  for (const booking of bookings) booking.expire();
  await recordChanges(tx, bookings, 'Hold expired');
  await releaseLines(
    tx,
    bookings.flatMap(({ lines }) => lines.getItems()),
  );
  await recordAll(
    tx,
    BookingExpiredSchema,
    bookings.map(({ id, customerId, organisationId, version }) => ({
      key: id,
      payload: { bookingId: id, customerId: customerId ?? '', organisationId: organisationId ?? '', sequence: version },
    })),
  );
}
