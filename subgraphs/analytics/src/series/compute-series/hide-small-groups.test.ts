import { describe, expect, it } from '@jest/globals';
import { type CountedPoint, hideSmallGroups } from './hide-small-groups.js';

const monday = new Date('2026-03-23T00:00:00Z');
const point = (group: string, persons: number): CountedPoint => ({
  startsAt: monday,
  group: [group],
  value: persons * 2,
  persons,
});
const values = (points: readonly CountedPoint[]) => hideSmallGroups(points).map(({ value }) => value);

describe('hiding small groups', () => {
  it('shows ten persons and hides nine', () => {
    expect(values([point('a', 10)])).toEqual([20]);
    expect(values([point('a', 9)])).toEqual([null]);
  });

  it('tells why', () => {
    expect(hideSmallGroups([point('a', 1)])[0]?.suppressed).toBe('Fewer than 10 persons.');
  });

  it('shows that nothing happened', () => {
    expect(values([{ ...point('a', 0), value: 0 }])).toEqual([0]);
  });

  it('hides the smallest other group with a group that is hidden alone', () => {
    expect(values([point('a', 3), point('b', 40), point('c', 20)])).toEqual([null, 80, null]);
  });

  it('hides no third group where two are hidden already', () => {
    expect(values([point('a', 3), point('b', 4), point('c', 20)])).toEqual([null, null, 40]);
  });
});
