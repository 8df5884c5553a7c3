import { expect, test } from 'vitest';
import { getHeader, headerValues } from '../../src/engine/headers';
import type { HeaderList } from '../../src/engine/http';
import { PROFILES, type ProfileName } from '../../src/engine/profile';
import { RULES } from '../../src/engine/rules';
import type { RuleFacts, RuleName, RuleResult, RuleStep, Trace } from '../../src/engine/trace';
import { createLibraries } from '../../src/scenario/libraries';
import { simulate } from '../../src/scenario/simulate';
import { generate } from '../conformance/generate';

/** What the steps of a rule say: its results, its facts, the message it looks at, and the headers of it. */
interface Says<R extends RuleName> {
  readonly results: readonly RuleResult[];
  readonly facts: readonly (keyof RuleFacts[R])[];
  readonly side?: 'request' | 'response';
  /** `where there`: named where the message has it; `missed`: where it fails, too. */
  readonly header?: readonly [name: string, named: 'always' | 'where there' | 'missed'];
}

const note: readonly RuleResult[] = ['note'];
const fail: readonly RuleResult[] = ['fail'];
const pass: readonly RuleResult[] = ['pass'];
const verdict: readonly RuleResult[] = ['pass', 'fail'];

const ALLOW_ORIGIN = ['Access-Control-Allow-Origin', 'always'] as const;
const LOCATION = ['Location', 'always'] as const;

const SAYS: { readonly [R in RuleName]: Says<R> } = {
  'request.url': { results: fail, facts: ['input', 'url'] },
  'request.url-credentials': { results: fail, facts: ['url'] },
  'request.mode-navigate': { results: fail, facts: [] },
  'request.only-if-cached': { results: fail, facts: ['mode'] },
  'request.method-invalid': { results: fail, facts: ['method'] },
  'request.method-forbidden': { results: fail, facts: ['method'] },
  'request.method-normalized': { results: note, facts: ['given', 'method'] },
  'request.method-kept': { results: note, facts: ['method'] },
  'request.no-cors-method': { results: fail, facts: ['method'] },
  'request.header-invalid': { results: fail, facts: ['name', 'value'] },
  'request.header-forbidden': { results: note, facts: ['name', 'value'] },
  'request.header-not-no-cors-safelisted': { results: note, facts: ['name', 'value'] },
  'request.body-with-get': { results: fail, facts: ['method'] },
  'request.body-type': { results: note, facts: ['kind', 'contentType', 'replaced'] },
  'request.stream': { results: ['note', 'fail'], facts: ['mode', 'treatment'] },
  'request.initiator': {
    results: note,
    facts: ['initiator', 'mode', 'credentials', 'redirect', 'destination'],
  },
  'main-fetch.bad-port': { results: fail, facts: ['port'] },
  'main-fetch.userinfo': { results: fail, facts: ['url'] },
  'main-fetch.mixed-content': { results: fail, facts: ['page', 'url'] },
  'main-fetch.mixed-content-upgraded': { results: note, facts: ['from', 'to'] },
  'main-fetch.same-origin': { results: note, facts: ['origin', 'target', 'returned'] },
  'main-fetch.no-cors-protocol': { results: note, facts: ['initiator'] },
  'main-fetch.data-url': { results: note, facts: [] },
  'main-fetch.mode-same-origin': { results: fail, facts: ['origin', 'target'] },
  'main-fetch.no-cors': { results: note, facts: ['target'] },
  'main-fetch.no-cors-redirect-mode': { results: fail, facts: [] },
  'main-fetch.scheme': { results: fail, facts: ['scheme'] },
  'main-fetch.preflight': { results: note, facts: ['reasons'] },
  'main-fetch.simple': { results: note, facts: ['method', 'headers'] },
  'http-fetch.preflight-cache-hit': { results: pass, facts: ['method', 'headers', 'left'] },
  'http-fetch.preflight-cache-miss': { results: note, facts: ['missing'] },
  'network.local-network': { results: verdict, facts: ['from', 'to', 'why'] },
  'network.credentials': { results: note, facts: ['included', 'mode', 'tainting'], side: 'request' },
  'network.origin-header': {
    results: note,
    facts: ['value', 'tainted'],
    side: 'request',
    header: ['Origin', 'where there'],
  },
  'network.cookies': {
    results: note,
    facts: ['sent', 'withheld'],
    side: 'request',
    header: ['Cookie', 'where there'],
  },
  'network.referrer': {
    results: note,
    facts: ['value'],
    side: 'request',
    header: ['Referer', 'where there'],
  },
  'network.fetch-metadata': {
    results: note,
    facts: ['site', 'mode', 'destination'],
    side: 'request',
    header: ['Sec-Fetch-Site', 'where there'],
  },
  'network.stream-http1': { results: fail, facts: [] },
  'network.only-if-cached': { results: ['note', 'fail'], facts: [] },
  'network.connection': { results: fail, facts: ['failure', 'url'], side: 'request' },
  'network.set-cookie': {
    results: note,
    facts: ['stored', 'ignored'],
    side: 'response',
    header: ['Set-Cookie', 'always'],
  },
  'network.unauthorized': { results: note, facts: ['prompts'], side: 'response' },
  'cors-check.same-origin': { results: pass, facts: ['origin'], side: 'response' },
  'cors-check.allow-origin-missing': {
    results: fail,
    facts: ['origin'],
    side: 'response',
    header: ALLOW_ORIGIN,
  },
  'cors-check.wildcard': { results: pass, facts: ['origin'], side: 'response', header: ALLOW_ORIGIN },
  'cors-check.wildcard-with-credentials': {
    results: fail,
    facts: ['origin'],
    side: 'response',
    header: ALLOW_ORIGIN,
  },
  'cors-check.allow-origin': {
    results: verdict,
    facts: ['origin', 'value', 'lines'],
    side: 'response',
    header: ALLOW_ORIGIN,
  },
  'cors-check.no-credentials': { results: pass, facts: ['mode'], side: 'response' },
  'cors-check.allow-credentials': {
    results: verdict,
    facts: ['value'],
    side: 'response',
    header: ['Access-Control-Allow-Credentials', 'always'],
  },
  'preflight.status': { results: verdict, facts: ['status'], side: 'response' },
  'preflight.allow-methods-syntax': {
    results: fail,
    facts: ['value'],
    side: 'response',
    header: ['Access-Control-Allow-Methods', 'always'],
  },
  'preflight.allow-headers-syntax': {
    results: fail,
    facts: ['value'],
    side: 'response',
    header: ['Access-Control-Allow-Headers', 'always'],
  },
  'preflight.method': {
    results: verdict,
    facts: ['method', 'allowed', 'by'],
    side: 'response',
    header: ['Access-Control-Allow-Methods', 'missed'],
  },
  'preflight.header': {
    results: verdict,
    facts: ['name', 'allowed', 'by', 'literalWildcard'],
    side: 'response',
    header: ['Access-Control-Allow-Headers', 'always'],
  },
  'preflight.max-age': {
    results: note,
    facts: ['value', 'valid', 'seconds', 'cap'],
    side: 'response',
    header: ['Access-Control-Max-Age', 'where there'],
  },
  'preflight.cached': { results: note, facts: ['methods', 'headers', 'seconds'], side: 'response' },
  'preflight-cache.cleared': { results: note, facts: ['entries'] },
  'redirect.mode-error': { results: fail, facts: ['status'], side: 'response' },
  'redirect.mode-manual': { results: note, facts: ['status'], side: 'response' },
  'redirect.no-location': { results: note, facts: ['status'], side: 'response' },
  'redirect.location-invalid': {
    results: fail,
    facts: ['location', 'lines'],
    side: 'response',
    header: LOCATION,
  },
  'redirect.scheme': { results: fail, facts: ['location'], side: 'response', header: LOCATION },
  'redirect.count': { results: fail, facts: ['limit'], side: 'response', header: LOCATION },
  'redirect.credentials': { results: fail, facts: ['location'], side: 'response', header: LOCATION },
  'redirect.body': { results: fail, facts: ['status'], side: 'response', header: LOCATION },
  'redirect.followed': {
    results: note,
    facts: ['status', 'from', 'to', 'count'],
    side: 'response',
    header: LOCATION,
  },
  'redirect.method-changed': { results: note, facts: ['status', 'from', 'dropped'] },
  'redirect.authorization-removed': { results: note, facts: ['from', 'to'] },
  'redirect.origin-null': { results: note, facts: ['origin', 'via'], side: 'response' },
  'corp.check': {
    results: verdict,
    facts: ['value', 'policy', 'origin', 'target', 'embedderPolicy'],
    side: 'response',
    header: ['Cross-Origin-Resource-Policy', 'where there'],
  },
  'tao.check': { results: ['pass', 'note'], facts: ['value'], side: 'response' },
  'response.mime-type': { results: ['fail', 'note'], facts: ['contentType', 'destination', 'nosniff'] },
  'response.exposed-headers': {
    results: note,
    facts: ['value', 'visible', 'hidden', 'wildcard'],
    side: 'response',
    header: ['Access-Control-Expose-Headers', 'where there'],
  },
  'response.filtered': { results: note, facts: ['type'] },
  'use.needs-cors': { results: ['pass', 'note'], facts: ['use', 'corsSameOrigin'] },
};

const libraries = createLibraries();

interface Found {
  readonly profile: ProfileName;
  readonly trace: Trace;
  readonly step: RuleStep;
}

/** Every step of a rule, in what browsers and the standard make of many scenarios. */
function* steps(): Generator<Found> {
  for (const scenario of generate(600, 3)) {
    for (const profile of Object.keys(PROFILES) as ProfileName[]) {
      const played = { ...scenario, browser: { ...scenario.browser, profile } };
      for (const trace of simulate(played, libraries).runs) {
        for (const step of trace.steps) if (step.type === 'rule') yield { profile, trace, step };
      }
    }
  }
}

/** Holds a statement against every step; the first that breaks it is shown. */
function always(statement: string, isRight: (found: Found) => boolean): void {
  test(statement, { timeout: 60_000 }, () => {
    for (const found of steps()) if (!isRight(found)) expect(found.step).toBe(statement);
  });
}

/** The headers of the message a step looks at; null where there is no such message. */
function headersAt({ trace, step: { message } }: Found): HeaderList | null {
  for (const step of trace.steps) {
    if (step.type === 'rule' || step.exchange !== message?.exchange) continue;
    if (step.type === 'request' && message.side === 'request') return step.request.headers;
    if (step.type === 'answer' && message.side === 'response' && 'headers' in step.answer) {
      return step.answer.headers;
    }
  }
  return null;
}

always('a step names a rule of the standards, with a result and the facts of its own', ({ step }) => {
  const { results, facts } = SAYS[step.rule] ?? { results: [], facts: [] };
  const keys: readonly string[] = facts;
  return (
    step.rule in RULES &&
    results.includes(step.result) &&
    Object.keys(step.facts).length === keys.length &&
    Object.entries(step.facts).every(([key, value]) => keys.includes(key) && value !== undefined)
  );
});

always('a step that looks at a message says which, and which of its headers', (found) => {
  const { step } = found;
  const { side, header } = SAYS[step.rule];
  const headers = headersAt(found);
  if (side && (step.message?.side !== side || headers === null)) return false;
  if (!header)
    return step.headers.every((name) => headers && getHeader(headers, name.toLowerCase()) !== null);
  const [name, named] = header;
  const there =
    named === 'always' ||
    (named === 'missed' && step.result === 'fail') ||
    (headers !== null && getHeader(headers, name.toLowerCase()) !== null);
  return step.headers.join() === (there ? name : '');
});

always('what a step says of a message is what the message says', (found) => {
  const { step, trace } = found;
  const [name = ''] = step.headers;
  const headers = headersAt(found) ?? [];
  if ('lines' in step.facts && step.facts.lines !== headerValues(headers, name.toLowerCase()).length)
    return false;
  if ('value' in step.facts && step.message && name !== '') {
    if (step.facts.value !== getHeader(headers, name.toLowerCase())) return false;
  }
  if (!('status' in step.facts) || !step.message) return true;
  const { status } = step.facts;
  const { exchange } = step.message;
  return trace.steps.some(
    (other) =>
      other.type === 'answer' &&
      other.exchange === exchange &&
      'status' in other.answer &&
      other.answer.status === status,
  );
});

always(
  'a step that goes another way than the standard names the field of the profile that differs from it',
  ({ profile, step: { deviation } }) =>
    deviation === null ||
    JSON.stringify(PROFILES[profile][deviation]) !== JSON.stringify(PROFILES.standard[deviation]),
);
