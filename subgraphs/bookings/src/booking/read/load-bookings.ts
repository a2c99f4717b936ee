import { batchByKey } from '@fleetgraph/kit/database/batch-by-key';
import { sqlAll } from '@fleetgraph/kit/database/sql';
import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import { GraphError } from '@fleetgraph/kit/graphql/graph-error';
import { type EntityManager, LoadStrategy } from '@mikro-orm/postgresql';
import type { BookingsContext } from '../../context.js';
import { unitsOfLines } from '../model/booked-line.js';
import { Booking } from '../model/booking.entity.js';
import { isId } from '../model/booking-id.js';
import { maySee } from '../model/may-see.js';

/** Bookings with their lines in the order of the ids; null for what is not there or not the viewer's. */
export async function loadBookings(
  ids: readonly string[],
  { em, viewer }: BookingsContext,
): Promise<(Booking | null)[]> {
  const known = ids.filter(isId);
  // A fork: what an operation read before it changed something must not answer for what is there now.
  const bookings =
    known.length === 0
      ? []
      : await em.fork().find(Booking, { id: { $in: known } }, { populate: ['lines'], strategy: LoadStrategy.JOINED });
  return batchByKey(ids, bookings, ({ id }) => id).map((booking) =>
    booking && maySee(viewer, booking) ? booking : null,
  );
}

/** One booking of the viewer's; null when it is not there or not theirs. */
export const findBooking = async (context: BookingsContext, id: string): Promise<Booking | null> =>
  (await loadBookings([id], context))[0] ?? null;

/** A booking that the viewer has just changed. */
export async function loadOwnBooking(context: BookingsContext, id: string): Promise<Booking> {
  const booking = await findBooking(context, id);
  if (!booking) throw new GraphError('NOT_FOUND');
  return booking;
}

/** Units of a line, batched over an operation. */
export const unitsOfLine = batchedLoader<string, string[], BookingsContext>(async (lineIds, { em }) => {
  const units = await unitsOfLines(em, lineIds);
  return lineIds.map((id) => units.get(id) ?? []);
});

/** A row of a timeline. */
export interface Change {
  readonly sequence: number;
  readonly at: Date;
  readonly title: string;
}

/** Timelines of bookings, batched over an operation. */
export const timelineOf = batchedLoader<string, Change[], BookingsContext>(async (ids, { em }) => {
  const rows = await loadChanges(em, ids);
  const byBooking = Map.groupBy(rows, ({ booking_id }) => booking_id);
  return ids.map((id) => byBooking.get(id) ?? []);
});

/** Changes of bookings in order. */
export function loadChanges(
  em: EntityManager,
  ids: readonly string[],
  after = 0,
): Promise<(Change & { booking_id: string })[]> {
  return sqlAll(
    em,
    `select booking_id, sequence, at, title from booking_change
     where booking_id = any ($1::uuid[]) and sequence > $2 order by booking_id, sequence`,
    [ids, after],
  );
}
