import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Client } from '../../src/engine/client';
import type { Environment } from '../../src/engine/environment';
import { fetch } from '../../src/engine/fetch';
import type { Header, HttpRequest, HttpResponse, WireAnswer } from '../../src/engine/http';
import type { RequestSpec } from '../../src/engine/initiator';
import { PROFILES, type ProfileName } from '../../src/engine/profile';
import type { BrowserState, RuleStep, Step, Trace } from '../../src/engine/trace';
import { A, B, C, client, cookie, environment, headerOf, isPreflight } from './harness';

/** Mostly the first, at times one of the others. */
function mostly<T>(common: fc.Arbitrary<T>, ...rare: readonly [T, ...T[]]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 9, arbitrary: common }, { weight: 1, arbitrary: fc.constantFrom(...rare) });
}

const url = fc
  .tuple(
    fc.constantFrom(
      A,
      A,
      B,
      B,
      C,
      'https://api.foo.example',
      'https://bar.other:8443',
      'http://localhost:8080',
    ),
    fc.constantFrom('/0', '/1', '/2', '/2?q'),
  )
  .map(([origin, path]) => origin + path);

const target = mostly(
  url,
  'http://bar.other/0',
  'http://bar.other/1',
  'http://192.168.1.2/0',
  '/relative#part',
  'data:text/plain,hi',
  'ftp://bar.other/',
  'https://u:p@bar.other/0',
  'https://bar.other:25/0',
  'http://[',
  'blob:https://foo.example/1',
  'wss://bar.other/0',
);

const authorHeader = mostly(
  fc.oneof(
    fc.constantFrom<Header>(
      ['Authorization', 'Bearer author'],
      ['Authorization', 'Bearer author'],
      ['X-One', 'author'],
      ['x-two', 'author'],
      ['Content-Type', 'application/json'],
      ['Content-Type', 'text/plain'],
      ['Accept', 'author/*'],
      ['Accept-Language', 'fi'],
      ['Range', 'bytes=0-99999999999999999999'],
      ['DPR', '2'],
      ['User-Agent', 'author'],
      ['If-None-Match', '"author"'],
    ),
    fc
      .tuple(fc.constantFrom('Accept', 'Content-Language', 'X-One'), fc.integer({ min: 0, max: 700 }))
      .map(([name, length]): Header => [name, 'a'.repeat(length)]),
  ),
  ['Cookie', 'author=1'],
  ['Origin', 'https://author.example'],
  ['X-HTTP-Method-Override', 'TRACE'],
  ['not a name', 'x'],
  ['X-One', 'not\na value'],
  ['X-One', '\u0100'],
);

const spec: fc.Arbitrary<RequestSpec> = fc.record({
  initiator: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('fetch', 'fetch', 'fetch', 'XMLHttpRequest') },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'sendBeacon',
        'EventSource',
        'script',
        'module script',
        'stylesheet',
        'font',
        'image',
        'video',
        'form',
        'WebSocket',
      ),
    },
  ),
  url: target,
  method: mostly(
    fc.constantFrom('GET', 'GET', 'HEAD', 'POST', 'PUT', 'delete', 'patch', 'OPTIONS'),
    '*',
    'TRACE',
    'bad method',
    '',
  ),
  headers: fc.array(authorHeader, { maxLength: 3 }),
  body: fc.record({
    kind: fc.constantFrom(
      'none',
      'none',
      'none',
      'string',
      'FormData',
      'Blob',
      'ArrayBuffer',
      'ReadableStream',
    ),
    text: fc.string({ maxLength: 5, unit: 'binary' }),
    type: fc.constantFrom('', 'application/json', 'text/plain'),
  }),
  mode: fc.constantFrom('cors', 'cors', 'cors', 'cors', 'cors', 'no-cors', 'same-origin', 'navigate'),
  credentials: fc.constantFrom('omit', 'same-origin', 'include'),
  redirect: mostly(fc.constant('follow' as const), 'error', 'manual'),
  cache: mostly(
    fc.constant('default' as const),
    'no-store',
    'reload',
    'no-cache',
    'force-cache',
    'only-if-cached',
  ),
  referrerPolicy: fc.constantFrom('', 'no-referrer', 'same-origin', 'origin', 'unsafe-url'),
  withCredentials: fc.boolean(),
  uploadListener: fc.boolean(),
  crossorigin: fc.constantFrom('none', 'anonymous', 'use-credentials'),
  use: fc.constantFrom('show', 'canvas', 'WebGL texture', 'CSS shape'),
});

const page: fc.Arbitrary<Client> = fc
  .record({
    url: fc.constantFrom(
      `${A}/page?q#part`,
      `${A}/page`,
      'http://foo.example/page',
      'http://localhost:3000/',
    ),
    kind: mostly(fc.constant<'plain' | 'sandboxed'>('plain'), 'sandboxed'),
    referrerPolicy: fc.constantFrom('strict-origin-when-cross-origin', 'no-referrer', 'unsafe-url'),
    embedderPolicy: mostly(fc.constant('unsafe-none' as const), 'require-corp', 'credentialless'),
    addressSpace: fc.constantFrom('public', 'loopback', 'loopback', 'local'),
    hasCrossSiteAncestor: fc.boolean(),
  })
  .map(({ kind, ...rest }) =>
    client(kind === 'sandboxed' ? { ...rest, origin: { kind: 'opaque', id: 'sandbox' } } : rest),
  );

/** What a server says; `echo` stands for what the request asks for. */
interface Answer {
  readonly status: number;
  readonly allowOrigin: readonly string[];
  readonly headers: readonly Header[];
  readonly failure: 'none' | 'reset';
}

/** A header with one of these values, or none. */
function header(name: string, ...values: readonly [string, ...string[]]): fc.Arbitrary<readonly Header[]> {
  const some = fc.constantFrom(...values).map((value): readonly Header[] => [[name, value]]);
  return fc.oneof({ weight: 3, arbitrary: some }, { weight: 1, arbitrary: fc.constant([]) });
}

function answer(status: fc.Arbitrary<number>): fc.Arbitrary<Answer> {
  return fc.record({
    status,
    allowOrigin: mostly<readonly string[]>(
      fc.constantFrom(['echo'], ['echo'], ['echo'], ['*']),
      ['null'],
      [],
      ['https://foo.example/'],
      ['*', 'echo'],
    ),
    headers: fc
      .tuple(
        header('Access-Control-Allow-Credentials', 'true', 'true', 'true', 'True'),
        header('Access-Control-Allow-Methods', 'echo', 'echo', 'echo', '*', 'PUT', 'not a method'),
        header(
          'Access-Control-Allow-Headers',
          'echo',
          'echo',
          'echo',
          '*',
          'X-One',
          '"bad"',
          '*, Authorization',
        ),
        header('Access-Control-Max-Age', '0', '3', '600', '600', '-1', 'abc', '99999999999999999999999'),
        header('Access-Control-Expose-Headers', '*', 'X-Secret', 'Set-Cookie, X-Secret', '@'),
        header('Set-Cookie', 'id=2; Secure; SameSite=None', 'lax=1', 'broken'),
        header('Cross-Origin-Resource-Policy', 'same-origin', 'same-site', 'cross-origin', 'cross-origin'),
        header('Timing-Allow-Origin', '*', A, 'null'),
        header('Content-Type', 'text/css', 'text/javascript', 'image/png', 'text/event-stream'),
        header('X-Content-Type-Options', 'nosniff', 'none'),
        header('Referrer-Policy', 'no-referrer', 'unsafe-url', 'nonsense'),
        fc.constant<readonly Header[]>([['X-Secret', '1']]),
        mostly(target, '', '#x', '/0', '/1').map((location): readonly Header[] => [['Location', location]]),
      )
      .map((groups) => groups.flat()),
    failure: mostly(fc.constant<'none' | 'reset'>('none'), 'none', 'none', 'reset'),
  });
}

function sixteen(status: fc.Arbitrary<number>): fc.Arbitrary<readonly Answer[]> {
  return fc.array(answer(status), { minLength: 16, maxLength: 16 });
}

/** Answers to choose from by URL, for preflights and for the rest; so redirects lead anywhere, and in circles. */
const servers = fc.record({
  preflights: sixteen(mostly(fc.constantFrom(200, 204), 299, 301, 404)),
  answers: sixteen(mostly(fc.constantFrom(200, 200, 302, 307, 307, 303, 308, 301), 401, 404, 500, 101, 304)),
});

type Answers = typeof servers extends fc.Arbitrary<infer T> ? T : never;

function reply({ preflights, answers }: Answers, request: HttpRequest): WireAnswer {
  const at = [...request.url].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 16, 7);
  const found = (isPreflight(request) ? preflights : answers)[at];
  if (!found) throw new Error('16 answers are given');
  if (found.failure === 'reset') return { failure: 'reset' };
  const echo = (value: string, ...names: readonly string[]) =>
    value === 'echo' ? names.map((name) => headerOf(request, name) ?? '').join('') : value;
  return {
    status: found.status,
    statusText: 'Text',
    headers: [
      ...found.allowOrigin.map((value): Header => ['Access-Control-Allow-Origin', echo(value, 'Origin')]),
      ...found.headers.map(([name, value]): Header => {
        if (name === 'Access-Control-Allow-Methods')
          return [name, echo(value, 'Access-Control-Request-Method')];
        if (name === 'Access-Control-Allow-Headers')
          return [name, echo(value, 'Access-Control-Request-Headers')];
        return [name, value];
      }),
    ],
    body: 'secret',
  };
}

/** Some fetches of one page, some seconds apart, in one browser. */
const session = fc.record({
  specs: fc.array(spec, { minLength: 1, maxLength: 3 }),
  repeat: fc.boolean(),
  page,
  servers,
  profile: fc.constantFrom<ProfileName>('standard', 'chromium', 'firefox', 'webkit'),
  thirdPartyCookies: fc.constantFrom('allowed', 'blocked'),
  localNetwork: fc.constantFrom('granted', 'denied'),
  pause: fc.constantFrom(0, 1, 5, 1000),
});

type Session = typeof session extends fc.Arbitrary<infer T> ? T : never;

/** One fetch, with what went over the wire as seen from outside. */
interface Played {
  readonly spec: RequestSpec;
  readonly page: Client;
  readonly profile: ProfileName;
  readonly before: BrowserState;
  readonly trace: Trace;
  readonly wire: readonly { readonly request: HttpRequest; readonly answer: WireAnswer }[];
}

/** At most 21 URLs, each with a preflight. */
const MOST_EXCHANGES = 42;

function playSession(given: Session): readonly Played[] {
  const cookies = ['foo.example', 'bar.other', 'baz.third'].map((domain) => cookie(domain, { name: 'jar' }));
  let state = deepFreeze<BrowserState>({ preflightCache: [], cookies, now: 0 });
  const specs = given.repeat ? [...given.specs, ...given.specs] : given.specs;
  return specs.map((one) => {
    const setting: Environment = environment({
      profile: PROFILES[given.profile],
      state,
      thirdPartyCookies: given.thirdPartyCookies,
      localNetwork: given.localNetwork,
    });
    const wire: { request: HttpRequest; answer: WireAnswer }[] = [];
    const fetching = fetch(deepFreeze(one), deepFreeze(given.page), setting);
    let next = fetching.next();
    while (!next.done) {
      const request = next.value;
      const answer = deepFreeze(reply(given.servers, request));
      wire.push({ request, answer });
      if (wire.length > MOST_EXCHANGES) throw new Error('too many exchanges');
      next = fetching.next(answer);
    }
    const before = state;
    const trace = next.value;
    state = deepFreeze({ ...trace.state, now: trace.state.now + given.pause });
    return { spec: one, page: given.page, profile: given.profile, before, trace, wire };
  });
}

/** Frozen through and through: whoever writes to it throws. */
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/** Checks a statement about one fetch on many. */
function always(statement: string, check: (played: Played) => void): void {
  test(statement, { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(session, (given) => {
        playSession(given).forEach(check);
      }),
      { numRuns: 400 },
    );
  });
}

function isRule(step: Step | undefined): step is RuleStep {
  return step?.type === 'rule';
}

function isResponse(answer: WireAnswer | undefined): answer is HttpResponse {
  return answer !== undefined && 'status' in answer;
}

/** The credentials mode the request was made with. */
function credentialsOf(trace: Trace) {
  const made = trace.steps.find((step) => isRule(step) && step.rule === 'request.initiator');
  if (!isRule(made) || made.rule !== 'request.initiator') throw new Error('the request was not made');
  return made.facts.credentials;
}

/** Whether the response of an exchange has to pass the CORS check. */
function isCors(trace: Trace, exchange: number): boolean {
  return trace.steps.some((step) => {
    if (!isRule(step) || step.rule !== 'network.credentials') return false;
    return step.message?.exchange === exchange && step.facts.tainting === 'cors';
  });
}

/** The CORS check, as told from the wire: against the `Origin` that was sent. */
function passesCorsCheck(request: HttpRequest, answer: HttpResponse, credentials: string): boolean {
  const allowed = headerOf(answer, 'Access-Control-Allow-Origin');
  if (allowed === '*' && credentials !== 'include') return true;
  if (allowed === null || allowed !== headerOf(request, 'Origin')) return false;
  return credentials !== 'include' || headerOf(answer, 'Access-Control-Allow-Credentials') === 'true';
}

function serializedOrigin(address: string): string {
  return new URL(address).origin;
}

/** Whether a chain of URLs makes the request's origin `null`: it left for a third origin, or came back. */
function isTainted(origin: string, urls: readonly string[]): boolean {
  const origins = urls.map(serializedOrigin);
  return origins.some((next, i) => {
    const last = origins[i - 1];
    return last !== undefined && next !== last && last !== origin;
  });
}

/** The URLs a fetch went through up to the exchange at `index`. */
function chainTo(wire: Played['wire'], index: number): readonly string[] {
  const current = wire[index];
  if (!current) throw new Error('no such exchange');
  const before = wire.slice(0, index).filter(({ request }) => !isPreflight(request));
  return [...before.map(({ request }) => request.url), current.request.url];
}

always('every request is answered once and stands in the trace, in order', ({ trace, wire }) => {
  const steps = trace.steps.filter((step) => step.type !== 'rule');
  expect(steps).toEqual(
    wire.flatMap(({ request, answer }, exchange) => {
      const purpose = isPreflight(request) ? 'preflight' : 'fetch';
      return [
        { type: 'request', exchange, purpose, request },
        { type: 'answer', exchange, purpose, answer },
      ];
    }),
  );
});

always('at most 21 URLs are asked', ({ wire }) => {
  expect(wire.filter(({ request }) => !isPreflight(request)).length).toBeLessThanOrEqual(21);
});

always('a failure is the fault of the rule it names, and nothing is sent after it', ({ trace }) => {
  const { outcome, steps } = trace;
  const failed = steps.flatMap((step, i) => (isRule(step) && step.result === 'fail' ? [i] : []));
  if (outcome.type === 'response') {
    expect(failed).toEqual([]);
    return;
  }
  expect(failed[0]).toBe(outcome.because);
  const first = steps[outcome.because];
  for (const step of steps.slice(outcome.because + 1)) {
    if (!isRule(step)) throw new Error('something was sent after the failure');
    // All headers a preflight does not allow are named, the first of them decides.
    if (step.result === 'fail')
      expect([step.rule, isRule(first) && first.rule]).toEqual(Array(2).fill('preflight.header'));
  }
});

always('an exception comes before anything is sent', ({ trace, wire }) => {
  if (trace.outcome.type === 'exception') expect(wire).toEqual([]);
});

always('a step names a difference from the standard only where the browser has one', ({ trace, profile }) => {
  for (const step of trace.steps) {
    if (!isRule(step) || step.deviation === null) continue;
    expect(PROFILES[profile][step.deviation]).not.toEqual(PROFILES.standard[step.deviation]);
  }
});

always('a message a rule looked at is there, and a header it passed by is on it', ({ trace, wire }) => {
  for (const step of trace.steps) {
    if (!isRule(step) || step.message === null) continue;
    const { exchange, side } = step.message;
    const message = side === 'request' ? wire[exchange]?.request : wire[exchange]?.answer;
    expect(message).toBeDefined();
    if (step.result !== 'pass' || !message || !('headers' in message)) continue;
    for (const name of step.headers) expect(headerOf(message, name), step.rule).not.toBeNull();
  }
});

always('a CORS response that script gets passed the CORS check', ({ trace, wire }) => {
  if (trace.outcome.type !== 'response' || trace.outcome.response.type !== 'cors') return;
  const last = wire.at(-1);
  if (!last || !isResponse(last.answer)) throw new Error('a CORS response came over no wire');
  expect(passesCorsCheck(last.request, last.answer, credentialsOf(trace))).toBe(true);
  const checked = trace.steps.some(
    (step) =>
      isRule(step) &&
      step.rule.startsWith('cors-check.') &&
      step.result === 'pass' &&
      step.message?.exchange === wire.length - 1,
  );
  expect(checked).toBe(true);
});

always(
  'a cross-origin response in mode "cors" is never readable by another way',
  ({ spec, page, trace, wire }) => {
    if (spec.initiator !== 'fetch' || trace.outcome.type !== 'response') return;
    if (trace.outcome.response.type !== 'basic') return;
    const origin = page.origin.kind === 'opaque' ? 'null' : serializedOrigin(page.url);
    for (const { request } of wire) expect(serializedOrigin(request.url)).toBe(origin);
  },
);

always('a failed preflight is never followed by its request', ({ trace, profile, wire }) => {
  wire.forEach(({ request, answer }, i) => {
    const next = wire[i + 1];
    if (!isPreflight(request) || !next) return;
    if (!isResponse(answer)) throw new Error('a request follows a preflight without answer');
    expect(answer.status).toBeGreaterThanOrEqual(200);
    expect(answer.status).toBeLessThanOrEqual(299);
    const goesHome = serializedOrigin(request.url) === headerOf(request, 'Origin');
    if (!goesHome) expect(passesCorsCheck(request, answer, credentialsOf(trace))).toBe(true);
    else expect(PROFILES[profile].preflightOriginAfterRedirect).toBe('the page’s');
    const method = headerOf(request, 'Access-Control-Request-Method');
    expect([next.request.url, next.request.method]).toEqual([request.url, method]);
  });
});

always('a script’s unusual method or header goes to another origin only once allowed', (played) => {
  const { spec, trace, wire, before } = played;
  if (spec.initiator !== 'fetch' && spec.initiator !== 'XMLHttpRequest') return;
  wire.forEach(({ request }, i) => {
    const usual = /^(GET|HEAD|POST)$/.test(request.method);
    if (isPreflight(request) || !isCors(trace, i) || (usual && headerOf(request, 'X-One') === null)) return;
    const asked = wire.slice(0, i).some((earlier) => {
      return isPreflight(earlier.request) && earlier.request.url === request.url;
    });
    const known = before.preflightCache.some((entry) => {
      const alive = before.now < entry.storedAt + entry.maxAge;
      const names = usual ? [entry.headerName] : [entry.method];
      return alive && entry.url === request.url && names.some((name) => name !== null);
    });
    expect(asked || known).toBe(true);
  });
});

always('a preflight carries no cookies, no body and none of the author’s headers', ({ wire }) => {
  for (const { request } of wire.filter((exchange) => isPreflight(exchange.request))) {
    expect(request.body).toBeNull();
    for (const [name, value] of request.headers) {
      expect([
        'cookie',
        'authorization',
        'content-type',
        'content-length',
        'range',
        'x-one',
        'x-two',
        'dpr',
      ]).not.toContain(name.toLowerCase());
      expect(value).not.toContain('author/');
    }
    expect(headerOf(request, 'Accept')).toBe('*/*');
    expect(headerOf(request, 'Origin')).not.toBeNull();
  }
});

always('Access-Control-Request-Headers is in lower case, sorted, each name once', ({ wire }) => {
  for (const { request } of wire) {
    const list = headerOf(request, 'Access-Control-Request-Headers');
    if (list === null) continue;
    const names = list.split(',');
    expect(names).toEqual([...new Set(names)].sort());
    expect(list).toBe(list.toLowerCase());
    expect(names).not.toContain('');
  }
});

always('what only the browser may set is never the author’s', ({ wire }) => {
  for (const { request } of wire) {
    expect(headerOf(request, 'Cookie') ?? '').not.toContain('author');
    expect(headerOf(request, 'Origin')).not.toBe('https://author.example');
    expect(request.headers.map(([name]) => name)).not.toContain('X-HTTP-Method-Override');
  }
});

always('a tainted request sends Origin: null, any other CORS request the page’s origin', (played) => {
  const { page, profile, trace, wire } = played;
  const origin = page.origin.kind === 'opaque' ? 'null' : serializedOrigin(page.url);
  // Its beacons and sockets go by fields of their own: `beaconOrigin` and `redirectedWebSocket`.
  if (profile === 'webkit' && /^(sendBeacon|WebSocket)$/.test(trace.initiator)) return;
  wire.forEach(({ request }, i) => {
    const sent = headerOf(request, 'Origin');
    if (sent === null) return;
    if (profile === 'firefox' && isPreflight(request)) {
      expect(sent).toBe(origin);
      return;
    }
    if (isTainted(origin, chainTo(wire, i))) expect(sent).toBe('null');
    else if (headerOf(request, 'Sec-Fetch-Mode') === 'cors') expect(sent).toBe(origin);
    else expect(['null', origin]).toContain(sent);
  });
});

always('no cookies go without credentials, nor are any stored', ({ before, trace, wire }) => {
  if (trace.outcome.type === 'exception' || credentialsOf(trace) !== 'omit') return;
  for (const { request } of wire) expect(headerOf(request, 'Cookie')).toBeNull();
  expect(trace.state.cookies).toEqual(before.cookies);
});

always('script never sees Set-Cookie', ({ trace }) => {
  if (trace.outcome.type !== 'response') return;
  const names = trace.outcome.response.headers.map(([name]) => name);
  expect(names).not.toContain('set-cookie');
});

always('an opaque response says nothing', ({ trace }) => {
  if (trace.outcome.type !== 'response' || !trace.outcome.response.type.startsWith('opaque')) return;
  expect(trace.outcome.response).toMatchObject({
    status: 0,
    statusText: '',
    ok: false,
    headers: [],
    body: 'hidden',
    redirected: false,
  });
  if (trace.outcome.response.type === 'opaque') expect(trace.outcome.response.url).toBe('');
});

always('what script sees agrees with the outcome', ({ trace }) => {
  const { outcome, script } = trace;
  switch (script.kind) {
    case 'exception':
      expect(outcome.type).toBe('exception');
      break;
    case 'rejection':
      expect(outcome.type).toBe('network error');
      break;
    case 'response':
      expect(outcome).toEqual({ type: 'response', response: script.response });
      break;
    case 'xhr':
      expect(outcome.type).toBe(script.event === 'load' ? 'response' : 'network error');
      break;
    case 'element':
      if (script.event === 'load') expect(outcome.type).toBe('response');
      break;
    case 'connection':
      if (script.event === 'open') expect(outcome.type).toBe('response');
      break;
    case 'queued':
    case 'navigation':
      break;
    default:
      throw new Error(`no such view: ${script satisfies never}`);
  }
});

always('what the browser remembers of preflights is of use: alive, and each thing once', ({ trace }) => {
  const { preflightCache, now } = trace.state;
  for (const entry of preflightCache) {
    expect(entry.maxAge).toBeGreaterThan(0);
    const { method, headerName, implied } = entry;
    expect([method, headerName, implied].filter((of) => of !== null)).toHaveLength(1);
  }
  const alive = preflightCache.filter((entry) => now < entry.storedAt + entry.maxAge);
  // Something may be remembered for a while and for good.
  const keys = alive.map(({ maxAge, storedAt: _, ...key }) => JSON.stringify([Number.isFinite(maxAge), key]));
  expect(new Set(keys).size).toBe(keys.length);
});

test('the same input gives the same trace, and is left as it was', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(session, (given) => {
      const copy = structuredClone(given);
      const first = playSession(given);
      expect(playSession(copy)).toEqual(first);
      expect(given).toEqual(copy);
    }),
    { numRuns: 200 },
  );
});
