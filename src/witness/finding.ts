import { type BrowserProfile, PROFILES, type ProfileName } from '../engine/profile';
import type { Libraries, Scenario } from '../scenario/scenario';
import { type Simulation, simulate } from '../scenario/simulate';
import { type Browser, browserOf } from './browser';
import { compare, type Difference, type Pair, pairRequests } from './compare';
import type { Playing } from './lab';
import type { Observed } from './observed';
import type { RecordedRequest } from './record';

/** Why a browser may have done otherwise than predicted. */
export type Reason =
  /** It did as another profile says: the standard's, or another browser's. */
  | { readonly kind: 'like'; readonly profile: ProfileName }
  /** It does with third-party cookies as the scenario's other setting says. */
  | { readonly kind: 'third-party cookies'; readonly are: Scenario['browser']['thirdPartyCookies'] }
  /** The prediction rests on a field of the profile, measured with one version. */
  | { readonly kind: 'profile'; readonly field: keyof BrowserProfile }
  /** The lab could play this only in part. */
  | { readonly kind: 'lab'; readonly change: Playing['changes'][number] }
  /** Nothing that was predicted came in: something in the browser may have held it back. */
  | { readonly kind: 'held back' }
  /** The page waited, and nothing happened. */
  | { readonly kind: 'nothing happened' }
  /** No profile for this browser: it is held against the standard. */
  | { readonly kind: 'unknown browser' };

/** How what a real browser did stands to what the engine says for it. All on the lab's addresses. */
export interface Finding {
  readonly browser: Browser;
  readonly playing: Playing;
  readonly predicted: Simulation;
  readonly observed: Observed;
  /** None where it did as predicted. */
  readonly differences: readonly Difference[];
  /** The profiles that predict what was seen. */
  readonly fitting: readonly ProfileName[];
  readonly requests: readonly Pair[];
  /** What may explain the differences; where there are none, the fields of its profile in which it differs from the standard. */
  readonly reasons: readonly Reason[];
}

/** Changes of the lab that can make a difference to what is compared. */
const TELLING: readonly Playing['changes'][number][] = [
  'secure cookies over http',
  'no pauses',
  'cut connection',
];

/** Holds a scenario that was played against the engine. What the mapped scenario `needs` of the libraries is loaded. */
export function find(
  playing: Playing,
  observed: Observed,
  record: readonly RecordedRequest[],
  libraries: Libraries,
): Finding {
  const browser = browserOf(observed.userAgent);
  const as = (profile: ProfileName): Simulation => simulate(withProfile(playing.mapped, profile), libraries);
  const predicted = as(browser.profile);
  const { differences } = compare(predicted, observed, record);
  const fits = (prediction: Simulation) => compare(prediction, observed, record).differences.length === 0;
  const fitting = Object.values(PROFILES)
    .map(({ name }) => name)
    .filter((name) => fits(as(name)));
  const fields = new Set(
    predicted.runs
      .flatMap(({ steps }) => steps)
      .flatMap((step) => (step.type === 'rule' && step.deviation !== null ? [step.deviation] : [])),
  );
  const reasons: Reason[] = [];
  if (differences.length > 0) {
    const are = playing.mapped.browser.thirdPartyCookies === 'allowed' ? 'blocked' : 'allowed';
    const [like] = fitting;
    if (fits(simulate(withCookies(withProfile(playing.mapped, browser.profile), are), libraries))) {
      reasons.push({ kind: 'third-party cookies', are });
    } else if (like !== undefined) reasons.push({ kind: 'like', profile: like });
    if (browser.profile === 'standard') reasons.push({ kind: 'unknown browser' });
    if (observed.runs.some(({ kind }) => kind === 'nothing')) reasons.push({ kind: 'nothing happened' });
    if (record.length === 0 && pairRequests(predicted, record).some(({ failure }) => failure === null)) {
      reasons.push({ kind: 'held back' });
    }
    for (const change of playing.changes) if (TELLING.includes(change)) reasons.push({ kind: 'lab', change });
  }
  reasons.push(...[...fields].map((field): Reason => ({ kind: 'profile', field })));
  return {
    browser,
    playing,
    predicted,
    observed,
    differences,
    fitting,
    requests: pairRequests(predicted, record),
    reasons,
  };
}

/** The same scenario in another browser. */
export function withProfile(scenario: Scenario, profile: ProfileName): Scenario {
  return { ...scenario, browser: { ...scenario.browser, profile } };
}

function withCookies(scenario: Scenario, thirdPartyCookies: 'allowed' | 'blocked'): Scenario {
  return { ...scenario, browser: { ...scenario.browser, thirdPartyCookies } };
}
