import type { BrowserProfile, ProfileName } from '../../src/engine/profile';
import type { Libraries, Scenario } from '../../src/scenario/scenario';
import { type Simulation, simulate } from '../../src/scenario/simulate';
import { compare, type Difference } from '../../src/witness/compare';
import type { Observed } from '../../src/witness/observed';
import type { RecordedRequest } from '../../src/witness/record';
import { isSteady, predictedClasses, seenClasses } from './console';

export type BrowserName = Exclude<ProfileName, 'standard'>;

/** How what a browser did stands to what was predicted for it. */
export interface Judgement {
  /**
   * `agreed`: as the standard says. `explained`: as its profile says, not as the standard. `unexplained`: otherwise
   * than its profile says.
   */
  readonly verdict: 'agreed' | 'explained' | 'unexplained';
  /** From what the profile predicts. */
  readonly differences: readonly Difference[];
  /** The fields of the profile that made a difference, as the trace tells. */
  readonly fields: readonly (keyof BrowserProfile)[];
}

/** Holds what a browser did with a mapped scenario against the engine, with the browser's profile and without. */
export function judge(
  mapped: Scenario,
  browser: BrowserName,
  observed: Observed,
  record: readonly RecordedRequest[],
  printed: readonly string[],
  libraries: Libraries,
): Judgement {
  const as = (profile: ProfileName) =>
    simulate({ ...mapped, browser: { ...mapped.browser, profile } }, libraries);
  const own = as(browser);
  const differences = [...compare(own, observed, record).differences];
  const inConsole = consoleDifference(own, mapped, browser, seenClasses(printed, browser));
  if (inConsole) differences.push(inConsole);
  const steps = own.runs.flatMap(({ steps }) => steps);
  const fields = steps.flatMap((step) =>
    step.type === 'rule' && step.deviation !== null ? [step.deviation] : [],
  );
  if (differences.length > 0) return { verdict: 'unexplained', differences, fields: [...new Set(fields)] };
  const agreed = compare(as('standard'), observed, record).differences.length === 0;
  return { verdict: agreed ? 'agreed' : 'explained', differences, fields: [...new Set(fields)] };
}

/** What is printed otherwise than predicted, by the classes of the lines. */
export function consoleDifference(
  simulation: Simulation,
  mapped: Scenario,
  browser: BrowserName,
  seen: readonly string[],
): Difference | null {
  if (!isSteady(mapped)) return null;
  const predicted = predictedClasses(simulation, mapped, browser);
  const missing = predicted.filter((each) => !seen.includes(each));
  const extra = seen.filter((each) => !predicted.includes(each));
  if (missing.length + extra.length === 0) return null;
  return { field: 'console', predicted: textOf(missing), observed: textOf(extra) };
}

function textOf(classes: readonly string[]): string | null {
  return classes.length === 0 ? null : classes.join(', ');
}
