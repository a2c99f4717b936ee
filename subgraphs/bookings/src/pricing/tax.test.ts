import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sumOf } from './charge.js';
import { chargesWithTax, taxOnNet, taxWithin } from './tax.js';

const part = (amountMinor: bigint) => ({ code: 'X', title: 'X', quantity: 1, unit: 'piece', amountMinor, rule: '' });
const taxOf = (charges: { taxMinor: bigint }[]) => charges.reduce((sum, { taxMinor }) => sum + taxMinor, 0n);

describe('tax', () => {
  it('is worked out on the document, not on each line', () => {
    const nets = [6833n, 6833n, 5750n, 8500n];
    expect(taxOnNet(nets, 2000)).toBe(5583n);
    expect(nets.reduce((sum, net) => sum + taxOnNet([net], 2000), 0n)).toBe(5584n);
  });

  it('gives every charge its share, and the shares sum to the tax of the category', () => {
    const gross = fc.array(fc.bigInt({ min: -500n, max: 1_000_000n }), { minLength: 1, maxLength: 6 });
    const line = fc.record({ amounts: gross, rate: fc.constantFrom(0, 700, 1900, 2000) });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
        const charged = chargesWithTax(
          lines.map(({ amounts, rate }) => ({ parts: amounts.map(part), taxCategory: 'T', taxRateBps: rate })),
        );
        for (const rate of [0, 700, 1900, 2000]) {
          const ofRate = charged.filter((_, i) => lines[i]?.rate === rate).flat();
          expect(taxOf(ofRate)).toBe(taxWithin(sumOf(ofRate), rate));
        }
      }),
      { verbose: 1 },
    );
  });
});
