import { create } from '@bufbuild/protobuf';
import { DayPlanSchema } from '@fleetgraph/schema/events/fleet_pb';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { NotPriceable, sumOf } from './charge.js';
import { priceDays, rentalDays } from './price-days.js';

const eur = (amountMinor: number) => ({ amountMinor: BigInt(amountMinor), currency: 'EUR' });
const instant = (local: string, timeZone: string) =>
  new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).epochMilliseconds);
const days = (from: string, to: string, timeZone = 'Europe/Berlin') =>
  rentalDays({ from: instant(from, timeZone), to: instant(to, timeZone), timeZone, graceMinutes: 59 });

describe('rental days', () => {
  it.each([
    ['2026-05-04T10:00', '2026-05-05T10:59', 1],
    ['2026-05-04T10:00', '2026-05-05T10:59:01', 2],
    ['2026-05-04T10:00', '2026-05-05T11:00', 2],
    ['2026-05-04T10:00', '2026-05-05T10:00', 1],
    ['2026-05-04T10:00', '2026-05-04T14:00', 1],
    ['2026-05-04T10:00', '2026-05-06T10:58:59', 2],
    ['2028-02-28T10:00', '2028-03-01T10:00', 2],
    ['2026-12-31T10:00', '2027-01-01T10:00', 1],
  ])('counts %s to %s as %i', (from, to, expected) => expect(days(from, to)).toBe(expected));

  it.each([
    ['spring forward, 23 hours', '2026-03-28T10:00', '2026-03-29T10:00', 23],
    ['fall back, 25 hours', '2026-10-24T10:00', '2026-10-25T10:00', 25],
  ])('is one day over the night of %s', (_, from, to, hours) => {
    const elapsed = instant(to, 'Europe/Berlin').getTime() - instant(from, 'Europe/Berlin').getTime();
    expect(elapsed).toBe(hours * 3_600_000);
    expect(days(from, to)).toBe(1);
    expect(days(from, to.replace('10:00', '10:59'))).toBe(1);
    expect(days(from, to.replace('10:00', '11:00'))).toBe(2);
  });

  it('gives both readings of a doubled hour to the customer', () => {
    const from = instant('2026-10-24T02:30', 'Europe/Berlin');
    const secondHalfPastTwo = new Date('2026-10-25T01:30:00Z');
    expect(rentalDays({ from, to: secondHalfPastTwo, timeZone: 'Europe/Berlin', graceMinutes: 59 })).toBe(1);
    expect(days('2026-03-28T02:30', '2026-03-29T04:29')).toBe(1); // 02:30 does not exist: the day ends at 03:30
    expect(days('2026-03-28T02:30', '2026-03-29T04:30')).toBe(2);
  });

  it('is monotone, at least one, and one per calendar day in every zone', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const start = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        start,
        fc.nat(30 * 86_400),
        fc.nat(86_400),
        (timeZone, at, seconds, more) => {
          const from = new Date(at);
          const count = (s: number) => rentalDays({ from, to: new Date(at + s * 1000), timeZone, graceMinutes: 59 });
          expect(count(seconds)).toBeGreaterThanOrEqual(1);
          expect(count(seconds + more)).toBeGreaterThanOrEqual(count(seconds));
          const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
          const week = local.add({ days: 7 });
          expect(count((week.epochMilliseconds - at) / 1000)).toBe(7);
        },
      ),
      { verbose: 1 },
    );
  });
});

describe('day plan', () => {
  const plan = create(DayPlanSchema, {
    perDay: eur(4900),
    graceMinutes: 59,
    oneWayFee: eur(7500),
    extras: [
      { code: 'CHILD_SEAT', title: 'Child seat', price: eur(500), perDay: true },
      { code: 'GPS', title: 'Navigation', price: eur(900), perDay: false },
    ],
  });
  const rental = {
    from: instant('2026-05-04T10:00', 'Europe/Berlin'),
    to: instant('2026-05-06T10:00', 'Europe/Berlin'),
    timeZone: 'Europe/Berlin',
  };

  it('adds a one-way fee and extras', () => {
    const parts = priceDays(plan, { ...rental, isOneWay: true, extras: ['CHILD_SEAT', 'GPS'] });
    expect(parts.map(({ code, quantity, amountMinor }) => [code, quantity, amountMinor])).toEqual([
      ['RENTAL', 2, 9800n],
      ['ONE_WAY', 1, 7500n],
      ['EXTRA_CHILD_SEAT', 2, 1000n],
      ['EXTRA_GPS', 1, 900n],
    ]);
    expect(sumOf(parts)).toBe(19200n);
  });

  it('refuses an unknown extra, and one-way without a fee', () => {
    expect(() => priceDays(plan, { ...rental, isOneWay: false, extras: ['YACHT'] })).toThrow(NotPriceable);
    const local = create(DayPlanSchema, { perDay: eur(4900), graceMinutes: 59 });
    expect(() => priceDays(local, { ...rental, isOneWay: true, extras: [] })).toThrow(NotPriceable);
  });
});
