import { describe, expect, it } from '@jest/globals';
import { differentialRuns as count, differentialSeed as seed } from './config.js';
import { findDifference } from './differential.js';
import { DIFFERENTIAL_GRAPHS } from './graphs/all.js';

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
