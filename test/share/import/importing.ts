import { readFileSync } from 'node:fs';
import { type Cause, causeOf } from '../../../src/explain/cause';
import { plain } from '../../../src/explain/rich';
import { createLibraries } from '../../../src/scenario/libraries';
import type { Scenario } from '../../../src/scenario/scenario';
import { parseScenario } from '../../../src/scenario/shape';
import { simulate } from '../../../src/scenario/simulate';
import { validate } from '../../../src/scenario/validate';
import { importText } from '../../../src/share/import/import';
import type { Imported, ImportHints, ImportProblem, ImportResult } from '../../../src/share/import/imported';

/** A file of this folder: what a real browser gave, or what is written as one gives it. */
export function artefact(name: string): string {
  return readFileSync(new URL(`artefacts/${name}`, import.meta.url), 'utf8');
}

/** What a text comes to; throws with the reason where nothing does. */
export async function imported(text: string, hints: ImportHints = {}): Promise<Imported> {
  return only(await importText(text, hints));
}

/** The request of a choice whose URL contains a text. */
export async function pickedFrom(text: string, url: string): Promise<Imported> {
  const result = await importText(text);
  if (result.type !== 'choice') return only(result);
  return only(await result.pick(result.entries.findIndex((entry) => entry.url.includes(url))));
}

export function only(result: ImportResult): Imported {
  if (result.type === 'imported') return result.imported;
  throw new Error(
    result.type === 'problem' ? plain(result.problem.sentence) : `${result.entries.length} to choose from`,
  );
}

/** Why nothing comes of a text; throws where something does. */
export async function problemOf(text: string): Promise<ImportProblem> {
  const result = await importText(text);
  if (result.type === 'problem') return result.problem;
  throw new Error(`It was read as ${result.type}`);
}

/** The sentences of an import about fields below a path. */
export const guessesAt = ({ guessed }: Imported, path: string): readonly string[] =>
  guessed.filter((one) => one.path === path || one.path.startsWith(`${path}.`)).map(({ why }) => plain(why));

/** Why a scenario comes out as it does. */
export async function causeFor(scenario: Scenario): Promise<Cause> {
  const libraries = createLibraries();
  await libraries.load(scenario);
  const trace = simulate(scenario, libraries).runs.at(-1);
  if (!trace) throw new Error('It was not played');
  return causeOf(trace);
}

/** Everything that is wrong with a scenario: none, for anything imported. */
export async function problemsOf(scenario: Scenario): Promise<readonly unknown[]> {
  const parsed = parseScenario(JSON.parse(JSON.stringify(scenario)));
  if (!parsed.ok) return parsed.problems;
  const libraries = createLibraries();
  await libraries.load(scenario);
  return validate(scenario, libraries);
}
