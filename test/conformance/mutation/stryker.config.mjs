// @ts-check
/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  plugins: ['./test/conformance/mutation/checker.mjs', './test/conformance/mutation/runner.mjs'],
  checkers: ['compiles'],
  testRunner: 'suites',
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 30_000,
  ignorePatterns: ['/.test', '/dist', '/public', '/src/app', '/test/app', '/test/e2e'],
  tempDirName: '.test/mutation/sandbox',
  reporters: ['progress-append-only', 'json'],
  jsonReporter: { fileName: '.test/mutation/report.json' },
};
