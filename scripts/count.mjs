// How many tests passed and failed, read from the reports of the two test runners.

/** @typedef {{ passed: number, failed: number }} Count */

/**
 * @param {unknown} report
 * @returns {Record<string, unknown>}
 */
const fieldsOf = (report) => (typeof report === 'object' && report !== null ? { ...report } : {});

/** @param {unknown} value */
const numberOf = (value) => (typeof value === 'number' ? value : 0);

/** @param {unknown} value */
const lengthOf = (value) => (Array.isArray(value) ? value.length : 0);

/**
 * @param {unknown} report what Vitest's JSON reporter wrote
 * @returns {Count}
 */
export function countVitest(report) {
  const { numPassedTests, numFailedTests, testResults } = fieldsOf(report);
  // A file that could not be loaded has no tests to fail; it counts as one that did.
  const broken = (Array.isArray(testResults) ? testResults : [])
    .map(fieldsOf)
    .filter(({ status, assertionResults }) => status === 'failed' && lengthOf(assertionResults) === 0);
  return { passed: numberOf(numPassedTests), failed: numberOf(numFailedTests) + broken.length };
}

/**
 * @param {unknown} report what Playwright's JSON reporter wrote
 * @returns {Count}
 */
export function countPlaywright(report) {
  const { stats, errors } = fieldsOf(report);
  const { expected, unexpected, flaky } = fieldsOf(stats);
  return { passed: numberOf(expected), failed: numberOf(unexpected) + numberOf(flaky) + lengthOf(errors) };
}

/**
 * The closing line. A run that went wrong outside any test, in the types say, never reads "0 failed".
 * @param {Count[]} counts
 * @param {boolean} wentWell
 */
export function closingLine(counts, wentWell) {
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  return `${passed} passed, ${wentWell ? failed : Math.max(failed, 1)} failed`;
}
