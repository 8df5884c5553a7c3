import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Trace } from '../../src/engine/trace';
import { type Diagnosis, diagnose } from '../../src/explain/diagnosis';
import { type FixReport, findFixes } from '../../src/explain/fixes';
import { createLibraries } from '../../src/scenario/libraries';
import type { Libraries, Scenario } from '../../src/scenario/scenario';
import { simulate } from '../../src/scenario/simulate';
import { validate } from '../../src/scenario/validate';
import { importFile } from '../../src/share/import/import';
import type { Entry, Imported, ImportHints, ImportResult } from '../../src/share/import/imported';
import { PLAYS, type Play } from './plays';

/** What an artefact leads to. */
export interface Lead {
  readonly imported: Imported;
  readonly runs: readonly Trace[];
  readonly diagnosis: Diagnosis;
  readonly report: FixReport;
  readonly libraries: Libraries;
}

/** The text of an artefact: `page.js` is the script of the page itself. */
export function artefact(id: string, name: string): string {
  if (name === 'page.js') return playOf(id).script;
  return readFileSync(fileURLToPath(new URL(`./artefacts/${id}/${name}`, import.meta.url)), 'utf8');
}

export function playOf(id: string): Play {
  const play = PLAYS.find((one) => one.id === id);
  if (!play) throw new Error(`Nobody plays ${id}`);
  return play;
}

/** Which of several requests a person would pick: by default the one the list puts first. */
export type Picking = (entries: readonly Entry[]) => number;

/** Imports a text as a file that is dropped, plays what comes of it and asks what is wrong. */
export async function follow(text: string, pick: Picking = () => 0, hints: ImportHints = {}): Promise<Lead> {
  let result: ImportResult = await importFile(new Blob([text]), undefined, hints);
  if (result.type === 'choice') result = await result.pick(pick(result.entries));
  if (result.type !== 'imported') throw new Error(`Not imported: ${JSON.stringify(result)}`);
  const { imported } = result;
  const libraries = createLibraries();
  await libraries.load(imported.scenario);
  const problems = validate(imported.scenario, libraries);
  if (problems.length > 0) throw new Error(`Problems: ${JSON.stringify(problems)}`);
  const { runs } = simulate(imported.scenario, libraries);
  return {
    imported,
    runs,
    diagnosis: diagnose(imported.scenario, runs),
    report: findFixes(imported.scenario, libraries),
    libraries,
  };
}

/** The last run of a scenario. */
export function lastRun(scenario: Scenario, libraries: Libraries): Trace {
  const run = simulate(scenario, libraries).runs.at(-1);
  if (!run) throw new Error('A scenario has a run');
  return run;
}
