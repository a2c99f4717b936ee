import type { UnitPrice } from '@fleetgraph/schema/events/fleet_pb';
import { NotPriceable, type PricedPart } from './charge.js';
import { formatMoney } from './money-math.js';

/** Prices a service or a product by its list price. */
export function priceUnits(
  plan: UnitPrice,
  { quantity, title, unit }: { quantity: number; title: string; unit: 'piece' | 'job' },
): PricedPart[] {
  if (!plan.price) throw new NotPriceable('This has no list price.');
  const { amountMinor, currency } = plan.price;
  const rule = `${formatMoney(amountMinor, currency)} per ${unit}`;
  return [{ code: 'LIST_PRICE', title, quantity, unit, amountMinor: amountMinor * BigInt(quantity), rule }];
}
