import { randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { findDifference } from './differential.js';
import { DIFFERENTIAL_GRAPHS } from './graphs/all.js';

const seed = Number(process.env.DIFFERENTIAL_SEED ?? randomInt(2 ** 31));
/** 2,000 in all where a machine has the time. */
const count = Number(process.env.DIFFERENTIAL_RUNS ?? (process.env.CI ? 200 : 40));

// `npm run fuzz -- router --seed S --count N` repeats a run, or makes a longer one.
describe(`on random operations of seed ${seed}`, () => {
  it.each(DIFFERENTIAL_GRAPHS)(
    'answers over the supergraph $name like plain @apollo/gateway',
    async (graph) => {
      expect(await findDifference(graph, { seed, count })).toBeUndefined();
    },
    600_000,
  );
});
