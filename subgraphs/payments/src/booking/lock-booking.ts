import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Booking } from './booking.entity.js';

/** Locks a booking for everything that moves money for it, and reads it with its lines; null when it is unknown. */
export async function lockBooking(tx: EntityManager, bookingId: string): Promise<Booking | null> {
  const booking = await tx.findOne(Booking, bookingId, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  await booking?.lines.init({ refresh: true });
  return booking;
}
