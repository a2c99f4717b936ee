import { sqlAll } from '@fleetgraph/kit/database/sql';
import { consume } from '@fleetgraph/kit/events/consume';
import {
  type BookedLine,
  BookingCancelledSchema,
  BookingConfirmedSchema,
  BookingExpiredSchema,
  BookingHeldSchema,
  BookingReleasedSchema,
} from '@fleetgraph/schema/events/bookings_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { moveStock } from './move-stock.js';
import { StockReason, stockEffect } from './stock-effect.js';

interface Allocated {
  readonly variant_id: string;
  readonly location_id: string;
  readonly booking_line_id: string;
  readonly quantity: number;
}

/** Goods follow bookings: held ones are allocated, paid ones sold, cancelled ones come back. Each line once. */
export const onBookingStock = consume(
  [BookingHeldSchema, BookingConfirmedSchema, BookingCancelledSchema, BookingReleasedSchema, BookingExpiredSchema],
  'fleet.follow-booked-stock',
  async (em, event) => {
    switch (event.$typeName) {
      case 'fleetgraph.bookings.v1.BookingHeld':
        return moveLines(em, event, StockReason.ALLOCATION);
      case 'fleetgraph.bookings.v1.BookingConfirmed':
        return moveLines(em, event, StockReason.SALE);
      case 'fleetgraph.bookings.v1.BookingCancelled':
        return moveLines(
          em,
          { bookingId: event.bookingId, lines: event.lines.flatMap(({ line }) => line ?? []) },
          StockReason.CANCELLATION,
        );
      default:
        return releaseAll(em, event.bookingId);
    }
  },
);

async function moveLines(
  tx: EntityManager,
  { bookingId, lines }: { readonly bookingId: string; readonly lines: readonly BookedLine[] },
  reason: StockReason,
): Promise<void> {
  const goods = lines.filter(({ kind }) => kind === 'PRODUCT');
  if (goods.length === 0) return;
  const held = reason === StockReason.SALE ? await allocatedBy(tx, bookingId) : [];
  const moved = await movedLines(tx, bookingId, reason);
  const unmoved = goods
    .filter(({ lineId }) => !moved.has(lineId))
    // In one order for all bookings, so that two of them never wait for each other.
    .sort((a, b) => (a.bookableId < b.bookableId ? -1 : 1));
  for (const { lineId, bookableId: variantId, locationId, quantity } of unmoved) {
    const allocated = held.find(({ booking_line_id }) => booking_line_id === lineId)?.quantity ?? 0;
    const effect = stockEffect(reason, quantity, allocated);
    await moveStock(tx, { variantId, locationId, reason, effect, actor: 'bookings', bookingId, bookingLineId: lineId });
  }
}

async function releaseAll(tx: EntityManager, bookingId: string): Promise<void> {
  for (const { variant_id: variantId, location_id: locationId, booking_line_id, quantity } of await allocatedBy(
    tx,
    bookingId,
  )) {
    const effect = stockEffect(StockReason.RELEASE, quantity);
    const line = { bookingId, bookingLineId: booking_line_id };
    await moveStock(tx, { variantId, locationId, reason: StockReason.RELEASE, effect, actor: 'bookings', ...line });
  }
}

/** Lines that moved for this reason before: an event that tells of them again, such as an extended hold, moves nothing. */
async function movedLines(tx: EntityManager, bookingId: string, reason: StockReason): Promise<ReadonlySet<string>> {
  const rows = await sqlAll<{ booking_line_id: string }>(
    tx,
    'select booking_line_id from stock_movement where booking_id = $1 and reason = $2',
    [bookingId, reason],
  );
  return new Set(rows.map(({ booking_line_id }) => booking_line_id));
}

/** What a booking still holds, line by line. */
const allocatedBy = (tx: EntityManager, bookingId: string): Promise<Allocated[]> =>
  sqlAll<Allocated>(
    tx,
    `select variant_id, location_id, booking_line_id, sum(allocated_delta)::int as quantity from stock_movement
     where booking_id = $1 group by 1, 2, 3 having sum(allocated_delta) > 0 order by 1`,
    [bookingId],
  );
