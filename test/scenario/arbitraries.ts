import fc from 'fast-check';
import { PROFILES } from '../../src/engine/profile';
import type { Mistake, OriginRule, Server } from '../../src/policy/policy';
import { defaultScenario, defaultServer } from '../../src/scenario/defaults';
import { FIELDS_OF } from '../../src/scenario/fields';
import type { Earlier, EarlierField, Scenario } from '../../src/scenario/scenario';

/** Every member of a union, by a record that TypeScript wants complete. */
function membersOf<T extends string>(record: Readonly<Record<T, unknown>>): T[] {
  return Object.keys(record) as T[];
}

const ORIGIN_RULES: Record<OriginRule, 0> = { none: 0, any: 0, list: 0, pattern: 0, reflect: 0, null: 0 };

export const MISTAKES: Record<Mistake, 0> = {
  'allow-origin twice': 0,
  'origins in one line': 0,
  'trailing slash': 0,
  True: 0,
  'preflight only': 0,
  'response only': 0,
  'errors forget': 0,
};

/** Texts that people type, that half typed ones pass through, and that nobody types. */
export const typed = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '*',
    'null',
    'GET',
    'patch',
    '200',
    '204',
    '404',
    '99',
    '101',
    '1000',
    '-1',
    '5',
    'true',
    '/',
    '/doc',
    '/a b',
    'https://foo.example',
    'https://foo.example/',
    'https://bar.other',
    'http://localhost:3000',
    'foo.example',
    'HTTPS://FOO.example',
    'data:,x',
    'file:///x',
    'ws://bar.other',
    'capacitor://localhost',
    'https://',
    '//',
    '?',
    '#',
    '^https://.*\\.example$',
    '(?=a)',
    '\\1',
    '[',
    'a{1001}',
    'X-A',
    'Content-Type',
    'a: b',
    'Vary: Origin',
    'Set-Cookie: a=b',
    'a=b; Secure; SameSite=None',
    'a=b; Domain=bar.other',
    'text/plain',
    '\n',
    '\0',
    'é',
    '€',
    '\ud800',
    '__proto__',
  ),
  fc.string(),
  fc.string({ unit: 'binary' }),
);

const texts = fc.array(typed, { maxLength: 4 });
const headers = fc.array(fc.tuple(typed, typed), { maxLength: 4 });
const either = <T extends string>(...options: T[]) => fc.constantFrom(...options);

export const server: fc.Arbitrary<Server> = fc.record({
  origin: fc.oneof(either('https://bar.other', 'https://foo.example', 'http://localhost:3000'), typed),
  path: fc.oneof(either('', '/doc'), typed),
  answers: either('policy', 'raw'),
  policy: fc.record({
    origins: either(...membersOf(ORIGIN_RULES)),
    list: texts,
    pattern: typed,
    methods: texts,
    headers: texts,
    credentials: fc.boolean(),
    exposed: texts,
    maxAge: typed,
    vary: fc.boolean(),
    mistakes: fc.subarray(membersOf(MISTAKES)),
  }),
  options: fc.oneof(
    fc.record({ by: either('policy'), status: typed }),
    fc.record({ by: either('status'), status: typed }),
    fc.record({ by: either('redirect'), status: typed, location: typed }),
  ),
  response: fc.record({ status: typed, headers, cookies: texts, location: typed, body: typed }),
  raw: fc.record({
    preflight: fc.record({ status: typed, lines: typed }),
    response: fc.record({ status: typed, lines: texts.map((lines) => lines.join('\n')) }),
  }),
  failure: either(
    'none',
    'none',
    'none',
    'dns',
    'refused',
    'tls',
    'reset',
    'timeout',
    'blocked by the client',
  ),
  addressSpace: either('auto', 'loopback', 'local', 'public'),
});

/** What was sent before, `seconds` before the next: the same request, or one that some fields make another. */
function sentBefore(
  seconds: fc.Arbitrary<number>,
  fields: { readonly [F in EarlierField]: fc.Arbitrary<Scenario['request'][F]> },
): fc.Arbitrary<readonly Earlier[]> {
  const request = fc.record(fields, { requiredKeys: [] });
  return fc.array(fc.oneof(seconds, fc.record({ seconds, request })), { maxLength: 2 });
}

/** A draft, valid or not. */
export const draft: fc.Arbitrary<Scenario> = fc.record({
  version: fc.constant(1 as const),
  title: typed,
  page: fc.record({
    url: fc.oneof(either('https://foo.example/'), typed),
    kind: either('document', 'sandbox', 'data', 'file'),
    referrerPolicy: either('no-referrer', 'origin', 'unsafe-url', 'strict-origin-when-cross-origin'),
    embedderPolicy: either('unsafe-none', 'require-corp', 'credentialless'),
    framed: fc.boolean(),
  }),
  request: fc.record({
    initiator: either(...membersOf(FIELDS_OF)),
    url: fc.oneof(either('https://bar.other/doc'), typed),
    method: fc.oneof(either('GET', 'POST', 'PUT', 'patch'), typed),
    headers,
    body: fc.record({
      kind: either('none', 'string', 'URLSearchParams', 'FormData', 'Blob', 'ArrayBuffer', 'ReadableStream'),
      text: typed,
      type: typed,
    }),
    mode: either('cors', 'no-cors', 'same-origin', 'navigate'),
    credentials: either('omit', 'same-origin', 'include'),
    redirect: either('follow', 'error', 'manual'),
    cache: either('default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'),
    referrerPolicy: either('', 'no-referrer', 'same-origin'),
    withCredentials: fc.boolean(),
    uploadListener: fc.boolean(),
    crossorigin: either('none', 'anonymous', 'use-credentials'),
    use: either('show', 'canvas', 'WebGL texture', 'CSS shape'),
  }),
  servers: fc.array(server, { maxLength: 3 }),
  cookies: fc.array(
    fc.record(
      { url: fc.oneof(either('https://bar.other/'), typed), cookie: typed, fromPage: fc.boolean() },
      { requiredKeys: ['url', 'cookie'] },
    ),
    {
      maxLength: 3,
    },
  ),
  browser: fc.record({
    profile: either(...membersOf(PROFILES)),
    thirdPartyCookies: either('allowed', 'blocked'),
    localNetwork: either('granted', 'denied'),
  }),
  earlier: sentBefore(fc.oneof(fc.nat(100), fc.double()), {
    method: fc.oneof(either('GET', 'PUT'), typed),
    headers,
    credentials: either('omit', 'same-origin', 'include'),
    withCredentials: fc.boolean(),
    uploadListener: fc.boolean(),
  }),
});

const origin = either('https://foo.example', 'https://qux.test', 'null');
const token = either('GET', 'PUT', 'patch', 'X-A', 'content-type', '*');
const value = either('', 'a', 'a, b', '*', 'Origin', 'https://foo.example', 'é');
const location = either(
  '',
  '/doc',
  'https://bar.other/doc',
  'https://qux.test/',
  'http://',
  'data:,',
  'https://u:p@bar.other/',
);
const status = either('200', '204', '301', '302', '303', '307', '308', '401', '404', '500');

const validServer: fc.Arbitrary<Server> = fc
  .record({
    origin: either('https://bar.other', 'https://foo.example', 'https://qux.test', 'http://bar.other'),
    path: either('', '', '/doc', '/other'),
    answers: either('policy', 'policy', 'raw'),
    origins: either(...membersOf(ORIGIN_RULES)),
    list: fc.array(origin, { minLength: 1, maxLength: 3 }),
    methods: fc.array(token, { maxLength: 3 }),
    headers: fc.array(token, { maxLength: 3 }),
    credentials: fc.boolean(),
    exposed: fc.array(token, { maxLength: 3 }),
    maxAge: either('', '0', '5', '-1', '86400'),
    vary: fc.boolean(),
    mistakes: fc.subarray(membersOf(MISTAKES)),
    by: either('policy', 'status', 'redirect'),
    preflightStatus: status,
    redirectStatus: either('301', '308'),
    status,
    location,
    cookies: fc.array(either('a=b', 'a=b; Secure; SameSite=None', '=', 'x'), { maxLength: 2 }),
    own: fc.array(fc.tuple(either('Vary', 'Content-Type', 'X-A', 'Cross-Origin-Resource-Policy'), value), {
      maxLength: 3,
    }),
    lines: fc.array(
      fc.tuple(
        either('Access-Control-Allow-Origin', 'access-control-allow-headers', 'Vary', 'X-A', 'Location'),
        value,
      ),
      { maxLength: 4 },
    ),
    failure: either('none', 'none', 'none', 'none', 'refused'),
  })
  .map((one): Server => {
    const lines = one.lines.map(([name, text]) => `${name}: ${text}`).join('\r\n');
    const base = defaultServer(one.origin);
    return {
      ...base,
      path: one.path,
      answers: one.answers,
      policy: { ...one, pattern: '\\.example$' },
      options:
        one.by === 'redirect'
          ? { by: one.by, status: one.redirectStatus, location: one.location }
          : { by: one.by, status: one.preflightStatus },
      response: {
        status: one.status,
        headers: one.own,
        cookies: one.cookies,
        location: one.location,
        body: '{"é": "€"}',
      },
      raw: { preflight: { status: one.preflightStatus, lines }, response: { status: one.status, lines } },
      failure: one.failure,
    };
  });

const requestMethod = either('GET', 'POST', 'put', 'patch', 'OPTIONS', 'TRACE');
const requestHeaders = fc.array(
  fc.tuple(either('X-A', 'Content-Type', 'Authorization', 'Cookie', 'Range'), value),
  { maxLength: 3 },
);
const credentials = either('omit', 'same-origin', 'include');

/** A scenario that can be played. */
export const playable: fc.Arbitrary<Scenario> = fc
  .record({
    kind: either('document', 'document', 'sandbox', 'data', 'file'),
    initiator: either(...membersOf(FIELDS_OF)),
    url: either(
      'https://bar.other/doc',
      'https://bar.other/',
      'https://foo.example/doc',
      'data:,x',
      'https://nobody.test/',
    ),
    method: requestMethod,
    requestHeaders,
    bodyKind: either('none', 'string', 'Blob', 'ReadableStream'),
    mode: either('cors', 'cors', 'no-cors', 'same-origin', 'navigate'),
    credentials,
    redirect: either('follow', 'follow', 'error', 'manual'),
    crossorigin: either('none', 'anonymous', 'use-credentials'),
    servers: fc.array(validServer, { minLength: 1, maxLength: 3 }),
    profile: either(...membersOf(PROFILES)),
    earlier: sentBefore(fc.constantFrom(0, 4, 60), {
      method: requestMethod,
      headers: requestHeaders,
      credentials,
      withCredentials: fc.boolean(),
      uploadListener: fc.boolean(),
    }),
  })
  .map((one) => ({
    ...defaultScenario,
    page: { ...defaultScenario.page, kind: one.kind },
    request: {
      ...defaultScenario.request,
      initiator: one.initiator,
      url: one.url,
      method: one.method,
      headers: one.requestHeaders,
      body: { kind: one.bodyKind, text: 'text', type: 'application/json' },
      mode: one.mode,
      credentials: one.credentials,
      redirect: one.redirect,
      crossorigin: one.crossorigin,
    },
    servers: one.servers,
    cookies: [{ url: 'https://bar.other/', cookie: 'a=b; Secure; SameSite=None' }],
    browser: { ...defaultScenario.browser, profile: one.profile },
    earlier: one.earlier,
  }));
