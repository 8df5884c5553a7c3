import { type BrowserProfile, PROFILES, type ProfileName } from '../../src/engine/profile';
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
  const fields = namedFields(own);
  if (differences.length === 0) {
    const misnamed = fieldDifference(own, mapped, browser, observed, record, libraries);
    if (misnamed) differences.push(misnamed);
  }
  if (differences.length > 0) return { verdict: 'unexplained', differences, fields };
  const agreed = compare(as('standard'), observed, record).differences.length === 0;
  return { verdict: agreed ? 'agreed' : 'explained', differences, fields };
}

type Field = keyof BrowserProfile;

/** Fields at work where no step is there to name them: what is left out, and what was before. */
const SILENT: readonly Field[] = ['failureClearsCache', 'localNetworkAccess'];

/** A step names one field; where it rests on two, the others go without saying. */
const COMPANIONS: Partial<Record<Field, readonly Field[]>> = {
  cookieSite: ['cookieScheme', 'defaultSameSite'],
  opaqueReferrer: ['relaxedReferrer'],
  metadataScheme: ['preflightSite'],
  thirdPartyCookies: ['defaultSameSite'],
  mixedLoopback: ['mixedBeacon'],
  sameOriginStream: ['repeatedHeaders'],
  noCorsCredentialsAway: ['credentiallessPages'],
};

/**
 * Whether the fields that a trace names are those that make the browser differ: the standard with these alone predicts
 * what was seen, and the profile without one of them says something else. Gives what is wrong with them; null for
 * nothing.
 */
export function fieldDifference(
  simulation: Simulation,
  mapped: Scenario,
  browser: BrowserName,
  observed: Observed,
  record: readonly RecordedRequest[],
  libraries: Libraries,
): Difference | null {
  const { standard, [browser]: own } = PROFILES;
  const named = namedFields(simulation);
  const before: readonly Field[] = mapped.cookies.some(({ fromPage }) => fromPage)
    ? ['thirdPartyCookies']
    : [];
  const known = [...named, ...named.flatMap((field) => COMPANIONS[field] ?? []), ...SILENT, ...before];
  const explained = { ...standard, name: browser, ...only(own, known) };
  const [first] = compare(simulate(mapped, libraries, explained), observed, record).differences;
  if (first) return { ...first, field: `fields.${first.field}` };
  const said = effectOf(simulation);
  const idle = named.find((field) => {
    if (own[field] === standard[field]) return true;
    if (EARLY.includes(field)) return false;
    const without = { ...own, ...only(standard, [field]) };
    return effectOf(simulate(mapped, libraries, without)) === said;
  });
  return idle === undefined ? null : { field: 'fields', predicted: idle, observed: null };
}

/** Fields that are named where a browser decides otherwise, before it shows whether that changes anything. */
const EARLY: readonly Field[] = [
  'repeatedLocation',
  'unlistedMethod',
  'repeatedHeaders',
  'nullOriginPreflight',
  'uploadListener',
  'textCharset',
  'sameSiteRedirects',
  'thirdPartyCookies',
  'invalidResourcePolicy',
  'dataUrlLength',
  'preflightAfterAuthorization',
  'navigationReferrerAfterRedirect',
  'framedReferrer',
  'relaxedReferrer',
];

/** Steps that are there to name a field, and for nothing else. */
const NAMING: readonly string[] = ['network.referrer', 'network.fetch-metadata'];

/** All that a simulation says, but for the names of fields. */
function effectOf({ runs }: Simulation): string {
  return JSON.stringify(
    runs.map(({ steps, ...rest }) => ({
      ...rest,
      steps: steps.flatMap((step) => {
        if (step.type !== 'rule') return step;
        return NAMING.includes(step.rule) ? [] : { ...step, deviation: null };
      }),
    })),
  );
}

/** The fields of a profile that the steps of a trace name. */
export function namedFields({ runs }: Simulation): readonly Field[] {
  const fields = runs
    .flatMap(({ steps }) => steps)
    .flatMap((step) => (step.type === 'rule' && step.deviation !== null ? [step.deviation] : []));
  return [...new Set(fields)];
}

function only(profile: BrowserProfile, fields: readonly Field[]): Partial<BrowserProfile> {
  return Object.fromEntries(fields.map((field) => [field, profile[field]]));
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
