import type { Viewer } from '@fleetgraph/kit/auth/viewer';
import { idempotent } from '@fleetgraph/kit/database/idempotency';
import type { EntityManager } from '@mikro-orm/postgresql';
import { requireRow } from '../../editing/edit-versioned.js';
import { faultUnless, refuseFaults } from '../../editing/refuse-faults.js';
import { Location } from '../../place/location.entity.js';
import { ProductVariant } from '../variant/product-variant.entity.js';
import { moveStock, type StockLevel } from './move-stock.js';
import { StockShort } from './stock.errors.js';
import { StockReason, stockEffect } from './stock-effect.js';

/** A movement that staff record by hand. */
export interface RecordedMovement {
  readonly variantId: string;
  readonly locationId: string;
  readonly reason: StockReason;
  readonly quantity: number;
  readonly note?: string | null;
  readonly idempotencyKey: string;
}

/** The reasons that staff record; the others follow from bookings. */
const BY_HAND: ReadonlySet<StockReason> = new Set([StockReason.ADJUSTMENT, StockReason.RECEIPT, StockReason.RETURN]);

/** Records that goods came, went or were counted; once for each key. */
export async function recordStockMovement(
  em: EntityManager,
  viewer: Viewer,
  { idempotencyKey: key, ...input }: RecordedMovement,
): Promise<StockLevel> {
  refuseFaults([faultUnless(key.length >= 1 && key.length <= 128, 'idempotencyKey', 'A key has 1 to 128 characters.')]);
  return idempotent(em, { viewer, operation: 'recordStockMovement', key, input }, async (tx) => {
    const { variantId, locationId, reason, quantity, note } = input;
    refuseFaults([
      faultUnless(BY_HAND.has(reason), 'reason', 'Sales, cancellations and allocations follow from bookings.'),
      faultUnless(quantity !== 0, 'quantity', 'A movement moves something.'),
      faultUnless(reason === StockReason.ADJUSTMENT || quantity > 0, 'quantity', 'Only an adjustment takes away.'),
      faultUnless(Math.abs(quantity) <= 1_000_000, 'quantity', 'At most a million pieces move at once.'),
    ]);
    await requireRow(tx, ProductVariant, variantId);
    await requireRow(tx, Location, locationId);
    const effect = stockEffect(reason, quantity);
    const level = await moveStock(tx, {
      variantId,
      locationId,
      reason,
      effect,
      actor: viewer.subject,
      note: note ?? null,
    });
    if (quantity < 0 && level.onHand < 0) throw new StockShort(level.onHand - quantity);
    return { ...level };
  });
}
