import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantAt, localAt } from './plan-flight.js';

describe('instantAt', () => {
  it('knows summer and winter', () => {
    expect(instantAt('2026-07-01T10:00', 'Europe/Berlin')?.toISOString()).toBe('2026-07-01T08:00:00.000Z');
    expect(instantAt('2026-12-01T10:00', 'Asia/Kolkata')?.toISOString()).toBe('2026-12-01T04:30:00.000Z');
  });

  it('knows no time that the clocks skip, and takes the first of a doubled hour', () => {
    expect(instantAt('2026-03-29T02:30', 'Europe/Berlin')).toBeUndefined();
    expect(instantAt('2026-10-25T02:30', 'Europe/Berlin')?.toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });

  it('gives back what the clock shows, in every zone', () => {
    const seed = Date.now() & 0x7fffffff;
    console.info(`zones seed ${seed}`);
    const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, fc.constantFrom(...Intl.supportedValuesOf('timeZone')), (at, zone) => {
        const local = localAt(at, zone);
        const again = instantAt(local, zone);
        expect(again && localAt(again, zone)).toBe(local);
      }),
      { seed },
    );
  });
});
