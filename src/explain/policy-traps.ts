import type { RuleStep, Trace } from '../engine/trace';
import type { Server } from '../policy/policy';
import type { Finding } from '../scenario/review-finding';
import type { Scenario } from '../scenario/scenario';
import { serverFor } from '../scenario/servers';
import { causeOf, isResponseHeader } from './cause';
import { answerOf, header, lastFacts, originOf, wireRequests } from './reading';
import { explainFinding } from './review';
import { clip, codes, plural, type Rich, rich, sentences } from './rich';
import type { Trap, TrapName } from './traps';

/** Longer than this many seconds, a policy that has changed is not noticed for a while. */
const LONG = 3600;

/**
 * What the server's policy and the page's way of asking may have in store, whatever came of this request. `findings`:
 * of the server that answered last, where its policy has been reviewed.
 */
export function policyTraps(
  scenario: Scenario,
  runs: readonly Trace[],
  findings: readonly Finding[],
): readonly Trap[] {
  const trace = runs.at(-1);
  if (!trace) return [];
  const last = wireRequests(trace).at(-1);
  const server = last ? serverFor(scenario, last.request.url) : null;
  const traps = [
    ...findings.flatMap(foundTrap),
    anyOrigin(server),
    varyMissing(trace, server),
    elementFirst(trace, scenario),
    preflightEveryCall(trace),
    longRemembered(runs),
    opaque(trace),
    responseHeader(trace),
    developmentProxy(trace),
  ].filter((trap) => trap !== null);
  return traps.filter((trap, i) => traps.findIndex(({ name }) => name === trap.name) === i);
}

const FOUND: Partial<Readonly<Record<Finding['code'], TrapName>>> = {
  'null-origin': 'null-allowed',
  'prefix-match': 'pattern-too-wide',
  'suffix-match': 'pattern-too-wide',
  'unescaped-dot': 'pattern-too-wide',
  'special-character': 'pattern-too-wide',
  'public-suffix': 'pattern-too-wide',
  'vary-missing': 'vary-origin-missing',
};

function foundTrap(finding: Finding): readonly Trap[] {
  const name =
    finding.code === 'any-origin'
      ? finding.facts.by === 'pattern'
        ? 'pattern-too-wide'
        : finding.severity === 'open'
          ? 'any-origin-with-credentials'
          : undefined
      : FOUND[finding.code];
  if (name === undefined) return [];
  const { title, risk, mend } = explainFinding(finding);
  return [{ name, text: sentences(title, risk), change: mend }];
}

function anyOrigin(server: Server | null): Trap | null {
  if (!answersByPolicy(server) || server.policy.origins !== 'reflect' || !server.policy.credentials)
    return null;
  return {
    name: 'any-origin-with-credentials',
    text: rich`${clip(server.origin)} allows whatever ${'Origin'} asks, with credentials: any site a person opens can read this with their cookies.`,
    change: rich`Compare ${'Origin'} with a list of the origins that are meant, and allow only those.`,
  };
}

function answersByPolicy(server: Server | null): server is Server {
  return server !== null && server.answers === 'policy' && server.failure === 'none';
}

/** Whether what the server answers in `Access-Control-Allow-Origin` depends on who asks. */
function depends({ policy }: Server): boolean {
  return (
    policy.origins === 'reflect' ||
    policy.origins === 'pattern' ||
    (policy.origins === 'list' && policy.list.length > 1)
  );
}

function varyMissing(trace: Trace, server: Server | null): Trap | null {
  const last = wireRequests(trace).at(-1);
  const answer = last?.purpose === 'fetch' ? answerOf(trace, last.exchange) : null;
  if (!answer || namesOrigin(header(answer, 'vary')) || header(answer, 'cache-control')?.includes('no-store'))
    return null;
  if (answersByPolicy(server) && depends(server)) {
    return {
      name: 'vary-origin-missing',
      text: rich`The answer depends on ${'Origin'}, and does not say so: a cache may give one page the answer made for another, or for an ${'<img>'} that asked without CORS. Then it fails now and then.`,
      change: rich`Send ${'Vary: Origin'} on every response, also where no origin is allowed.`,
    };
  }
  const because = failedRule(trace);
  const fixed = answersByPolicy(server);
  if (because?.rule === 'cors-check.allow-origin' && !fixed && causeOf(trace) === 'allow-origin-mismatch') {
    const { origin, value } = because.facts;
    return {
      name: 'vary-origin-missing',
      text: rich`If the server does allow ${clip(origin)} when it is asked directly, a cache has kept the answer it gave to ${clip(value)}.`,
      change: rich`Send ${'Vary: Origin'} on every response whose ${'Access-Control-Allow-Origin'} depends on who asks.`,
    };
  }
  return null;
}

function failedRule(trace: Trace): RuleStep | null {
  const step = trace.outcome.type === 'network error' ? trace.steps[trace.outcome.because] : undefined;
  return step?.type === 'rule' ? step : null;
}

function namesOrigin(vary: string | null): boolean {
  return (vary ?? '').split(',').some((name) => ['origin', '*'].includes(name.trim().toLowerCase()));
}

const ELEMENTS: ReadonlySet<Trace['initiator']> = new Set(['image', 'video', 'script', 'stylesheet', 'font']);

/** The classic: a plain `<img>` first, and then the same URL with CORS, out of the cache. */
function elementFirst(trace: Trace, { request }: Scenario): Trap | null {
  if (failedRule(trace)?.rule !== 'cors-check.allow-origin-missing') return null;
  const last = wireRequests(trace).at(-1);
  const type = header(answerOf(trace, last?.exchange ?? -1), 'content-type') ?? '';
  const cached =
    ELEMENTS.has(trace.initiator) ||
    request.cache === 'force-cache' ||
    /^(image|font|video|audio)\//i.test(type);
  if (!cached || last?.purpose !== 'fetch') return null;
  return {
    name: 'element-first',
    text: rich`If the page loads this URL in another place without ${'crossorigin'}, the browser may have kept that answer, which was made without ${'Origin'} and so has no CORS headers.`,
    change: rich`Send ${'Vary: Origin'}, or ${'Access-Control-Allow-Origin: *'} on every response; and use ${'crossorigin'} wherever the page loads it.`,
  };
}

function preflightEveryCall(trace: Trace): Trap | null {
  const facts = lastFacts(trace, 'preflight.max-age');
  if (!facts || facts.seconds > 5) return null;
  const reasons = lastFacts(trace, 'main-fetch.preflight')?.reasons ?? [];
  const names = reasons.flatMap((reason) =>
    reason.kind === 'header' ? [reason.name] : reason.kind === 'method' ? [reason.method] : [],
  );
  return {
    name: 'preflight-every-call',
    text: sentences(
      facts.value === null
        ? rich`Without ${'Access-Control-Max-Age'} the preflight is remembered for ${plural(facts.seconds, 'second')} only, so nearly every call is two.`
        : facts.seconds === 0
          ? rich`${'Access-Control-Max-Age'} is ${clip(facts.value)}, so the preflight is not remembered: every call is two.`
          : rich`With ${`Access-Control-Max-Age: ${clip(facts.value)}`} the preflight is remembered for ${plural(facts.seconds, 'second')} only, so nearly every call is two.`,
      names.length > 0 && rich`What makes it necessary: ${codes([...new Set(names)], 4)}.`,
    ),
    change: rich`Send ${'Access-Control-Max-Age: 600'} on the answer to ${'OPTIONS'}. It counts for each URL by itself, query and all.`,
  };
}

function longRemembered(runs: readonly Trace[]): Trap | null {
  const facts = runs
    .map((run) => lastFacts(run, 'preflight.max-age'))
    .findLast((found) => found !== undefined);
  if (!facts || facts.seconds < LONG) return null;
  return {
    name: 'policy-remembered-for-hours',
    text: rich`This browser remembers the preflight’s answer for ${duration(facts.seconds)}. Until then a change of the policy may not show.`,
    change: rich`While the policy still changes, send a short ${'Access-Control-Max-Age'}, such as ${60}.`,
  };
}

function duration(seconds: number): Rich {
  const hours = Math.round(seconds / 3600);
  return hours < 48 ? plural(hours, 'hour') : plural(Math.round(hours / 24), 'day');
}

function opaque({ outcome, initiator }: Trace): Trap | null {
  if (initiator !== 'fetch' || outcome.type !== 'response' || outcome.response.type !== 'opaque') return null;
  return {
    name: 'opaque-no-cors',
    text: rich`${"mode: 'no-cors'"} silences the error and solves nothing: status ${0}, no headers, no body, whatever the server sent.`,
    change: rich`Leave out ${"mode: 'no-cors'"}, and let the server allow the page.`,
  };
}

function responseHeader(trace: Trace): Trap | null {
  const names = wireRequests(trace).flatMap(({ request }) =>
    (header(request, 'access-control-request-headers') ?? '').split(',').filter(isResponseHeader),
  );
  const [name] = names;
  if (name === undefined) return null;
  return {
    name: 'response-header-on-request',
    text: rich`${clip(name)} is a header for responses. On a request it allows nothing, and it makes a preflight necessary.`,
    change: rich`Leave it out of the request’s headers; the server sends it.`,
  };
}

function developmentProxy(trace: Trace): Trap | null {
  const facts = lastFacts(trace, 'main-fetch.same-origin');
  const scripted = trace.initiator === 'fetch' || trace.initiator === 'XMLHttpRequest';
  if (!facts || !scripted || facts.origin !== facts.target || trace.outcome.type !== 'response') return null;
  if (!/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(originOf(facts.origin))) return null;
  return {
    name: 'development-proxy',
    text: [
      'If a development server passes this on to an API elsewhere, the page meets no CORS here, and meets it once it is published.',
    ],
    change: ['Let the published site pass it on too, or let the API allow the site’s origin.'],
  };
}
