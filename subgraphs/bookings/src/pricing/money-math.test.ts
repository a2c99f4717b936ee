import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { divideHalfUp, formatMoney, shareOf, splitRounded } from './money-math.js';

describe('money', () => {
  it('takes percentages in any currency, half up', () => {
    expect(shareOf(999n, 250)).toBe(25n); // 2.5 % of JPY 999 = 24.975
    expect(shareOf(999n, 250)).toBe(25n); // 2.5 % of KWD 0.999 = 0.024975
    expect(formatMoney(25n, 'KWD')).toBe('KWD 0.025');
    expect(formatMoney(25n, 'JPY')).toBe('JPY 25');
    expect(formatMoney(-1250n, 'EUR')).toBe('EUR -12.50');
  });

  it('rounds exactly one half up, also below zero', () => {
    expect(divideHalfUp(5n, 10n)).toBe(1n);
    expect(divideHalfUp(4n, 10n)).toBe(0n);
    expect(divideHalfUp(-5n, 10n)).toBe(0n);
    expect(divideHalfUp(-6n, 10n)).toBe(-1n);
  });

  it('splits a rounded whole into parts that sum to it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 0n, max: 10_000_000n })),
        fc.integer({ min: 0, max: 10_000 }),
        (parts, bps) => {
          const shares = splitRounded(parts, (sum) => shareOf(sum, bps));
          const whole = shareOf(
            parts.reduce((a, b) => a + b, 0n),
            bps,
          );
          expect(shares.reduce((a, b) => a + b, 0n)).toBe(whole);
          for (const [i, share] of shares.entries())
            expect(share - shareOf(parts[i] ?? 0n, bps)).toBeGreaterThanOrEqual(-1n);
        },
      ),
      { verbose: 1 },
    );
  });
});
