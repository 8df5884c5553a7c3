import { mapScenario } from '../../../src/lab/map';
import { createLibraries } from '../../../src/scenario/libraries';
import type { Scenario } from '../../../src/scenario/scenario';
import { type Simulation, simulate } from '../../../src/scenario/simulate';
import { compare } from '../../../src/witness/compare';
import { seenClasses } from '../console';
import { generate } from '../generate';
import { type BrowserName, consoleDifference, fieldDifference, namedFields } from '../judge';
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
interface Play extends ReturnType<typeof observedIn> {
  readonly browser: BrowserName;
  readonly at: number;
  /** On the recording's addresses, for the browser's profile. */
  readonly mapped: Scenario;
  /** Whether the browser did otherwise than the standard says. */
  readonly deviates: boolean;
  /** The classes of what the console printed. */
  readonly classes: readonly string[];
  /** Whether the steps name fields of the profile. */
  readonly fields: 'named' | 'none';
  /** All that the engine said of it, as JSON, before anything was changed: where it says the same, nothing has to be compared. */
  readonly said: string;
}

/** A scenario as the standard has it, on the same addresses, and the browsers that played it there. */
interface Standard {
  readonly mapped: Scenario;
  readonly plays: Play[];
  readonly said: string;
}

export interface Prepared {
  readonly plays: readonly Play[];
  readonly standards: readonly Standard[];
}

const libraries = createLibraries();

/** What all browsers were seen to do, by turns, so that each has its say early. */
export function preparePlays(): Prepared {
  const each = BROWSERS.map(prepare);
  const most = Math.max(...each.map((plays) => plays.length));
  const plays = Array.from({ length: most }, (_, i) => each.flatMap((of) => of[i] ?? [])).flat();
  const standards = new Map<string, Standard>();
  for (const play of plays) {
    const mapped: Scenario = { ...play.mapped, browser: { ...play.mapped.browser, profile: 'standard' } };
    const key = JSON.stringify(mapped);
    const known = standards.get(key);
    if (known) known.plays.push(play);
    else standards.set(key, { mapped, plays: [play], said: said(simulate(mapped, libraries)) });
  }
  return { plays, standards: [...standards.values()] };
}

function prepare(browser: BrowserName): Play[] {
  const recording = loadRecording(browser);
  const scenarios = generate(recording.count, recording.seed);
  const addresses = recordedAddresses(recording);
  const explained = new Set(recording.explained);
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
    const deviates = explained.has(at);
    const simulation = simulate(mapped, libraries);
    const fields = namedFields(simulation).length > 0 ? 'named' : 'none';
    return { browser, at, mapped, classes, deviates, fields, said: said(simulation), ...seen };
  });
}

/** What `recorded.test.ts` asks of each play. */
export function recordedChecks({ plays, standards }: Prepared): Check[] {
  const own = plays.map((play): Check => {
    const { browser, at, mapped, observed, record, classes, fields } = play;
    const run = (): void => {
      const simulation = simulate(mapped, libraries);
      if (said(simulation) === play.said) return;
      const [first = consoleDifference(simulation, mapped, browser, classes)] = compare(
        simulation,
        observed,
        record,
      ).differences;
      // Where fields are named without any change, they have a check of their own.
      const wrong =
        first ??
        (fields === 'none'
          ? fieldDifference(simulation, mapped, browser, observed, record, libraries)
          : null);
      if (wrong) throw new Error(`${wrong.field}: ${wrong.predicted} predicted`);
    };
    return { group: `recorded: ${browser}`, name: `#${at}`, run };
  });
  const standard = standards.map(({ mapped, plays: played, said: before }): Check => {
    const run = (): void => {
      const simulation = simulate(mapped, libraries);
      if (said(simulation) === before) return;
      for (const { browser, at, observed, record, deviates } of played) {
        const differs = compare(simulation, observed, record).differences.length > 0;
        if (differs !== deviates) throw new Error(`${browser} #${at}: the standard says otherwise`);
      }
    };
    return { group: 'recorded: standard', name: `#${played[0]?.at}`, run };
  });
  return [...own, ...standard, ...plays.filter(({ fields }) => fields === 'named').map(fieldCheck)];
}

/** What the fields say of it that a play's steps name; where none is named, the play's own check asks. */
function fieldCheck({ browser, at, mapped, observed, record }: Play): Check {
  const run = (): void => {
    const found = fieldDifference(simulate(mapped, libraries), mapped, browser, observed, record, libraries);
    if (found) throw new Error(`${found.field}: ${found.predicted} predicted`);
  };
  return { group: `recorded: fields of ${browser}`, name: `#${at}`, run };
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
