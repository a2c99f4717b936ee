import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CancellableLine, refundAt, termsOf } from './cancellation-policy.js';
import { BookableKind } from './line-state.js';

const startsAt = new Date('2026-06-20T08:00:00Z');
const bookedAt = new Date('2026-06-01T12:00:00Z');
const hours = (count: number) => count * 3_600_000;
const line = (kind: BookableKind, more: Partial<CancellableLine> = {}): CancellableLine => ({
  kind,
  grossMinor: 20_000n,
  taxMinor: 3_193n,
  startsAt,
  bookedAt,
  cabinClass: null,
  dayMinor: 5_000n,
  reservationMinuteMinor: 0n,
  ...more,
});
const refund = (subject: CancellableLine, at: number) =>
  Number(refundAt(termsOf(subject), { at: new Date(at), bookedAt: subject.bookedAt }));
const beforeStart = (count: number, ms = 0) => startsAt.getTime() - hours(count) + ms;

describe('cancellation policy', () => {
  it.each([
    ['48 h before, to the millisecond', beforeStart(48), 20_000],
    ['1 ms too late', beforeStart(48, 1), 15_000],
    ['at pick-up', beforeStart(0), 15_000],
    ['after pick-up', beforeStart(0, 1), 0],
  ])('refunds a car %s', (_, at, expected) => expect(refund(line(BookableKind.CAR), at)).toBe(expected));

  it('never takes more than the price', () => {
    expect(refund(line(BookableKind.CAR, { dayMinor: 90_000n }), beforeStart(1))).toBe(0);
  });

  it.each([
    [bookedAt.getTime() + hours(24), 20_000],
    [bookedAt.getTime() + hours(24) + 1, 10_000],
    [startsAt.getTime(), 10_000],
    [startsAt.getTime() + 1, 3_193],
  ])('refunds an economy seat at %i', (at, expected) =>
    expect(refund(line(BookableKind.FLIGHT, { cabinClass: 'ECONOMY' }), at)).toBe(expected),
  );

  it('gives no free day when the flight is less than seven days ahead', () => {
    const late = new Date(startsAt.getTime() - hours(7 * 24) + 1);
    expect(refund(line(BookableKind.FLIGHT, { cabinClass: 'BUSINESS', bookedAt: late }), late.getTime())).toBe(18_000);
    const exactly = new Date(startsAt.getTime() - hours(7 * 24));
    expect(refund(line(BookableKind.FLIGHT, { cabinClass: 'BUSINESS', bookedAt: exactly }), exactly.getTime())).toBe(
      20_000,
    );
  });

  it.each([
    [beforeStart(24), 20_000],
    [beforeStart(24, 1), 15_000],
    [beforeStart(0, 1), 0],
  ])('refunds a workshop slot at %i', (at, expected) => expect(refund(line(BookableKind.WORKSHOP), at)).toBe(expected));

  it('keeps only the started minutes of a bike reservation', () => {
    const bike = line(BookableKind.BIKE, { reservationMinuteMinor: 10n });
    expect(refund(bike, bookedAt.getTime())).toBe(20_000);
    expect(refund(bike, bookedAt.getTime() + 60_000)).toBe(19_990);
    expect(refund(bike, bookedAt.getTime() + 60_001)).toBe(19_980);
    expect(refund(bike, startsAt.getTime() + 1)).toBe(0);
  });

  it('refunds goods in full until they are handed over', () => {
    expect(refund(line(BookableKind.PRODUCT, { startsAt: null }), Date.UTC(2030, 0))).toBe(20_000);
  });

  it('never refunds more later, nor more than was paid', () => {
    const kind = fc.constantFrom(...Object.values(BookableKind));
    const minutes = fc.integer({ min: 0, max: 60 * 24 * 40 });
    fc.assert(
      fc.property(kind, minutes, minutes, fc.bigInt({ min: 0n, max: 100n }), (k, first, more, perMinute) => {
        const subject = line(k, { cabinClass: 'ECONOMY', reservationMinuteMinor: perMinute });
        const at = bookedAt.getTime() + first * 60_000;
        const earlier = refund(subject, at);
        expect(earlier).toBeLessThanOrEqual(20_000);
        expect(refund(subject, at + more * 60_000)).toBeLessThanOrEqual(earlier);
      }),
      { verbose: 1 },
    );
  });
});
