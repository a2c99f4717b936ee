import { randomInt } from 'node:crypto';

/** What a run of the tests may be told by its environment. */
const { DIFFERENTIAL_SEED, DIFFERENTIAL_RUNS, SEED, CI, PATH = '' } = process.env;

const seedOf = (given: string | undefined): number => Number(given ?? randomInt(2 ** 31));

/** Seed of the random operations that are compared with plain `@apollo/gateway`. */
export const differentialSeed = seedOf(DIFFERENTIAL_SEED);
/** How many of them for each supergraph; 2,000 in all where a machine has the time. */
export const differentialRuns = Number(DIFFERENTIAL_RUNS ?? (CI ? 200 : 40));
/** Seed of other random tests. */
export const randomSeed = seedOf(SEED);
/** What a command is started with, so that it inherits nothing else. */
export const bareEnvironment = { PATH };
