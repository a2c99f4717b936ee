import { expect, it } from '@jest/globals';
import { batchByKey, groupByKey } from './batch-by-key.js';

const rows = [
  { id: 'b', of: 'x' },
  { id: 'a', of: 'x' },
];

it('puts rows in the order of the keys, with gaps and repeats', () => {
  expect(batchByKey(['a', 'c', 'b', 'a'], rows, ({ id }) => id)).toEqual([rows[1], undefined, rows[0], rows[1]]);
});

it('groups rows by key, none as an empty list', () => {
  expect(groupByKey(['y', 'x'], rows, ({ of }) => of)).toEqual([[], rows]);
});
