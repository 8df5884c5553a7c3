import { mapScenario } from '../../../src/lab/map';
import { createLibraries } from '../../../src/scenario/libraries';
import type { Scenario } from '../../../src/scenario/scenario';
import { type Simulation, simulate } from '../../../src/scenario/simulate';
import { compare } from '../../../src/witness/compare';
import { seenClasses } from '../console';
import { generate } from '../generate';
import { type BrowserName, consoleDifference } from '../judge';
import { loadRecording, observedIn, recordedAddresses, recordedId } from '../recording';
import { collected } from './vitest';

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox', 'webkit'];

/** Something that holds as long as the engine is right. */
export interface Check {
  /** `recorded: firefox`, or a file of unit tests. */
  readonly group: string;
  readonly name: string;
  /** Throws where it does not hold. */
  readonly run: () => void;
}

/** A recorded play, all of it data. */
export interface Prepared extends ReturnType<typeof observedIn> {
  readonly browser: BrowserName;
  readonly at: number;
  /** On the recording's addresses, for the browser's profile. */
  readonly mapped: Scenario;
  /** The classes of what the console printed. */
  readonly classes: readonly string[];
  /** All that the engine said of it, as JSON, before anything was changed: where it says the same, nothing has to be compared. */
  readonly said: string;
}

const libraries = createLibraries();

/** What all browsers were seen to do, by turns, so that each has its say early. */
export function preparePlays(): Prepared[] {
  const each = BROWSERS.map(prepare);
  const most = Math.max(...each.map((plays) => plays.length));
  return Array.from({ length: most }, (_, i) => each.flatMap((plays) => plays[i] ?? [])).flat();
}

function prepare(browser: BrowserName): Prepared[] {
  const recording = loadRecording(browser);
  const scenarios = generate(recording.count, recording.seed);
  const addresses = recordedAddresses(recording);
  return recording.plays.map((play) => {
    const [at] = play;
    const generated = scenarios[at];
    const result =
      generated && mapScenario(generated, recordedId(at), { addresses, libraries, pauses: 'kept' });
    if (!result?.ok) throw new Error(`Scenario ${at} cannot be played`);
    const { scenario } = result;
    const mapped = { ...scenario, browser: { ...scenario.browser, profile: browser } };
    const seen = observedIn(play);
    const classes = seenClasses(seen.printed, browser);
    return { browser, at, mapped, classes, said: said(simulate(mapped, libraries)), ...seen };
  });
}

/** What `recorded.test.ts` asks of each play. */
export function recordedChecks(plays: readonly Prepared[]): Check[] {
  return plays.map((play) => ({
    group: `recorded: ${play.browser}`,
    name: `#${play.at}`,
    run: () => {
      const { browser, mapped, observed, record, classes } = play;
      const simulation = simulate(mapped, libraries);
      if (said(simulation) === play.said) return;
      const [first = consoleDifference(simulation, mapped, browser, classes)] = compare(
        simulation,
        observed,
        record,
      ).differences;
      if (first) throw new Error(`${first.field}: ${first.predicted} predicted`);
    },
  }));
}

function said({ runs }: Simulation): string {
  return JSON.stringify(runs);
}

/** The engine's unit tests, but for those that look for a counterexample at random. */
export async function unitChecks(): Promise<Check[]> {
  const files = import.meta.glob(['../../engine/**/*.test.ts', '!**/properties.test.ts']);
  const checks: Check[] = [];
  for (const [path, load] of Object.entries(files)) {
    collected.length = 0;
    await load();
    const group = path.replace('../../', '');
    checks.push(...collected.map(({ name, run }) => ({ group, name, run })));
  }
  return checks;
}
