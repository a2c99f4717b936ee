/** Jest runs the compiled tests of every workspace; PostgreSQL is started once for all of them. */
export default {
  rootDir: '.',
  testMatch: ['<rootDir>/**/dist/**/*.test.js'],
  testPathIgnorePatterns: ['/node_modules/'],
  transform: {},
  globalSetup: '<rootDir>/subgraphs/kit/dist/testing/jest-global-setup.js',
  globalTeardown: '<rootDir>/subgraphs/kit/dist/testing/jest-global-teardown.js',
  // Matters only when something hangs: whole systems start in hooks, also on a machine that is ten times slower.
  testTimeout: 120_000,
  maxWorkers: 2,
};
