/** Jest runs the compiled tests of every workspace; PostgreSQL is started once for all of them. */
export default {
  rootDir: '.',
  testMatch: ['<rootDir>/**/dist/**/*.test.js'],
  testPathIgnorePatterns: ['/node_modules/'],
  transform: {},
  globalSetup: '<rootDir>/subgraphs/kit/dist/testing/jest-global-setup.js',
  globalTeardown: '<rootDir>/subgraphs/kit/dist/testing/jest-global-teardown.js',
  testTimeout: 30_000,
  maxWorkers: 2,
};
