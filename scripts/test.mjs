// npm test: everything, in the order in which it is cheapest to learn that something is wrong.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { runChecks, runStage } from './check.mjs';
import { closingLine, countPlaywright, countVitest } from './count.mjs';
import { ensure } from './ensure.mjs';
import { root } from './run.mjs';

// Reports of an earlier run must not be counted for this one.
const reports = join(root, '.test');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports);

/** @param {string} name */
function readReport(name) {
  try {
    return JSON.parse(readFileSync(join(reports, name), 'utf8'));
  } catch {
    return undefined; // its stage was not reached
  }
}

async function runTests() {
  if (!(await runChecks())) return false;

  const unit = ['--reporter=default', '--reporter=json', '--outputFile.json=.test/unit.json'];
  if (!(await runStage({ name: 'unit and component tests', command: ['vitest', 'run', ...unit] })))
    return false;

  const browser = await ensureBrowser();
  if (browser === undefined) {
    console.error('\nFAILED: journeys in a real browser (there is none)');
    return false;
  }
  return runStage(
    { name: 'journeys in a real browser', command: ['playwright', 'test'] },
    { CORSCOPE_CHROMIUM: browser },
  );
}

await ensure();
const wentWell = await runTests();
const line = closingLine(
  [countVitest(readReport('unit.json')), countPlaywright(readReport('e2e.json'))],
  wentWell,
);
writeFileSync(join(reports, 'result.txt'), `${line}\n`);
console.log(`\n${line}`);
process.exitCode = wentWell ? 0 : 1;
