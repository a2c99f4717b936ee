import { create } from '@bufbuild/protobuf';
import { FarePlanSchema, UnitPriceSchema } from '@fleetgraph/schema/events/fleet_pb';
import { describe, expect, it } from '@jest/globals';
import { NotPriceable, sumOf } from './charge.js';
import { priceFare } from './price-fare.js';
import { priceUnits } from './price-unit.js';

const inr = (amountMinor: number) => ({ amountMinor: BigInt(amountMinor), currency: 'INR' });
const plan = create(FarePlanSchema, {
  fares: [
    { cabinClass: 'ECONOMY', price: inr(450_000) },
    { cabinClass: 'BUSINESS', price: inr(1_900_000) },
  ],
  surcharges: [
    { feature: 'EXTRA_LEGROOM', price: inr(90_000) },
    { feature: 'EXIT_ROW', price: inr(60_000) },
  ],
});

describe('fare plan', () => {
  it('adds the surcharges of a seat to the fare of its cabin', () => {
    const parts = priceFare(plan, { cabinClass: 'ECONOMY', features: ['WINDOW', 'EXIT_ROW', 'EXTRA_LEGROOM'] });
    expect(parts.map(({ code }) => code)).toEqual(['FARE', 'SEAT_EXTRA_LEGROOM', 'SEAT_EXIT_ROW']);
    expect(sumOf(parts)).toBe(600_000n);
    expect(sumOf(priceFare(plan, { cabinClass: 'BUSINESS', features: ['AISLE'] }))).toBe(1_900_000n);
  });

  it('does not sell a cabin without a fare', () => {
    expect(() => priceFare(plan, { cabinClass: 'FIRST', features: [] })).toThrow(NotPriceable);
  });
});

describe('list price', () => {
  it('multiplies by the quantity', () => {
    const price = create(UnitPriceSchema, { price: inr(1999) });
    expect(sumOf(priceUnits(price, { quantity: 2, title: 'Child seat', unit: 'piece' }))).toBe(3998n);
  });
});
