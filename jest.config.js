const swcOptions = require('./scripts/swc-options');

// What one test finds is not to be remembered for another.
process.env.KUMIKI_CHECK_CACHE = 'off';

/** @type {import('jest').Config} */
module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/test'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Those need engines: npm run test:lab.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/lab/scenes/'],
  // `kumiki` resolves to this repository's sources, as it does for stacks/; the rest is what the node environment has by default.
  testEnvironmentOptions: { customExportConditions: ['kumiki-source', 'node', 'node-addons'] },
  transform: { '^.+\\.ts$': ['@swc/jest', swcOptions] },
  maxWorkers: 2,
  reporters: ['default', '<rootDir>/test/support/summary-reporter.js'],
};
