const base = require('../../jest.config');

/** The scenes of the lab: `npm run test:lab` runs them inside of one. */
/** @type {import('jest').Config} */
module.exports = {
  ...base,
  rootDir: base.rootDir,
  roots: ['<rootDir>/test/lab/scenes'],
  testMatch: ['<rootDir>/test/lab/scenes/**/*.test.ts'],
  // Those of the units leave the scenes out.
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
  verbose: true,
};
