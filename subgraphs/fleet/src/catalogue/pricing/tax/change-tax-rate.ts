import { transact } from '@fleetgraph/kit/database/transact';
import type { EntityManager } from '@mikro-orm/postgresql';
import { faultUnless, refuseFaults } from '../../../editing/refuse-faults.js';
import { republishTax } from '../republish.js';
import { TaxCategory } from './tax-category.js';
import { setTaxRate } from './tax-rate.js';

/** A tax rate of a country. */
export interface TaxRate {
  readonly country: string;
  readonly category: TaxCategory;
  readonly rateBps: number;
}

/** Sets a tax rate; what is offered in the country is told anew when that changes anything. */
export async function changeTaxRate(em: EntityManager, rate: TaxRate): Promise<TaxRate> {
  refuseFaults([
    faultUnless(rate.rateBps >= 0 && rate.rateBps <= 10_000, 'rateBps', 'A rate is between 0 and 10000 basis points.'),
    faultUnless(rate.category !== TaxCategory.ZERO || rate.rateBps === 0, 'rateBps', 'The rate of ZERO is 0.'),
  ]);
  return transact(em, async (tx) => {
    if (await setTaxRate(tx, rate)) await republishTax(tx, rate);
    return rate;
  });
}
