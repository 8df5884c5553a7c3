// npm run mutation: breaks each rule of the engine on purpose, and counts how many of the breaks the recorded plays
// of real browsers catch. One or more files only: npm run mutation -- cors-check.ts

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ensure } from './ensure.mjs';
import { root, run } from './run.mjs';

await ensure();
const { notedRanges } = await import('../test/conformance/mutation/noted.mjs');
const { isWithin } = await import('../test/conformance/mutation/ranges.mjs');

/** Percent of the mutants that decide something, caught by the recorded plays alone; below it the run fails. */
const LEAST = 90;

const engine = join(root, 'src', 'engine');
const folder = join(root, '.test', 'mutation');
const report = join(folder, 'report.json');

/** Citations and evidence, which people read, and what saves time and decides nothing. */
const LEFT_OUT = ['rules.ts', 'profile-sources.ts', 'remembering.ts'];

/** Lines that are broken in one go at most, unless one file has more: the fewer, the faster. */
const MOST_LINES = 700;

/** @typedef {import('@stryker-mutator/api/core').schema.MutationTestResult} Result */
/** @typedef {{ caught: number, byUnit: number, missed: number }} Tally */

/** @returns {Tally} */
const nothing = () => ({ caught: 0, byUnit: 0, missed: 0 });
/** @param {Tally} tally */
const all = ({ caught, byUnit, missed }) => caught + byUnit + missed;
/** @param {number} part @param {number} whole */
const percent = (part, whole) => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`);

const names = process.argv.slice(2);
const files = readdirSync(engine).filter((name) => name.endsWith('.ts'));
const noted = notedRanges(
  files.map((name) => join(engine, name)),
  [join(root, 'src', 'witness', 'compare.ts'), join(root, 'src', 'scenario', 'simulate.ts')],
);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const known = files.filter((name) => !LEFT_OUT.includes(name));
const wished = names.length > 0 ? names.map((name) => basename(name)) : known;
const unknown = wished.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`Nothing is broken in ${unknown.join(', ')}. There are: ${known.join(', ')}`);
  process.exitCode = 1;
} else process.exitCode = await breakAll(inGroups(wished));

/** Breaks one group of files after another. Gives the exit code. @param {readonly string[][]} groups */
async function breakAll(groups) {
  /** @type {Result[]} */
  const results = [];
  for (const group of groups) {
    const mutate = group.map((name) => `src/engine/${name}`).join();
    const config = join('test', 'conformance', 'mutation', 'stryker.config.mjs');
    console.log(`${results.length + 1} of ${groups.length}: ${group.join(', ')}`);
    rmSync(report, { force: true });
    const code = await run('stryker', ['run', config, '--mutate', mutate], {
      CORSCOPE_NOTED: JSON.stringify(noted),
    });
    if (code !== 0) {
      if (results.length > 0) judge(results);
      return code;
    }
    results.push(JSON.parse(readFileSync(report, 'utf8')));
  }
  return judge(results);
}

/** Files in groups that are broken in one go, long ones first. @param {readonly string[]} some */
function inGroups(some) {
  /** @param {string} name */
  const linesOf = (name) => readFileSync(join(engine, name), 'utf8').split('\n').length;
  const longestFirst = some.map((name) => ({ name, lines: linesOf(name) })).sort((a, b) => b.lines - a.lines);
  /** @type {{ files: string[], lines: number }[]} */
  const groups = [];
  for (const { name, lines } of longestFirst) {
    const room = groups.find((group) => group.lines + lines <= MOST_LINES);
    if (room) {
      room.files.push(name);
      room.lines += lines;
    } else groups.push({ files: [name], lines });
  }
  return groups.map((group) => group.files);
}

/** Prints the scores and writes down what was missed. Gives the exit code. @param {readonly Result[]} results */
function judge(results) {
  /** @type {Record<string, object>} */
  const rows = {};
  const deciding = nothing();
  const noting = nothing();
  /** @type {string[]} */
  const missed = [];
  const broken = results.flatMap(({ files, testFiles = {} }) => {
    const tests = new Map(
      Object.values(testFiles).flatMap((file) => file.tests.map(({ id, name }) => [id, name])),
    );
    return Object.entries(files).map(([path, file]) => ({ path, ...file, tests }));
  });
  for (const { path, mutants, source, tests } of broken) {
    const file = basename(path);
    const [decides, notes] = [nothing(), nothing()];
    for (const { status, killedBy = [], location, mutatorName, replacement } of mutants) {
      // The report counts lines and columns from 1.
      const [start, end] = [location.start, location.end].map(({ line, column }) => ({
        line: line - 1,
        column: column - 1,
      }));
      if (!start || !end || status === 'CompileError') continue;
      const isNoted = isWithin(noted[file], { start, end });
      const recorded = killedBy.some((id) => tests.get(id)?.startsWith('recorded: '));
      const kind = recorded ? 'caught' : status === 'Killed' || status === 'Timeout' ? 'byUnit' : 'missed';
      for (const tally of isNoted ? [notes, noting] : [decides, deciding]) tally[kind]++;
      if (kind === 'caught') continue;
      const [line = ''] = source.split('\n').slice(start.line);
      const by = kind === 'byUnit' ? 'unit tests only' : status;
      missed.push(
        `${file}:${location.start.line}:${location.start.column} ${isNoted ? 'noted' : 'decides'}, ${by}: ${mutatorName} → ${replacement}\n    ${line.trim()}`,
      );
    }
    rows[file] = {
      decide: all(decides),
      recorded: percent(decides.caught, all(decides)),
      'and unit tests': percent(decides.caught + decides.byUnit, all(decides)),
      note: all(notes),
      'unit tests': percent(notes.caught + notes.byUnit, all(notes)),
    };
  }
  console.table(rows);
  writeFileSync(join(folder, 'missed.txt'), `${missed.join('\n')}\n`);
  const score = (100 * deciding.caught) / Math.max(1, all(deciding));
  const both = deciding.caught + deciding.byUnit;
  const total = all(deciding) + all(noting);
  console.log(`
${all(deciding)} mutants decide something: ${percent(deciding.caught, all(deciding))} are caught by the recorded plays alone, ${percent(both, all(deciding))} by them or the unit tests.
${all(noting)} mutants only note it in the trace: ${percent(noting.caught + noting.byUnit, all(noting))} are caught by the unit tests.
Together ${percent(both + noting.caught + noting.byUnit, total)} of ${total}; what was missed: ${join(folder, 'missed.txt')}

Mutation score: ${score.toFixed(1)} %`);
  return names.length > 0 || score >= LEAST ? 0 : 1;
}
