import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { computeTax, sum, type TaxableLine } from './compute-tax.js';
import { creditTax } from './credit-tax.js';
import { divideHalfUp, splitByWeight } from './divide.js';

const amount = fc.bigInt({ min: 0n, max: 10_000_000n });
const line: fc.Arbitrary<TaxableLine> = fc
  .record({ amountMinor: amount, rate: fc.constantFrom(['STANDARD', 2000], ['REDUCED', 700], ['ZERO', 0]) })
  .map(({ amountMinor, rate }) => ({ amountMinor, taxCategory: rate[0] as string, taxRateBps: rate[1] as number }));

describe('computeTax', () => {
  it('taxes the document, not its rounded lines: 55.83 and not 55.84', () => {
    const lines = [6833n, 6833n, 5750n, 8500n].map((amountMinor) => ({
      amountMinor,
      taxCategory: 'STANDARD',
      taxRateBps: 2000,
    }));

    const { taxMinor, grossMinor, lineTaxMinor } = computeTax(lines, 'NET');

    expect({ taxMinor, grossMinor }).toEqual({ taxMinor: 5583n, grossMinor: 33_499n });
    expect(lineTaxMinor).toEqual([1367n, 1366n, 1150n, 1700n]);
  });

  it('takes the same tax out of prices that contain it', () => {
    const { taxMinor, netMinor } = computeTax(
      [{ amountMinor: 33_499n, taxCategory: 'STANDARD', taxRateBps: 2000 }],
      'GROSS',
    );
    expect({ taxMinor, netMinor }).toEqual({ taxMinor: 5583n, netMinor: 27_916n });
  });

  it('keeps every category and every line exact, whatever the basket', () => {
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 12 }),
        fc.constantFrom('NET' as const, 'GROSS' as const),
        (lines, basis) => {
          const tax = computeTax(lines, basis);
          expect(sum(tax.lineTaxMinor)).toBe(tax.taxMinor);
          expect(sum(tax.subtotals.map((part) => part.taxMinor))).toBe(tax.taxMinor);
          expect(basis === 'NET' ? tax.netMinor : tax.grossMinor).toBe(sum(lines.map((each) => each.amountMinor)));
        },
      ),
    );
  });
});

describe('creditTax', () => {
  it('sums to the tax of the line, in any order and any number of credits', () => {
    const cuts = fc.array(fc.bigInt({ min: 1n, max: 5_000n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(cuts, fc.integer({ min: 0, max: 2500 }), (parts, taxRateBps) => {
        const grossMinor = sum(parts);
        const { taxMinor } = computeTax([{ amountMinor: grossMinor, taxCategory: 'S', taxRateBps }], 'GROSS');
        let creditedMinor = 0n;
        const credits = parts.map((part) => {
          const tax = creditTax({ grossMinor, taxMinor, creditedMinor }, part);
          creditedMinor += part;
          expect(tax >= 0n && tax <= part).toBe(true);
          return tax;
        });
        expect(sum(credits)).toBe(taxMinor);
      }),
    );
  });

  it('refuses more than what is left', () => {
    expect(() => creditTax({ grossMinor: 100n, taxMinor: 17n, creditedMinor: 60n }, 41n)).toThrow(RangeError);
  });
});

describe('splitByWeight', () => {
  it('gives away exactly the amount and never more than a weight', () => {
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 10 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (weights, part) => {
          const total = (sum(weights) * BigInt(Math.round(part * 1000))) / 1000n;
          const parts = splitByWeight(total, weights);
          expect(sum(parts)).toBe(sum(weights) === 0n ? 0n : total);
          expect(parts.every((each, index) => each >= 0n && each <= (weights[index] ?? 0n))).toBe(true);
        },
      ),
    );
  });
});

describe('divideHalfUp', () => {
  it.each([
    [999n * 25n, 1000n, 25n],
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [4n, 3n, 1n],
  ])('%d / %d = %d', (dividend, divisor, quotient) => {
    expect(divideHalfUp(dividend, divisor)).toBe(quotient);
  });
});
