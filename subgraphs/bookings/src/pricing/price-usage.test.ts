import { create } from '@bufbuild/protobuf';
import { UsagePlanSchema } from '@fleetgraph/schema/events/fleet_pb';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sumOf } from './charge.js';
import { priceUsage } from './price-usage.js';

const eur = (amountMinor: number) => ({ amountMinor: BigInt(amountMinor), currency: 'EUR' });

const planA = create(UsagePlanSchema, {
  base: eur(200),
  perMinute: [
    { start: 30, end: 60, interval: 0, rate: eur(300) },
    { start: 60, interval: 1, rate: eur(10) },
  ],
});
const planB = create(UsagePlanSchema, {
  base: eur(300),
  perKm: [{ start: 0, interval: 1, rate: eur(25) }],
  perMinute: [{ start: 0, interval: 1, rate: eur(50) }],
  cap: eur(1500),
  capMinutes: 720,
});

const at = (minutes: number, seconds = 0) => minutes * 60 + seconds;
const priceA = (seconds: number) => Number(sumOf(priceUsage(planA, { seconds, meters: 0 })));
const priceB = (seconds: number, meters: number) => Number(sumOf(priceUsage(planB, { seconds, meters })));

describe('usage plan', () => {
  it.each([
    [at(29, 59), 200],
    [at(30), 200],
    [at(30, 1), 500],
    [at(45), 500],
    [at(59, 59), 500],
    [at(60), 500],
    [at(60, 1), 510],
    [at(61), 510],
    [at(61, 1), 520],
    [at(64, 30), 550],
  ])('charges plan A for %i s: %i cents', (seconds, cents) => expect(priceA(seconds)).toBe(cents));

  it.each([
    [at(19, 30), 3600, 1400],
    [at(20), 3600, 1400],
    [at(20, 1), 3600, 1450],
    [at(30, 30), 3600, 1500],
    [at(720), 3600, 1500],
    [at(720, 1), 3600, 1550],
    [at(1440), 3600, 3000],
    [at(1, 0), 3000, 425],
    [at(1, 0), 3001, 450],
  ])('charges plan B for %i s and %i m: %i cents', (seconds, meters, cents) =>
    expect(priceB(seconds, meters)).toBe(cents),
  );

  it('names the rule of each part', () => {
    const parts = priceUsage(planB, { seconds: at(30, 30), meters: 3600 });
    expect(parts.map(({ code, rule }) => [code, rule])).toEqual([
      ['BASE', 'EUR 3.00 once per ride'],
      ['DISTANCE', 'EUR 0.25 per started 1 km, from 0 km'],
      ['TIME', 'EUR 0.50 per started 1 min, from 0 min'],
      ['CAP', 'never more than EUR 15.00 per 720 min'],
    ]);
  });

  it('never gets cheaper by riding longer, and never passes the cap', () => {
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(5_000), fc.nat(50_000), (seconds, more, meters) => {
        expect(priceB(seconds + more, meters)).toBeGreaterThanOrEqual(priceB(seconds, meters));
        const periods = Math.max(1, Math.ceil(seconds / (720 * 60)));
        expect(priceB(seconds, meters)).toBeLessThanOrEqual(1500 * periods);
      }),
      { verbose: 1 },
    );
  });
});
