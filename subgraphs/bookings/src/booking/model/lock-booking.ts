import { sqlOne } from '@fleetgraph/kit/database/sql';
import { type EntityManager, LoadStrategy } from '@mikro-orm/postgresql';
import { Booking } from './booking.entity.js';
import { isId } from './booking-id.js';

/** A booking that nobody else changes until the transaction ends, and the time by the database's clock. */
export interface LockedBooking {
  readonly booking: Booking;
  readonly now: Date;
}

/** Locks a booking with its lines; undefined when there is none. */
export async function lockBooking(tx: EntityManager, id: string): Promise<LockedBooking | undefined> {
  if (!isId(id)) return undefined;
  const row = await sqlOne<{ now: Date }>(tx, 'select clock_timestamp() as now from booking where id = $1 for update', [
    id,
  ]);
  if (!row) return undefined;
  const booking = await tx.findOneOrFail(
    Booking,
    { id },
    { populate: ['lines'], strategy: LoadStrategy.JOINED, refresh: true },
  );
  return { booking, now: row.now };
}
