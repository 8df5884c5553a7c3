import { type CookieNote, isCookieFor } from '../engine/cookies';
import { parseUrl } from '../engine/origin';
import type { Trace } from '../engine/trace';
import { explainCookieReason } from './details';
import { lastFacts, wireRequests } from './reading';
import { clip, codes, type Rich, rich } from './rich';
import { unexposed } from './rules';

/** What a success, or a failure, may be hiding. */
export type TrapName =
  // In what came of the request.
  | 'header-not-exposed'
  | 'authorization-by-wildcard'
  | 'null-allowed'
  /** A script, a style sheet or a font that this browser takes, and another does not. */
  | 'status-not-ok'
  | 'cookie-withheld'
  | 'cookie-ignored'
  // In how the server answers.
  | 'vary-origin-missing'
  /** The same URL, loaded before without CORS, may have put an answer in the cache that CORS cannot use. */
  | 'element-first'
  | 'any-origin-with-credentials'
  /** A pattern that lets in more than it means to. */
  | 'pattern-too-wide'
  | 'preflight-every-call'
  | 'policy-remembered-for-hours'
  // In how the page asks.
  | 'opaque-no-cors'
  | 'response-header-on-request'
  /** The page asks its own development server, which passes the request on. */
  | 'development-proxy';

export interface Trap {
  readonly name: TrapName;
  readonly text: Rich;
  /** What to change; null where there is nothing to. */
  readonly change: Rich | null;
}

/** What may still surprise in a response that arrived. */
export function trapsOf(trace: Trace): readonly Trap[] {
  const traps: Trap[] = [];
  const scripted = isScripted(trace);
  const hidden = scripted ? unexposed(lastFacts(trace, 'response.exposed-headers')?.hidden ?? []) : [];
  if (hidden.length > 0) {
    traps.push({
      name: 'header-not-exposed',
      text: rich`Script does not see ${codes(hidden, 4)}.`,
      change: rich`To show it to script, add ${codes(hidden, 4)} to ${'Access-Control-Expose-Headers'} on the response.`,
    });
  }
  const rules = trace.steps.filter((step) => step.type === 'rule');
  if (rules.some(({ deviation }) => deviation === 'authorizationByWildcard')) {
    traps.push({
      name: 'authorization-by-wildcard',
      text: rich`By the standard it would not pass: ${'*'} does not cover ${'Authorization'}.`,
      change: rich`Add ${'authorization'} to ${'Access-Control-Allow-Headers'} on the answer to ${'OPTIONS'}.`,
    });
  }
  if (rules.some((step) => step.rule === 'cors-check.allow-origin' && step.facts.origin === 'null')) {
    traps.push({
      name: 'null-allowed',
      text: rich`Any site can make a page whose origin is ${'null'}, so this lets everyone in.`,
      change: ['Give the page an origin, and allow that.'],
    });
  }
  if (rules.some(({ deviation }) => deviation === 'elementStatus')) {
    traps.push({
      name: 'status-not-ok',
      text: rich`Not every browser loads it with this status: it is none from ${200} to ${299}.`,
      change: rich`Answer with ${200}.`,
    });
  }
  const withheld = missedCookie(trace, 'network.cookies');
  if (withheld) traps.push(cookieTrap('cookie-withheld', withheld, 'sent', trace));
  const ignored = missedCookie(trace, 'network.set-cookie');
  if (ignored) traps.push(cookieTrap('cookie-ignored', ignored, 'stored', trace));
  return traps;
}

function isScripted({ initiator }: Trace): boolean {
  return initiator === 'fetch' || initiator === 'XMLHttpRequest';
}

/**
 * The first cookie that was not sent, or not stored, although somebody may have meant it to be; null where there is
 * none. Elements go without credentials by design.
 */
export function missedCookie(
  trace: Trace,
  rule: 'network.cookies' | 'network.set-cookie',
): CookieNote | null {
  const note =
    rule === 'network.cookies'
      ? (lastFacts(trace, 'network.cookies')?.withheld[0] ?? leftHome(trace))
      : lastFacts(trace, 'network.set-cookie')?.ignored[0];
  return note && (note.why !== 'credentials not included' || isScripted(trace)) ? note : null;
}

/** A cookie of the server that the credentials mode kept back: the browser does not even look for one then. */
function leftHome(trace: Trace): CookieNote | undefined {
  const credentials = lastFacts(trace, 'network.credentials');
  if (!credentials || credentials.included || credentials.mode === 'omit') return undefined;
  const url = wireRequests(trace).findLast(({ purpose }) => purpose === 'fetch')?.request.url;
  const asked = parseUrl(url ?? '');
  if (!asked) return undefined;
  const set = lastFacts(trace, 'network.set-cookie')?.stored ?? [];
  const found = trace.state.cookies.find(
    (cookie) => isCookieFor(cookie, asked) && !set.includes(cookie.name),
  );
  return found && { name: found.name, why: 'credentials not included' };
}

function cookieTrap(name: TrapName, note: CookieNote, what: string, trace: Trace): Trap {
  return {
    name,
    text: rich`The cookie ${clip(note.name)} was not ${[what]}: ${explainCookieReason(note.why)}.`,
    change: cookieChange(note, trace),
  };
}

function cookieChange({ name, why }: CookieNote, { initiator, outcome }: Trace): Rich | null {
  switch (why) {
    case 'SameSite':
    case 'SameSite=None without Secure':
      return rich`If pages of other sites may use ${clip(name)}, set it with ${'SameSite=None; Secure'}.`;
    case 'credentials not included':
      if (outcome.type === 'response' && outcome.response.type === 'basic')
        return rich`For cookies, leave out ${"credentials: 'omit'"}.`;
      return rich`For cookies, ask with ${initiator === 'fetch' ? "credentials: 'include'" : 'withCredentials'}, and let the server allow credentials.`;
    case 'Secure':
      return ['Serve it over HTTPS.'];
    case 'third-party cookies are blocked':
    case 'partitioned':
    case 'refused handshake':
    case 'domain':
    case '__Secure- prefix':
    case '__Host- prefix':
    case 'prefix without a name':
    case 'malformed':
      return null;
    default:
      return why satisfies never;
  }
}
