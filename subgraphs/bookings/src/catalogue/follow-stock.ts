import { sqlRun } from '@fleetgraph/kit/database/sql';
import type { StockMoved } from '@fleetgraph/schema/events/fleet_pb';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Takes over a stock level; goods that were handed over no longer need their allocation. */
export async function followStock(em: EntityManager, movement: StockMoved): Promise<void> {
  if (movement.reason === 'SALE' && movement.bookingLineId !== '') {
    await sqlRun(em, 'select release_lines(array[$1::uuid])', [movement.bookingLineId]);
  }
  await sqlRun(
    em,
    `insert into stock_position (variant_id, location_id, version, on_hand, backorder_limit)
     values ($1, $2, $3, $4, coalesce((
       select case when (details->>'backorder')::boolean then (details->>'backorderLimit')::int end
       from bookable where id = $1), 0))
     on conflict (variant_id, location_id) do update set
       version = excluded.version, on_hand = excluded.on_hand,
       shortfall = greatest(0, stock_position.allocated + stock_position.reserved
         - greatest(excluded.on_hand, 0) - stock_position.backorder_limit)
     where stock_position.version < excluded.version`,
    [movement.variantId, movement.locationId, movement.version, movement.onHand],
  );
}
