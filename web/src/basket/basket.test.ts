import { describe, expect, it } from '@jest/globals';
import { addLine, type Basket, countThings, readBasket, removeLine, replaceOffer, setQuantity } from './basket.js';

const car = { offerId: 'o1', bookableId: 'b1', quantity: 1 };
const seat = { offerId: 'o2', bookableId: 'b2', quantity: 1, seat: '14C' };
const basket: Basket = [car, seat];

describe('the basket', () => {
  it('raises the quantity when the same offer is added again', () => {
    expect(addLine(basket, { ...car, quantity: 2 })).toEqual([{ ...car, quantity: 3 }, seat]);
  });

  it('holds a seat once, and another seat of the same flight beside it', () => {
    expect(addLine(basket, { ...seat })).toEqual(basket);
    expect(addLine(basket, { ...seat, seat: '14D' })).toHaveLength(3);
  });

  it('removes a line, also by a quantity of none', () => {
    expect(removeLine(basket, car)).toEqual([seat]);
    expect(setQuantity(basket, seat, 0)).toEqual([car]);
    expect(countThings(basket)).toBe(2);
  });

  it('puts an alternative where the lost line was, without its seat', () => {
    expect(replaceOffer(basket, seat, { id: 'o9', bookableId: 'b9' })).toEqual([
      car,
      { offerId: 'o9', bookableId: 'b9', quantity: 1 },
    ]);
  });

  it('survives sign-in as text, and forgets what it cannot read', () => {
    expect(readBasket(JSON.stringify(basket))).toEqual(basket);
    expect(readBasket('[{"offerId":1},null]')).toEqual([]);
    expect(readBasket('oops')).toEqual([]);
    expect(readBasket(null)).toEqual([]);
  });
});
