import { mapScenario } from '../../../src/lab/map';
import { createLibraries } from '../../../src/scenario/libraries';
import type { Scenario } from '../../../src/scenario/scenario';
import { simulate } from '../../../src/scenario/simulate';
import { compare } from '../../../src/witness/compare';
import { generate } from '../generate';
import type { BrowserName } from '../judge';
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
  const addresses = recordedAddresses(recording.hosts);
  return recording.plays.map((play) => {
    const [at] = play;
    const scenario = scenarios[at];
    const result = scenario && mapScenario(scenario, recordedId(at), { addresses, libraries });
    if (!result?.ok) throw new Error(`Scenario ${at} cannot be played`);
    const { scenario: mapped } = result;
    return {
      browser,
      at,
      mapped: { ...mapped, browser: { ...mapped.browser, profile: browser } },
      ...observedIn(play),
    };
  });
}

/** What `recorded.test.ts` asks of each play. */
export function recordedChecks(plays: readonly Prepared[]): Check[] {
  return plays.map(({ browser, at, mapped, observed, record }) => ({
    group: `recorded: ${browser}`,
    name: `#${at}`,
    run: () => {
      const [first] = compare(simulate(mapped, libraries), observed, record).differences;
      if (first) throw new Error(`${first.field}: ${first.predicted} predicted`);
    },
  }));
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
