import { serializeOrigin } from '../engine/origin';
import { isRedirectStatus } from '../engine/response';
import { RULES } from '../engine/rules';
import type { RuleName, RuleStep, Trace } from '../engine/trace';
import { clientOf, requestUrl } from '../scenario/page';
import type { Finding } from '../scenario/review-finding';
import type { Scenario } from '../scenario/scenario';
import { type Actor, actorOf, isCors } from './actor';
import { type Cause, causeOf } from './cause';
import { explainRule } from './details';
import { failureAt } from './failure';
import { summariseScript } from './outcome';
import { tellPlainly } from './plain';
import { policyTraps } from './policy-traps';
import { answerOf, wireRequests } from './reading';
import type { Rich } from './rich';
import { type Trap, trapsOf } from './traps';
import { type Verdict, verdictOf } from './verdict';

export type { Actor } from './actor';
export type { Cause } from './cause';
export type { Trap, TrapName } from './traps';

/** Where it was decided: `call`, before anything was sent; at the answer to which message; or at the `use` of the response. */
export type Place = 'call' | 'preflight' | 'redirect' | 'response' | 'use';

/** What happened, told to everyone it concerns. */
export interface Diagnosis {
  /** One sentence, why, what to change, and whether the server ran the request. */
  readonly verdict: Verdict;
  readonly cause: Cause;
  /** Whether the cause is a rule of CORS. */
  readonly cors: 'cors' | 'not CORS';
  readonly actor: Actor;
  readonly at: Place;
  /** For someone who has never read the standard. */
  readonly plain: Rich;
  /** By the letter, and where that stands; null where no rule decided. */
  readonly precise: Precise | null;
  /** What script sees. */
  readonly sees: Rich;
  /** Why the browser tells it no more; null where it holds nothing back. */
  readonly noMore: Rich | null;
  /** Those that the verdict's own words tell come first. */
  readonly traps: readonly Trap[];
}

/** What a rule found, and its place in the standards. */
export interface Precise {
  readonly rule: RuleName;
  readonly text: Rich;
  readonly section: string;
  readonly url: string;
}

/**
 * The diagnosis of the last run: `runs` are what `simulate(scenario)` gives. `findings`, where the policy of the
 * server that answered last has been reviewed, add to the traps. Throws a `RangeError` where there are no runs.
 */
export function diagnose(
  scenario: Scenario,
  runs: readonly Trace[],
  findings: readonly Finding[] = [],
): Diagnosis {
  const verdict = verdictOf(runs);
  const trace = runs.at(-1);
  if (!trace) throw new RangeError('A diagnosis needs a trace');
  const cause = causeOf(trace);
  const step = decisive(trace, cause);
  const failure = trace.outcome.type === 'response' ? null : failureAt(trace, trace.outcome.because);
  const client = clientOf(scenario.page);
  const page = client === null ? 'null' : serializeOrigin(client.origin);
  const told = trace.outcome.type === 'response' ? trapsOf(trace) : [];
  const more = policyTraps(scenario, runs, findings);
  return {
    verdict,
    cause,
    cors: isCors(cause, trace),
    actor: actorOf(cause, trace),
    at: placeOf(trace, step),
    plain: tellPlainly(cause, trace, failure, {
      page,
      target: requestUrl(scenario)?.href ?? scenario.request.url,
    }),
    precise: step && {
      rule: step.rule,
      text: explainRule(step).detail,
      section: RULES[step.rule].section,
      url: RULES[step.rule].url,
    },
    ...summariseScript(trace),
    traps: [...told, ...more.filter(({ name }) => told.every((trap) => trap.name !== name))],
  };
}

/** The rule that decided; of a response that arrived, the one that made of it what it is. */
function decisive(trace: Trace, cause: Cause): RuleStep | null {
  if (trace.outcome.type !== 'response') {
    const step = trace.steps[trace.outcome.because];
    return step?.type === 'rule' ? step : null;
  }
  const rules: readonly RuleName[] = DECIDED_BY[cause] ?? ALLOWED_BY;
  const found = trace.steps.findLast((step) => step.type === 'rule' && rules.includes(step.rule));
  return found?.type === 'rule' ? found : null;
}

const DECIDED_BY: Partial<Readonly<Record<Cause, readonly RuleName[]>>> = {
  'opaque-no-cors': ['main-fetch.no-cors'],
  'opaque-redirect': ['redirect.mode-manual'],
  'tainted-canvas': ['use.needs-cors'],
  'texture-refused': ['use.needs-cors'],
  'shape-refused': ['use.needs-cors'],
  'header-not-exposed': ['response.exposed-headers'],
  'cookie-withheld': ['network.cookies'],
  'cookie-ignored': ['network.set-cookie'],
};

const ALLOWED_BY: readonly RuleName[] = [
  'cors-check.wildcard',
  'cors-check.allow-origin',
  'main-fetch.no-cors',
  'main-fetch.no-cors-protocol',
  'main-fetch.data-url',
  'main-fetch.same-origin',
];

function placeOf(trace: Trace, step: RuleStep | null): Place {
  if (trace.outcome.type === 'response') return 'use';
  const wire = wireRequests(trace).find(({ exchange }) => exchange === step?.message?.exchange);
  if (wire === undefined) return wireRequests(trace).length === 0 ? 'call' : 'redirect';
  if (wire.purpose === 'preflight') return 'preflight';
  const status = answerOf(trace, wire.exchange)?.status ?? 0;
  return isRedirectStatus(status) ? 'redirect' : 'response';
}
