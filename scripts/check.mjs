// npm run check: everything that can be said about the code without running it.

import { pathToFileURL } from 'node:url';
import { ensure } from './ensure.mjs';
import { run } from './run.mjs';

/** @typedef {{ name: string, command: [string, ...string[]] }} Stage */

/** @type {Stage[]} */
export const checks = [
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'types of the engine, without DOM and Node', command: ['tsc', '-p', 'tsconfig.engine.json'] },
  { name: 'format and lint', command: ['biome', 'ci', '--error-on-warnings', '.'] },
  { name: 'layers', command: ['depcruise', 'src', 'test', 'scripts'] },
];

/**
 * Runs a stage under its name.
 * @param {Stage} stage
 * @param {Record<string, string>} [env]
 * @returns {Promise<boolean>} whether it went well; if not, a line has said so
 */
export async function runStage({ name, command: [program, ...args] }, env) {
  console.log(`\n== ${name}`);
  const code = await run(program, args, env);
  if (code !== 0) console.error(`\nFAILED: ${name} (${[program, ...args].join(' ')})`);
  return code === 0;
}

/** @returns {Promise<boolean>} whether all is well; stops at the first check that is not */
export async function runChecks() {
  for (const check of checks) if (!(await runStage(check))) return false;
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await ensure();
  process.exitCode = (await runChecks()) ? 0 : 1;
}
