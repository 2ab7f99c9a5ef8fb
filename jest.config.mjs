import { availableParallelism } from 'node:os';

// Source runs through swc; types are checked beside the tests (test/checks.spec.ts).
const swc = {
  swcrc: false,
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};
export default {
  testEnvironment: 'node',
  testRegex: '.*\\.spec\\.ts$',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.indgang'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^#contracts/(.*)$': '<rootDir>/libs/contracts/src/$1.ts',
    '^#(domain|csv|document|persistence|messaging|service|storage|testing)$': '<rootDir>/libs/$1/src/index.ts',
  },
  globalSetup: '<rootDir>/test/setup.mjs',
  globalTeardown: '<rootDir>/test/teardown.mjs',
  testSequencer: '<rootDir>/test/longest-first.mjs',
  // Jest leaves one core to itself, which has nothing to do while files run; and several of them mostly wait, for processes
  // that start, for brokers and for time. (A percentage above 100 would be a number of workers to Jest.)
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  cacheDirectory: '<rootDir>/.indgang/jest',
  reporters: ['default', '<rootDir>/test/closing-line.mjs'],
  testTimeout: 60_000,
};
