import { DEEP_QUERY } from './benchmark-graph.js';
import type { Question } from './race.js';

/** Fields of the deep query that stand once on their level, so that an alias changes the text and nothing else. */
const ALIASED = /\b(users|topProducts|reviews|author|product) \{/g;

/** The deep query of the standard benchmark as nobody has asked it before: ten of its fields have new names. */
export const newDeepOperation = (number: number): Question => ({
  query: DEEP_QUERY.replace(ALIASED, (field) => `n${number}_${field.slice(0, -2)}: ${field}`),
});

/** A small operation as nobody has asked it before: other names, another argument. */
export const newSmallOperation = (number: number): Question => ({
  query: `query Op${number} { topProducts(first: ${1 + (number % 9)}) { upc name_${number}: name price weight } }`,
});
