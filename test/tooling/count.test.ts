import { describe, expect, test } from 'vitest';
import { closingLine, countPlaywright, countVitest } from '../../scripts/count.mjs';

describe('the closing line of the tests', () => {
  test('adds up both runners', () => {
    const unit = countVitest({ numPassedTests: 3, numFailedTests: 1, testResults: [] });
    const journeys = countPlaywright({ stats: { expected: 2, unexpected: 1, flaky: 0 }, errors: [] });
    expect(closingLine([unit, journeys], false)).toBe('5 passed, 2 failed');
  });

  test('counts a file that could not be loaded as a failure', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }];
    expect(countVitest({ numPassedTests: 3, numFailedTests: 0, testResults })).toEqual({
      passed: 3,
      failed: 1,
    });
  });

  test('counts an error outside any journey as a failure', () => {
    const report = { stats: { expected: 0, unexpected: 0, flaky: 0 }, errors: [{ message: 'no server' }] };
    expect(countPlaywright(report)).toEqual({ passed: 0, failed: 1 });
  });

  test('counts a stage that was not reached as no tests', () => {
    expect(countVitest(undefined)).toEqual({ passed: 0, failed: 0 });
    expect(countPlaywright(undefined)).toEqual({ passed: 0, failed: 0 });
  });

  test('never reads "0 failed" when something went wrong', () => {
    expect(closingLine([{ passed: 0, failed: 0 }], false)).toBe('0 passed, 1 failed');
    expect(closingLine([{ passed: 7, failed: 0 }], true)).toBe('7 passed, 0 failed');
  });
});
