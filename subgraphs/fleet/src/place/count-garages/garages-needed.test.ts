import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { garagesNeeded } from './garages-needed.js';

describe('garagesNeeded', () => {
  it('rounds up over garages of one capacity', () => {
    const count = (units: number) => garagesNeeded(units, { each: 20 });
    expect(count(0)).toMatchObject({ kind: 'needed', garages: 0 });
    expect(count(1)).toMatchObject({ kind: 'needed', garages: 1 });
    expect(count(20)).toMatchObject({ kind: 'needed', garages: 1 });
    expect(count(21)).toMatchObject({ kind: 'needed', garages: 2 });
  });

  it('refuses a capacity of zero or less', () => {
    expect(garagesNeeded(1, { each: 0 })).toMatchObject({ kind: 'invalid', capacity: 0 });
    expect(garagesNeeded(1, { each: -5 })).toMatchObject({ kind: 'invalid', capacity: -5 });
    expect(garagesNeeded(1, [10, 0])).toMatchObject({ kind: 'invalid', capacity: 0 });
  });

  it('fills the largest of mixed garages first', () => {
    expect(garagesNeeded(12, [5, 10, 5])).toEqual({ kind: 'needed', garages: 2, capacity: 20 });
    expect(garagesNeeded(0, [])).toEqual({ kind: 'needed', garages: 0, capacity: 0 });
    expect(garagesNeeded(21, [10, 5, 5])).toEqual({ kind: 'short', shortBy: 1, capacity: 20 });
  });

  it('never needs more garages than any other choice would', () => {
    const seed = Date.now() & 0x7fffffff;
    console.info(`garages seed ${seed}`);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 7 }), fc.nat(60), (garages, units) => {
        const best = fewest(units, garages);
        const count = garagesNeeded(units, garages);
        expect(count.kind === 'needed' ? count.garages : undefined).toBe(best);
      }),
      { seed },
    );
  });
});

function fewest(units: number, garages: number[]): number | undefined {
  let best: number | undefined;
  for (let choice = 0; choice < 2 ** garages.length; choice += 1) {
    const chosen = garages.filter((_, index) => choice & (1 << index));
    const fits = chosen.reduce((sum, each) => sum + each, 0) >= units;
    if (fits && (best === undefined || chosen.length < best)) best = chosen.length;
  }
  return best;
}
