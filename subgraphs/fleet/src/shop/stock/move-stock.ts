import { sqlOne, sqlRun } from '@fleetgraph/kit/database/sql';
import { record } from '@fleetgraph/kit/events/record';
import { StockMovedSchema } from '@fleetgraph/schema/events/fleet_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { StockNumbers, StockReason } from './stock-effect.js';

/** A movement of goods. */
export interface StockMove {
  readonly variantId: string;
  readonly locationId: string;
  readonly reason: StockReason;
  readonly effect: StockNumbers;
  readonly actor: string;
  readonly note?: string | null;
  readonly bookingId?: string;
  readonly bookingLineId?: string;
}

/** A level after a movement. */
export interface StockLevel extends StockNumbers {
  readonly variantId: string;
  readonly locationId: string;
  readonly version: number;
}

/**
 * Writes a movement and the level together, in the caller's transaction: the level is always the sum of its movements.
 * Tells the others when the number on hand changed; what is allocated is theirs.
 */
export async function moveStock(tx: EntityManager, move: StockMove): Promise<StockLevel> {
  const { variantId, locationId, reason, effect } = move;
  const row = await sqlOne<{ on_hand: number; allocated: number; version: number }>(
    tx,
    `insert into stock_level (variant_id, location_id, on_hand, allocated, version) values ($1, $2, $3, $4, 1)
     on conflict (variant_id, location_id) do update set on_hand = stock_level.on_hand + excluded.on_hand,
       allocated = stock_level.allocated + excluded.allocated, version = stock_level.version + 1
     returning on_hand, allocated, version`,
    [variantId, locationId, effect.onHand, effect.allocated],
  );
  if (row === undefined) throw new Error('insert … returning gives a row');
  const movementId = crypto.randomUUID();
  await sqlRun(
    tx,
    `insert into stock_movement (id, variant_id, location_id, reason, on_hand_delta, allocated_delta, booking_id, booking_line_id, actor, note)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      movementId,
      variantId,
      locationId,
      reason,
      effect.onHand,
      effect.allocated,
      move.bookingId,
      move.bookingLineId,
      move.actor,
      move.note,
    ],
  );
  const { on_hand: onHand, allocated, version } = row;
  if (effect.onHand !== 0) {
    await record(tx, StockMovedSchema, {
      key: variantId,
      payload: {
        movementId,
        variantId,
        locationId,
        reason,
        quantity: effect.onHand,
        bookingLineId: move.bookingLineId ?? '',
        onHand,
        version,
      },
    });
  }
  return { variantId, locationId, onHand, allocated, version };
}
