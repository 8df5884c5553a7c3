// @ts-check
/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  // All of the engine, but for citations and evidence, which people read, and for what saves time and decides nothing.
  mutate: [
    'src/engine/*.ts',
    '!src/engine/rules.ts',
    '!src/engine/profile-sources.ts',
    '!src/engine/remembering.ts',
  ],
  plugins: ['./test/conformance/mutation/checker.mjs', './test/conformance/mutation/runner.mjs'],
  checkers: ['compiles'],
  testRunner: 'suites',
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 30_000,
  ignorePatterns: ['/.test', '/dist', '/public', '/src/app', '/test/app', '/test/e2e'],
  tempDirName: '.test/mutation/sandbox',
  reporters: ['progress-append-only', 'json', 'html'],
  jsonReporter: { fileName: '.test/mutation/report.json' },
  htmlReporter: { fileName: '.test/mutation/report.html' },
};
