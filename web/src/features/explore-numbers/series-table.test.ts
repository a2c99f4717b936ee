import { describe, expect, it } from '@jest/globals';
import { reasonsOf, type SeriesPoint, tableOf } from './series-table.js';

const point = (from: string, kind: string, value: number | null) => ({
  from,
  value,
  suppressed: value === null ? 'fewer than 10 persons' : null,
  group: [{ dimension: 'kind', value: kind }],
});
const points = [point('d1', 'CAR', 3), point('d1', 'BIKE', null), point('d2', 'CAR', 5)];

const kindOf = ({ group }: SeriesPoint) => group.map(({ value }) => value).join();

describe('a series', () => {
  it('becomes a row for each time and a column for each group', () => {
    expect(tableOf(points, kindOf)).toEqual({
      groups: ['CAR', 'BIKE'],
      rows: [
        { from: 'd1', values: { CAR: 3, BIKE: null } },
        { from: 'd2', values: { CAR: 5 } },
      ],
    });
  });

  it('has one column when it is not grouped', () => {
    expect(tableOf([{ from: 'd1', value: 1, suppressed: null, group: [] }], () => 'All').groups).toEqual(['All']);
  });

  it('says once why something is hidden', () => {
    expect(reasonsOf([...points, point('d2', 'BIKE', null)])).toEqual(['fewer than 10 persons']);
  });
});
