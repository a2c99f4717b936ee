import { describe, expect, it } from '@jest/globals';
import { formatMoney, isZero, minorFactor } from './money.js';

const spaced = (text: string) => text.replaceAll(/\s/g, ' ');

describe('money', () => {
  it('shows minor units by the currency, not always two digits', () => {
    expect(formatMoney({ amountMinor: '41250', currency: 'EUR' }, 'en-GB')).toBe('€412.50');
    expect(spaced(formatMoney({ amountMinor: 41250, currency: 'EUR' }, 'de-DE'))).toBe('412,50 €');
    expect(formatMoney({ amountMinor: '999', currency: 'JPY' }, 'en-US')).toBe('¥999');
    expect(spaced(formatMoney({ amountMinor: '999', currency: 'KWD' }, 'en-US'))).toBe('KWD 0.999');
  });

  it('keeps every digit of an amount that no float can hold', () => {
    expect(formatMoney({ amountMinor: '900719925474099301', currency: 'EUR' }, 'en-GB')).toBe(
      '€9,007,199,254,740,993.01',
    );
  });

  it('shows what is given back with a minus', () => {
    expect(formatMoney({ amountMinor: '-5', currency: 'EUR' }, 'en-GB')).toBe('-€0.05');
  });

  it('knows nothing from a little', () => {
    expect(isZero({ amountMinor: '0', currency: 'EUR' })).toBe(true);
    expect(isZero({ amountMinor: '1', currency: 'EUR' })).toBe(false);
    expect(minorFactor('JPY')).toBe(1);
  });
});
