import { describe, expect, it } from '@jest/globals';
import { moneyMoves } from './money-moves.js';

const money = (amountMinor: number) => ({ amountMinor: String(amountMinor) });
const settled = {
  state: 'PARTIALLY_CANCELLED',
  lines: [{ refund: money(500) }, { refund: null }],
  refunded: money(500),
  payments: [{ refunds: [{ state: 'SUCCEEDED' }] }],
  invoices: [{}],
};

describe('money', () => {
  it('rests when all that was promised is back', () => {
    expect(moneyMoves(settled)).toBe(false);
  });

  it('moves while a refund is short, unfinished or not yet there', () => {
    expect(moneyMoves({ ...settled, refunded: money(499) })).toBe(true);
    expect(moneyMoves({ ...settled, refunded: null })).toBe(true);
    expect(moneyMoves({ ...settled, payments: [{ refunds: [{ state: 'PENDING' }] }] })).toBe(true);
  });

  it('moves until a paid booking has its invoice', () => {
    expect(moneyMoves({ ...settled, state: 'CONFIRMED', invoices: [] })).toBe(true);
    expect(moneyMoves({ ...settled, state: 'HELD', lines: [], invoices: [] })).toBe(false);
  });

  it('is not asked for again and again while payments are away', () => {
    expect(moneyMoves({ ...settled, payments: null, refunded: null })).toBe(false);
  });
});
