import { sqlRun } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Booking } from './booking.entity.js';

/** Makes changes visible: a new version, a row of the timeline in plain words, a message to subscribers. */
export async function recordChanges(tx: EntityManager, bookings: readonly Booking[], title: string): Promise<void> {
  for (const booking of bookings) booking.version += 1;
  await tx.flush();
  await sqlRun(
    tx,
    `insert into booking_change (booking_id, sequence, title)
     select id, sequence, $3 from unnest($1::uuid[], $2::int[]) c (id, sequence)`,
    [bookings.map(({ id }) => id), bookings.map(({ version }) => version), title],
  );
}

/** The same for one booking; its new version is the sequence of the events that tell of it. */
export const recordChange = (tx: EntityManager, booking: Booking, title: string): Promise<void> =>
  recordChanges(tx, [booking], title);
