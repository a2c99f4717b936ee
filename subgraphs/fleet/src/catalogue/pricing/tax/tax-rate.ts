import { sqlAll, sqlOne } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { SupplyNotFound } from '../../../editing/supply.errors.js';
import { TaxCategory } from './tax-category.js';

/** Rate of a tax category in a country, in basis points; ZERO needs no row. Refuses when nobody has set it. */
export async function taxRateBps(em: EntityManager, country: string, category: TaxCategory): Promise<number> {
  if (category === TaxCategory.ZERO) return 0;
  const row = await sqlOne<{ rate_bps: number }>(
    em,
    'select rate_bps from tax_rate where (country, category) = ($1, $2)',
    [country, category],
  );
  if (row === undefined) throw new SupplyNotFound('TaxRate', `${country} ${category}`);
  return row.rate_bps;
}

/** Sets a rate and answers whether that changed it. */
export async function setTaxRate(
  tx: EntityManager,
  { country, category, rateBps }: { country: string; category: TaxCategory; rateBps: number },
): Promise<boolean> {
  const changed = await sqlAll(
    tx,
    `insert into tax_rate (country, category, rate_bps, version) values ($1, $2, $3, 1)
     on conflict (country, category) do update set rate_bps = excluded.rate_bps, version = tax_rate.version + 1
       where tax_rate.rate_bps <> excluded.rate_bps
     returning version`,
    [country, category, rateBps],
  );
  return changed.length > 0;
}
