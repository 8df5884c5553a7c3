import type { Header } from '../../src/engine/http';
import type { Initiator, RequestSpec } from '../../src/engine/initiator';
import type { Server } from '../../src/policy/policy';
import { defaultServer } from '../../src/scenario/defaults';
import type { EarlierField, Scenario } from '../../src/scenario/scenario';
import { FORBIDDEN_NAMES } from '../forbidden-names';
import {
  A,
  A2,
  B,
  B2,
  BODY,
  body,
  C,
  EXTRAS,
  handshake,
  headerLines,
  type Lines,
  LONG,
  passingOn,
  RIGHT,
  rawServer,
  scenario,
  TYPES,
  taintedAt,
} from './building';
import {
  type Choice,
  type Dimensions,
  every,
  first,
  type Loosely,
  nearby,
  pairwise,
  type Random,
  randomFrom,
} from './covering';

const HEADER_SETS: readonly [readonly Header[], ...(readonly Header[])[]] = [
  [],
  [['X-A', '1']],
  [
    ['X-Zeta', '1'],
    ['x-alpha', '2'],
    ['X-Mid', '3'],
  ],
  [['X-A', '']],
  [['Content-Type', 'application/json']],
  [['Content-Type', 'text/plain']],
  [['content-type', 'text/plain;charset=utf-8']],
  [['Content-Type', 'TEXT/PLAIN']],
  [['Content-Type', 'application/x-www-form-urlencoded']],
  [['Content-Type', 'multipart/form-data; boundary=x']],
  [['Content-Type', 'text/html']],
  [['Content-Type', 'text/plain; charset="a b"']],
  [['Content-Type', `text/plain; a=${LONG(128 - 14)}`]],
  [['Content-Type', `text/plain; a=${LONG(129 - 14)}`]],
  [['Content-Type', 'text/plain, application/json']],
  [['Content-Type', 'nonsense']],
  [['Content-Type', '']],
  [['Accept', LONG(128)]],
  [['Accept', LONG(129)]],
  [['Accept', 'text/html;q="x"']],
  [['Accept', 'a/b;q=(x)']],
  [['Accept', 'text/html, */*;q=0.5']],
  [['Accept', '{}']],
  [['Accept-Language', 'de-DE, en;q=0.5']],
  [['Accept-Language', 'de_DE']],
  [['Accept-Language', LONG(129)]],
  [['Content-Language', 'de-DE']],
  [['Content-Language', 'de@DE']],
  [['Range', 'bytes=0-10']],
  [['Range', 'bytes=10-']],
  [['Range', 'bytes=-10']],
  [['Range', 'bytes=10-5']],
  [['Range', 'bytes=0-1,2-3']],
  [['Range', 'bytes = 0-10']],
  [['Range', 'Bytes=0-10']],
  [['Range', 'bytes=0-99999999999999999999']],
  [['Range', 'bytes=0-9223372036854775806']],
  [['Range', 'bytes=0-9223372036854775807']],
  [['Range', 'bytes=5-5']],
  [['Range', 'xbytes=0-1']],
  [['Authorization', 'Bearer x']],
  [
    ['authorization', 'Basic eDp5'],
    ['X-A', '1'],
  ],
  [
    ['Accept', LONG(100)],
    ['Accept', LONG(100)],
  ],
  [
    ['Accept', LONG(60)],
    ['Accept', LONG(60)],
  ],
  [...Array.from({ length: 8 }, (): Header => ['Accept', LONG(120)]), ['Accept-Language', LONG(100)]],
  Array.from({ length: 8 }, (): Header => ['Accept', LONG(128)]),
  [...Array.from({ length: 8 }, (): Header => ['Accept', LONG(128)]), ['Accept-Language', 'de']],
  [
    ['Accept', LONG(128)],
    ['Accept-Language', LONG(128)],
    ['Content-Language', LONG(128)],
  ],
  [['DPR', '2']],
  [['Downlink', '1']],
  [['Viewport-Width', '800']],
  [['Device-Memory', '1']],
  [['Save-Data', 'on']],
  [['Sec-CH-UA-Mobile', '?1']],
  [['User-Agent', 'mine']],
  FORBIDDEN_NAMES.map((name): Header => [name, 'x']),
  [['Sec-Foo', '1']],
  [['Proxy-Foo', '1']],
  [['X-HTTP-Method-Override', 'TRACE']],
  [['X-HTTP-Method-Override', 'PUT']],
  [['X-Method-Override', 'get, Connect']],
  [['X-HTTP-Method', 'track']],
  [['X-HTTP-Method-Override', '"a, TRACE"']],
  [['X-HTTP-Method-Override', '"a\\", TRACE']],
  [['X-HTTP-Method-Override', '"a\\\\", TRACE']],
  [['X-HTTP-Method-Override', 'a\\", TRACE"']],
  [['X-HTTP-Method-Override', '"x\\"", TRACE']],
  [
    ['X-Accept', '1'],
    ['Accept-X', '1'],
  ],
  [['If-None-Match', '"x"']],
  [['If-Modified-Since', 'Thu, 01 Jan 1970 00:00:00 GMT']],
  [
    ['If-Match', '"x"'],
    ['If-Range', '"x"'],
  ],
  [['If-Unmodified-Since', 'Fri, 01 Jan 2100 00:00:00 GMT']],
  [['Cache-Control', 'no-cache']],
  [['Pragma', 'no-cache']],
];

const BODIES = [
  body('none', ''),
  body('string'),
  body('string', ''),
  body('string', '\u007f\u0080\u07ff\u0800\uffff\u{10000}'),
  body('URLSearchParams'),
  body('FormData'),
  body('Blob', '{}', 'application/json'),
  body('Blob', 'x', ''),
  body('Blob', 'x', 'text/plain'),
  body('ArrayBuffer'),
] as const;

const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'get',
  'post',
  'put',
  'patch',
  'Delete',
  'FOO',
  'foo',
  'QUERY',
  'getx',
  'xput',
  'TRACEX',
  'xtrace',
] as const;

const ALLOW_ORIGIN: readonly [Lines, ...Lines[]] = [
  [RIGHT],
  ['*'],
  [],
  ['null'],
  [B],
  [RIGHT, RIGHT],
  ['*', '*'],
  [RIGHT, '*'],
  [`${RIGHT}, ${B}`],
  [`${RIGHT},`],
  [`${RIGHT}/`],
  [''],
  ['HTTPS://FOO.EXAMPLE'],
  ['https://Foo.example'],
  ['http://foo.example'],
  ['foo.example'],
  ['https://*.example'],
  ['Null'],
  ['"*"'],
  ['* '],
  ['*, *'],
];

const ALLOW_CREDENTIALS: readonly [Lines, ...Lines[]] = [
  ['true'],
  [],
  ['True'],
  ['TRUE'],
  ['false'],
  ['1'],
  [''],
  ['true, true'],
  ['true', 'true'],
  ['true', 'false'],
  [' true '],
  ['"true"'],
];

const EXPOSE: readonly [Lines, ...Lines[]] = [
  [],
  ['X-One'],
  ['*'],
  ['x-one, X-TWO'],
  ['X-One', 'X-Two'],
  ['*, X-One'],
  ['X-One, *'],
  ['X-One X-Two'],
  ['X One, X-Two'],
  ['X-One,, X-Two,'],
  ['"X-One"'],
  ['X-One, (bad)'],
  ['Set-Cookie, Set-Cookie2'],
  [''],
  [','],
  ['Content-Length, Date, X-Missing'],
];

const ALLOW_METHODS: readonly [Lines, ...Lines[]] = [
  [RIGHT],
  [],
  ['*'],
  [`GET, ${RIGHT}`],
  ['GET, POST', RIGHT],
  [`${RIGHT},`],
  [`, ,${RIGHT}`],
  [`GET,${RIGHT},POST`],
  ['GET, HEAD, POST'],
  ['lower'],
  ['upper'],
  [`${RIGHT} GET`],
  [`${RIGHT}; GET`],
  [`"${RIGHT}"`],
  [`${RIGHT}, (bad)`],
  ['(bad)'],
  [''],
  ['*, GET'],
  ['GET', '@'],
];

const ALLOW_HEADERS: readonly [Lines, ...Lines[]] = [
  [RIGHT],
  [],
  ['*'],
  ['*, Authorization'],
  ['X-Other'],
  ['upper'],
  ['one a line'],
  [`X-Other, ${RIGHT}`],
  [`${RIGHT},`],
  [`,, ${RIGHT}`],
  [`${RIGHT}, (bad)`],
  ['X-A X-B'],
  ['x-a; x-b'],
  [''],
  ['"x-a"'],
  ['authorization, content-type, x-a'],
];

const MAX_AGE: readonly [Lines, ...Lines[]] = [
  [],
  ['600'],
  ['0'],
  ['-1'],
  ['-0'],
  ['-10'],
  ['-1x'],
  ['1-1'],
  ['+600'],
  ['abc'],
  ['1.5'],
  ['600s'],
  ['0600'],
  [' 600 '],
  ['600 600'],
  ['0, 600'],
  ['600, 600'],
  ['600', '600'],
  ['600', '0'],
  ['99999999999999999999'],
  ['4294967296'],
  ['4294967295'],
  ['2147483648'],
  [''],
  ['"600"'],
];

const STATUSES = [
  '200',
  '204',
  '206',
  '299',
  '300',
  '304',
  '400',
  '401',
  '404',
  '500',
  '503',
  '201',
] as const;
const PREFLIGHT_STATUSES = [
  '204',
  '200',
  '201',
  '226',
  '299',
  '300',
  '301',
  '302',
  '304',
  '307',
  '308',
  '400',
  '401',
  '403',
  '404',
  '405',
  '500',
  '503',
] as const;

const EARLIER = [[], [], [0], [0, 0]] as const;

const CORP: readonly [Lines, ...Lines[]] = [
  [],
  ['cross-origin'],
  ['same-origin'],
  ['same-site'],
  ['Same-Origin'],
  ['nonsense'],
  ['same-origin, cross-origin'],
  ['same-origin', 'same-origin'],
];

const TIMING: readonly [Lines, ...Lines[]] = [
  [],
  ['*'],
  [RIGHT],
  ['null'],
  [B],
  [B, RIGHT],
  [`${B}, *`],
  [`${RIGHT}/`],
  ['HTTPS://FOO.EXAMPLE'],
  [''],
];

const EMBEDDER = ['unsafe-none', 'unsafe-none', 'unsafe-none', 'require-corp', 'credentialless'] as const;
const PAGES = ['document', 'document', 'document', 'sandbox'] as const;
const REFERRER = [
  '',
  'no-referrer',
  'same-origin',
  'origin',
  'unsafe-url',
  'strict-origin',
  'no-referrer-when-downgrade',
] as const;
const CREDENTIALS = ['same-origin', 'include', 'omit'] as const;
const MODES = ['cors', 'cors', 'no-cors', 'same-origin'] as const;

const direct = {
  initiator: ['fetch', 'fetch', 'XMLHttpRequest'],
  origin: [B, A2, A],
  method: METHODS,
  headers: HEADER_SETS,
  body: [...BODIES, body('ReadableStream')],
  mode: MODES,
  credentials: CREDENTIALS,
  cache: ['default', 'default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
  redirect: ['follow', 'error', 'manual'],
  referrerPolicy: REFERRER,
  uploadListener: [false, true],
  page: PAGES,
  embedder: EMBEDDER,
  status: STATUSES,
  allowOrigin: ALLOW_ORIGIN,
  allowCredentials: ALLOW_CREDENTIALS,
  expose: EXPOSE,
  corp: CORP,
  timing: TIMING,
  preflightStatus: PREFLIGHT_STATUSES,
  preflightOrigin: ALLOW_ORIGIN,
  preflightCredentials: ALLOW_CREDENTIALS,
  allowMethods: ALLOW_METHODS,
  allowHeaders: ALLOW_HEADERS,
  maxAge: MAX_AGE,
  earlier: EARLIER,
  cookie: [[], ['id=1'], ['id=1; SameSite=Lax'], ['id=1; SameSite=Strict', 'b=2']],
} as const satisfies Dimensions;

/** What does not come from a choice: requests that need a preflight, or credentials, or both, and get through. */
const DIRECT_STARTS: readonly Partial<Choice<typeof direct>>[] = [
  {},
  { method: 'PUT' },
  { method: 'PUT', headers: [['X-A', '1']] },
  { method: 'POST', headers: [['Content-Type', 'application/json']], body: body('string', '{}') },
  { headers: [['X-A', '1']], credentials: 'include' },
  { method: 'DELETE', maxAge: ['600'], earlier: [0] },
  { method: 'PATCH', headers: [['X-A', '1']], maxAge: ['600'], earlier: [0], credentials: 'include' },
  { credentials: 'include', cookie: ['id=1'], earlier: [0] },
  { initiator: 'XMLHttpRequest', method: 'POST', body: body('string') },
  { mode: 'no-cors', method: 'POST', body: body('string') },
  { mode: 'no-cors', method: 'POST', body: body('string'), referrerPolicy: 'same-origin' },
  { mode: 'no-cors', method: 'POST', body: body('string'), referrerPolicy: 'no-referrer' },
  { mode: 'no-cors', headers: [['Accept', LONG(128)]] },
  {
    mode: 'no-cors',
    headers: [
      ['Accept', LONG(60)],
      ['Accept', LONG(60)],
    ],
  },
];

type Direct = Loosely<Choice<typeof direct>, 'method' | 'status'>;

const directScenario = (choice: Direct): Scenario => {
  const right = choice.page === 'sandbox' ? 'null' : A;
  const { method } = choice;
  const names = [...new Set(choice.headers.map(([name]) => name.toLowerCase()))];
  const needed = names.includes('content-type') ? names : [...names, 'content-type'];
  const preflight: Header[] = [
    ...headerLines('Access-Control-Allow-Origin', choice.preflightOrigin, right),
    ...headerLines('Access-Control-Allow-Credentials', choice.preflightCredentials, ''),
    ...headerLines('Access-Control-Allow-Methods', cased(choice.allowMethods, method), normalized(method)),
    ...headerLines('Access-Control-Allow-Headers', listed(choice.allowHeaders, needed), needed.join(', ')),
    ...headerLines('Access-Control-Max-Age', choice.maxAge, ''),
  ];
  if (choice.preflightStatus.startsWith('3')) preflight.push(['Location', `${choice.origin}/doc`]);
  const response: Header[] = [
    ...headerLines('Access-Control-Allow-Origin', choice.allowOrigin, right),
    ...headerLines('Access-Control-Allow-Credentials', choice.allowCredentials, ''),
    ...headerLines('Access-Control-Expose-Headers', choice.expose, ''),
    ...headerLines('Cross-Origin-Resource-Policy', choice.corp, ''),
    ...headerLines('Timing-Allow-Origin', choice.timing, right),
    ...choice.cookie.map((cookie): Header => ['Set-Cookie', `${cookie}; Path=/`]),
    ...EXTRAS,
  ];
  return scenario(
    {
      initiator: choice.initiator,
      url: `${choice.origin}/doc`,
      method,
      headers: choice.headers,
      body: choice.body,
      mode: choice.mode,
      credentials: choice.credentials,
      withCredentials: choice.credentials === 'include',
      cache: choice.cache,
      redirect: choice.redirect,
      referrerPolicy: choice.referrerPolicy,
      uploadListener: choice.uploadListener,
    },
    [rawServer(choice.origin, '', choice.preflightStatus, preflight, choice.status, response, BODY)],
    { kind: choice.page, embedder: choice.embedder, earlier: choice.earlier },
  );
};

/** Where a request is sent on its way; the last one answers. */
const CHAINS: readonly [readonly string[], ...(readonly string[])[]] = [
  [B, B],
  [B, C],
  [B, A],
  [A, B],
  [A, A],
  [A, A2],
  [A2, A],
  [B, B2],
  [A, B, A],
  [A, B, C],
  [A, A, B],
  [B, A, B],
  [B, A, A],
  [B, B, C],
  [B, C, B],
  [A, A2, B],
  [B, B2, A],
  [A2, A2, B, B],
];

const redirects = {
  initiator: ['fetch', 'fetch', 'XMLHttpRequest'],
  chain: CHAINS,
  status: ['302', '301', '303', '307', '308', '300', '304', '305'],
  laterStatus: ['same', '307', '303'],
  method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'FOO'],
  headers: [
    [],
    [['X-A', '1']],
    [['Authorization', 'Bearer x']],
    [
      ['Authorization', 'Bearer x'],
      ['X-A', '1'],
    ],
    [['Content-Type', 'application/json']],
    [
      ['Content-Type', 'text/plain'],
      ['Content-Language', 'de'],
    ],
    [['Range', 'bytes=0-10']],
    [
      ['Content-Location', '/'],
      ['Content-Encoding', 'identity'],
      ['X-Content-Type', 'x'],
      ['Content-TypeX', 'x'],
    ],
  ],
  body: [...BODIES],
  mode: MODES,
  credentials: CREDENTIALS,
  redirect: ['follow', 'follow', 'error', 'manual'],
  page: PAGES,
  embedder: EMBEDDER,
  referrerPolicy: REFERRER,
  location: [
    'plain',
    'plain',
    'relative',
    'userinfo',
    'user only',
    'fragment',
    'missing',
    'empty',
    'invalid',
    'data:',
    'ftp:',
    'twice',
    'twice other',
    'again',
    'umlaut',
    'relative umlaut',
    'space',
  ],
  hopOrigin: [[RIGHT], ['*'], [], ['null'], [B], [RIGHT, RIGHT]],
  hopCredentials: [['true'], [], ['True']],
  lastOrigin: ['as seen', 'page', '*', 'none', 'null', 'wrong', 'twice'],
  lastCredentials: [['true'], [], ['True']],
  preflight: ['all', 'all', 'first only', 'last only', 'none', 'wildcards', 'redirect', '404'],
  preflightOrigin: ['as seen', 'page', '*', 'null'],
  maxAge: [[], ['600'], ['0']],
  status2: ['200', '204', '404', '500'],
  corp: CORP,
  earlier: EARLIER,
  cookie: [[], [], ['id=1'], ['id=1; SameSite=Lax'], ['id=1; SameSite=Strict']],
  hopReferrer: [[], [], ['no-referrer'], ['same-origin']],
  hopTiming: [[], ['*'], [RIGHT], ['null']],
  lastTiming: [[], ['*'], [RIGHT], ['null']],
} as const satisfies Dimensions;

const REDIRECT_STARTS: readonly Partial<Choice<typeof redirects>>[] = [
  {},
  { chain: [B, C] },
  { chain: [B, A] },
  { chain: [A, B] },
  { chain: [A, B, A] },
  { chain: [B, C], method: 'PUT', status: '307' },
  { chain: [A, B], method: 'PUT', status: '308', headers: [['X-A', '1']] },
  { chain: [B, B], method: 'PUT', status: '303' },
  { chain: [B, C], headers: [['Authorization', 'Bearer x']] },
  { chain: [B, C], credentials: 'include', status: '307', cookie: ['id=1'], earlier: [0] },
  { chain: [A, B, C], method: 'POST', body: body('string'), status: '302' },
  { chain: [A, A], location: 'relative umlaut' },
  { chain: [A, A], location: 'userinfo' },
  { chain: [A, A], location: 'userinfo', initiator: 'XMLHttpRequest' },
  { chain: [B, C], method: 'POST', body: body('string'), status: '301' },
  { chain: [A, B], referrerPolicy: 'unsafe-url' },
  { method: 'PUT', redirect: 'error', status: '307', maxAge: ['600'], earlier: [0] },
  { chain: [A, B, A], credentials: 'include', cookie: ['id=1; SameSite=Lax'], earlier: [0] },
  { chain: [B, B2], method: 'POST', headers: [['Content-Type', 'application/json']], body: body('string') },
];

type Redirecting = Loosely<Choice<typeof redirects>, 'status' | 'laterStatus' | 'location'>;

const redirectScenario = (choice: Redirecting): Scenario => {
  const { chain, method, headers } = choice;
  const own = choice.page === 'sandbox' ? 'null' : A;
  const names = headers.map(([name]) => name.toLowerCase());
  const allowed = [...new Set([...names, 'content-type', 'authorization'])].join(', ');
  const last = chain.length - 1;
  const servers = chain.map((origin, at): Server => {
    const seen = taintedAt(chain, at) ? 'null' : own;
    const right = at < last ? seen : valueSeen(choice.lastOrigin, seen, own);
    const lines: readonly string[] =
      at < last
        ? choice.hopOrigin
        : choice.lastOrigin === 'none'
          ? []
          : choice.lastOrigin === 'twice'
            ? [RIGHT, RIGHT]
            : [RIGHT];
    const response: Header[] = [
      ...headerLines('Access-Control-Allow-Origin', lines, right),
      ...headerLines(
        'Access-Control-Allow-Credentials',
        at < last ? choice.hopCredentials : choice.lastCredentials,
        '',
      ),
      // Each sets another value, so that it shows which of them was kept.
      ...choice.cookie.map((cookie): Header => ['Set-Cookie', `${cookie.replace('1', `${at}`)}; Path=/`]),
      ...headerLines('Cross-Origin-Resource-Policy', at === last ? choice.corp : [], ''),
      ...headerLines('Timing-Allow-Origin', at < last ? choice.hopTiming : choice.lastTiming, own),
    ];
    const next = chain[at + 1];
    if (next !== undefined) {
      response.push(...headerLines('Referrer-Policy', choice.hopReferrer, ''));
      response.push(...locations(at === last - 1 ? choice.location : 'plain', origin, next, at));
      response.push(['Cache-Control', 'no-store']);
    } else response.push(...EXTRAS);
    const status =
      at === last
        ? choice.status2
        : at > 0 && choice.laterStatus !== 'same'
          ? choice.laterStatus
          : choice.status;
    const [preflightStatus, preflight] = preflightOf(choice, at, last, seen, own, method, allowed);
    const text = at === last ? BODY : '';
    return rawServer(origin, `/${at}`, preflightStatus, preflight, status, response, text);
  });
  return scenario(
    {
      initiator: choice.initiator,
      url: `${chain[0] ?? B}/0`,
      method,
      headers,
      body: choice.body,
      mode: choice.mode,
      credentials: choice.credentials,
      withCredentials: choice.credentials === 'include',
      redirect: choice.redirect,
      referrerPolicy: choice.referrerPolicy,
    },
    servers,
    { kind: choice.page, embedder: choice.embedder, earlier: choice.earlier },
  );
};

function valueSeen(by: string, seen: string, own: string): string {
  switch (by) {
    case 'page':
      return own;
    case '*':
    case 'null':
      return by;
    case 'wrong':
      return 'https://wrong.example';
    default:
      return seen;
  }
}

function locations(kind: string, origin: string, next: string, at: number): Header[] {
  const to = `${next}/${at + 1}`;
  const one = (value: string): Header[] => [['Location', value]];
  switch (kind) {
    case 'relative':
      return one(origin === next ? `${at + 1}` : to.replace('https:', ''));
    case 'userinfo':
      return one(to.replace('//', '//user:pass@'));
    case 'user only':
      return one(to.replace('//', '//user@'));
    case 'fragment':
      return one(`${to}#part`);
    case 'missing':
      return [];
    case 'empty':
      return one('');
    case 'invalid':
      return one('http://:80:80/');
    case 'data:':
      return one('data:text/plain,hello');
    case 'ftp:':
      return one('ftp://bar.other/x');
    case 'twice':
      return [...one(to), ...one(to)];
    case 'twice other':
      return [...one(to), ...one(`${to}?other`)];
    case 'again':
      return one(`${origin}/${at}`);
    case 'umlaut':
      return one(`${to}?q=\xe4`);
    case 'umlaut in UTF-8':
      return one(`${to}?q=\xc3\xa4`);
    case 'relative umlaut':
      return one(`${origin === next ? at + 1 : to}?q=\xe4`);
    case 'space':
      return one(`  ${to}?q=a b`);
    default:
      return one(to);
  }
}

function preflightOf(
  choice: Redirecting,
  at: number,
  last: number,
  seen: string,
  own: string,
  method: string,
  allowed: string,
): [status: string, headers: Header[]] {
  const { preflight: kind } = choice;
  const answers =
    kind === 'none' ? false : kind === 'first only' ? at === 0 : kind === 'last only' ? at === last : true;
  if (!answers) return ['204', []];
  const origin = valueSeen(choice.preflightOrigin, seen, own);
  const stars = kind === 'wildcards';
  const headers: Header[] = [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Credentials', 'true'],
    ['Access-Control-Allow-Methods', stars ? '*' : `${method}, GET`],
    ['Access-Control-Allow-Headers', stars ? '*' : allowed],
    ...headerLines('Access-Control-Max-Age', choice.maxAge, ''),
  ];
  if (kind === 'redirect' && at === last) return ['307', [...headers, ['Location', `${A}/${at}`]]];
  return [kind === '404' && at === last ? '404' : '204', headers];
}

/** What may stand before the host of the last URL. */
const USERINFO = ['', '', '', '', '', 'user:pass@'] as const;

const elements = {
  initiator: ['image', 'script', 'module script', 'stylesheet', 'font', 'image', 'script'],
  crossorigin: ['none', 'anonymous', 'use-credentials'],
  use: ['show', 'canvas'],
  referrerPolicy: REFERRER,
  page: PAGES,
  embedder: EMBEDDER,
  chain: [[B], [A], [A2], [A, B], [B, A], [B, C], [B, B2], [A2, A], [A, B, A]],
  redirectStatus: ['302', '301', '303', '307', '308'],
  hopOrigin: [[RIGHT], ['*'], []],
  hopCorp: [[], ['same-origin'], ['cross-origin']],
  status: ['200', '404', '500', '201'],
  allowOrigin: ALLOW_ORIGIN,
  allowCredentials: ALLOW_CREDENTIALS,
  corp: CORP,
  nosniff: [[], ['nosniff']],
  earlier: EARLIER,
  cookie: [[], ['id=1'], ['id=1; SameSite=Lax']],
  userinfo: USERINFO,
} as const satisfies Dimensions;

const ELEMENT_STARTS: readonly Partial<Choice<typeof elements>>[] = (
  ['image', 'script', 'module script', 'stylesheet', 'font'] as const
).flatMap((initiator) => [
  { initiator },
  { initiator, crossorigin: 'anonymous' as const },
  { initiator, crossorigin: 'use-credentials' as const },
  { initiator, crossorigin: 'anonymous' as const, chain: [B, C] },
  { initiator, use: 'canvas' as const },
]);

type Element = Omit<Loosely<Choice<typeof elements>, 'status'>, 'initiator'> & {
  readonly initiator: Initiator;
};

const elementScenario = (choice: Element): Scenario => {
  const { chain, initiator } = choice;
  const own = choice.page === 'sandbox' ? 'null' : A;
  const last = chain.length - 1;
  const named = (url: string, isLast: boolean) => (isLast ? url.replace('//', `//${choice.userinfo}`) : url);
  const servers = chain.map((origin, at): Server => {
    const right = taintedAt(chain, at) ? 'null' : own;
    const response: Header[] = [
      ...headerLines('Access-Control-Allow-Origin', at < last ? choice.hopOrigin : choice.allowOrigin, right),
      ...headerLines('Access-Control-Allow-Credentials', at < last ? ['true'] : choice.allowCredentials, ''),
      ...headerLines('Cross-Origin-Resource-Policy', at < last ? choice.hopCorp : choice.corp, ''),
      ...choice.cookie.map((cookie): Header => ['Set-Cookie', `${cookie}; Path=/`]),
      ['Cache-Control', 'no-store'],
    ];
    const next = chain[at + 1];
    if (next !== undefined) response.push(['Location', named(`${next}/${at + 1}`, at + 1 === last)]);
    else {
      response.push(...headerLines('X-Content-Type-Options', choice.nosniff, ''));
      response.push(['Content-Type', TYPES[initiator] ?? 'text/plain']);
    }
    const status = at < last ? choice.redirectStatus : choice.status;
    return rawServer(origin, `/${at}`, '204', [], status, response, at === last ? 'x' : '');
  });
  return scenario(
    {
      initiator,
      url: named(`${chain[0]}/0`, last === 0),
      crossorigin: choice.crossorigin,
      use: initiator === 'image' ? choice.use : 'show',
      referrerPolicy: choice.referrerPolicy,
    },
    servers,
    // What a document has, it does not fetch again.
    { kind: choice.page, embedder: choice.embedder, earlier: initiator === 'script' ? choice.earlier : [] },
  );
};

const others = {
  initiator: ['EventSource', 'sendBeacon', 'WebSocket', 'EventSource', 'sendBeacon'],
  withCredentials: [false, true],
  body: [...BODIES],
  page: PAGES,
  embedder: EMBEDDER,
  chain: [[B], [A], [A2], [A, B], [B, C], [B, A]],
  redirectStatus: ['307', '302'],
  status: ['200', '204', '404'],
  type: ['text/event-stream', 'text/plain', 'text/event-stream;charset=utf-8'],
  allowOrigin: ALLOW_ORIGIN,
  allowCredentials: ALLOW_CREDENTIALS,
  allowHeaders: ALLOW_HEADERS,
  preflightStatus: ['204', '200', '404', '302'],
  cookie: [[], ['id=1'], ['id=1; SameSite=Lax'], ['id=1; SameSite=None; Secure']],
  earlier: EARLIER,
  userinfo: USERINFO,
} as const satisfies Dimensions;

const OTHER_STARTS: readonly Partial<Choice<typeof others>>[] = [
  {},
  { withCredentials: true },
  { initiator: 'sendBeacon', body: body('string') },
  { initiator: 'sendBeacon', body: body('Blob', '{}', 'application/json') },
  { initiator: 'WebSocket' },
  { initiator: 'WebSocket', chain: [A], cookie: ['id=1'], earlier: [0] },
  { initiator: 'WebSocket', chain: [A], cookie: ['id=1; SameSite=None; Secure'], earlier: [0] },
];

const otherScenario = (choice: Choice<typeof others>): Scenario => {
  const { chain, initiator } = choice;
  const own = choice.page === 'sandbox' ? 'null' : A;
  const last = chain.length - 1;
  const user = initiator === 'WebSocket' ? '' : choice.userinfo;
  const named = (url: string, isLast: boolean) => (isLast ? url.replace('//', `//${user}`) : url);
  const servers = chain.map((origin, at): Server => {
    const right = taintedAt(chain, at) ? 'null' : own;
    const cors: Header[] = [
      ...headerLines('Access-Control-Allow-Origin', at < last ? [RIGHT] : choice.allowOrigin, right),
      ...headerLines('Access-Control-Allow-Credentials', at < last ? ['true'] : choice.allowCredentials, ''),
    ];
    const response: Header[] = [
      ...cors,
      ...choice.cookie.map((cookie): Header => ['Set-Cookie', `${cookie}; Path=/`]),
      ['Cache-Control', 'no-store'],
    ];
    const next = chain[at + 1];
    if (next !== undefined) response.push(['Location', named(`${next}/${at + 1}`, at + 1 === last)]);
    else response.push(['Content-Type', choice.type]);
    const preflight = [
      ...cors,
      ...headerLines(
        'Access-Control-Allow-Headers',
        listed(choice.allowHeaders, ['content-type']),
        'content-type',
      ),
    ];
    const status = at < last ? choice.redirectStatus : choice.status;
    if (initiator === 'WebSocket' && at === last) return handshake(origin, `/${at}`, status, response);
    return rawServer(
      origin,
      `/${at}`,
      choice.preflightStatus,
      preflight,
      status,
      response,
      at === last ? '\n' : '',
    );
  });
  const url = named(`${chain[0]}/0`, last === 0);
  return scenario(
    {
      initiator,
      url: initiator === 'WebSocket' ? url.replace('https', 'wss') : url,
      body: choice.body,
      withCredentials: choice.withCredentials,
    },
    servers,
    {
      kind: choice.page,
      embedder: choice.embedder,
      // Nothing tells when a beacon has been answered.
      earlier: initiator === 'sendBeacon' ? [] : choice.earlier,
    },
  );
};

/** Servers that give no answer, and requests that make none. */
const failures = {
  failure: ['refused', 'dns', 'reset'],
  initiator: ['fetch', 'XMLHttpRequest', 'image', 'script', 'EventSource'],
  method: ['GET', 'PUT', 'POST'],
  origin: [B, A2],
  mode: ['cors', 'no-cors'],
} as const satisfies Dimensions;

const failureScenario = (choice: Choice<typeof failures>): Scenario =>
  scenario(
    { initiator: choice.initiator, url: `${choice.origin}/doc`, method: choice.method, mode: choice.mode },
    [{ ...defaultServer(choice.origin), failure: choice.failure }],
    {},
  );

const refusals = {
  initiator: ['fetch', 'XMLHttpRequest'],
  method: ['TRACE', 'CONNECT', 'track', 'GET', 'HEAD', 'PUT', 'POST'],
  url: [
    `${B}/doc`,
    'data:text/plain,hello',
    'about:blank',
    'ftp://bar.other/',
    'https://bar.other:6667/',
    '/doc',
  ],
  body: [body('none', ''), body('string')],
  mode: ['cors', 'no-cors', 'same-origin', 'navigate'],
  cache: ['default', 'only-if-cached'],
  credentials: CREDENTIALS,
} as const satisfies Dimensions;

const refusalScenario = (choice: Choice<typeof refusals>): Scenario =>
  scenario(
    {
      initiator: choice.initiator,
      url: choice.url,
      method: choice.method,
      body: choice.body,
      mode: choice.mode,
      cache: choice.cache,
      credentials: choice.credentials,
    },
    [B, A].map((origin) => ({
      ...defaultServer(origin),
      policy: { ...defaultServer(origin).policy, origins: 'reflect' as const, methods: ['PUT'] },
    })),
    {},
  );

/** What constructors and methods are given, right or not. */
const calls = {
  initiator: ['fetch', 'XMLHttpRequest', 'sendBeacon', 'WebSocket', 'EventSource', 'fetch', 'XMLHttpRequest'],
  url: [
    'doc',
    'doc#part',
    'https://user:pass@bar.other/doc',
    'https://user@bar.other/doc',
    'https://:pass@bar.other/doc',
    '//bar.other/doc',
    'ftp://bar.other/doc',
    'wss://bar.other/doc',
    'wss://bar.other/doc#part',
    'wss://bar.other/doc#',
    'data:,x',
  ],
  method: ['GET', 'POST', 'PUT', 'TRACE', 'CONNECTx'],
  headers: [[], [['X-A', ' padded\t']], [['X-A', '\u0001']]],
  body: [body('none', ''), body('string'), body('ReadableStream'), body('Blob', '{}', 'application/json')],
  mode: ['cors', 'no-cors', 'same-origin'],
} as const satisfies Dimensions;

const callScenario = (choice: Choice<typeof calls>): Scenario => {
  const { initiator, url } = choice;
  const answer = (origin: string): Server => {
    const cors: Header[] = [
      ['Access-Control-Allow-Origin', A],
      ['Access-Control-Allow-Credentials', 'true'],
      ['Access-Control-Allow-Methods', `PUT, ${choice.method}`],
      ['Access-Control-Allow-Headers', 'X-A, Content-Type'],
    ];
    const response: Header[] = [...cors, ['Content-Type', 'text/event-stream']];
    return initiator === 'WebSocket'
      ? handshake(origin, '', '200', [])
      : rawServer(origin, '', '204', cors, '200', response, '\n');
  };
  const own = initiator === 'WebSocket' ? 'wss://bar.other/' : `${B}/`;
  // What EventSource prints of other schemes says nothing of CORS, and Firefox prints nothing of those of sockets.
  const odd = initiator === 'EventSource' ? /^(ftp|wss|data):/ : /^wss:/;
  const asked = initiator !== 'WebSocket' && odd.test(url) ? 'doc' : url;
  return scenario({ ...choice, url: asked.startsWith('doc') ? own + asked : asked }, [answer(B)], {});
};

const CALL_STARTS: readonly Partial<Choice<typeof calls>>[] = (
  ['fetch', 'XMLHttpRequest', 'sendBeacon', 'WebSocket', 'EventSource'] as const
).map((initiator) => ({ initiator }));

/** URLs that no server answers. */
const local = {
  initiator: ['fetch', 'XMLHttpRequest'],
  url: [
    'data:text/plain,hello',
    'data:,',
    'data:,100%25%41%zz',
    'data:text/plain;base64,aGVsbG8=',
    'data:;base64,aGVsbG8',
    'data:;base64,aGVs%62G8%3D',
    'data:;BASE64,aGVs',
    'data:base64,aGVs',
    'data:;base64;x,aGVs',
    'data:text/plain,;base64,aGVs',
    'data:;charset=utf-8,x',
    'data: text/html ,x',
    'data: ;charset=x,x',
    'data:nonsense,x',
    'data:text/plain',
    'data:',
    'data:text/plain;base64 ,aGk=',
    'data:text/html;charset=utf-8; base64,aGk=',
    'data:text/csv,x#part',
    'about:blank',
    'about:blank#part',
    'about:blankx',
    'about:blank?x',
  ],
  mode: ['cors', 'no-cors', 'same-origin'],
  page: ['document', 'sandbox'],
  method: ['GET', 'HEAD', 'POST'],
} as const satisfies Dimensions;

const localScenario = ({ page, ...choice }: Loosely<Choice<typeof local>, 'url'>): Scenario => {
  return scenario(choice, [defaultServer(A)], { kind: page });
};

/** What an answer says that it is, to those who look. */
const types = {
  initiator: ['script', 'module script', 'stylesheet'],
  type: [
    'right',
    [],
    'text/plain',
    'text/csv',
    'image/png',
    'video/mp4',
    'audio/mpeg',
    'ximage/png',
    'x/text/csv',
    'TEXT/JAVASCRIPT;charset=utf-8',
    'text/css;charset=utf-8',
    'application/ecmascript',
    'nonsense',
    '',
  ],
  nosniff: [[], ['nosniff'], ['NoSniff'], ['nosniff, x'], ['x, nosniff'], ['nosniff', 'x'], ['']],
  crossorigin: ['anonymous', 'none'],
  origin: [A, B],
} as const satisfies Dimensions;

const TYPE_STARTS: readonly Partial<Choice<typeof types>>[] = types.initiator.flatMap((initiator) => [
  { initiator },
  { initiator, origin: B },
]);

type Typed = Loosely<Choice<typeof types>, 'type'>;

const typeScenario = (choice: Typed): Scenario => {
  const { initiator, type, origin } = choice;
  // Across origins without CORS, opaque response blocking is earlier.
  const crossorigin = origin === A ? choice.crossorigin : 'anonymous';
  const right = TYPES[initiator] ?? '';
  // To Firefox and WebKit, a style sheet whose type is none has none.
  const odd = initiator === 'stylesheet' && (type === '' || type === 'nonsense' || type === 'x/text/csv');
  const response: Header[] = [
    ['Access-Control-Allow-Origin', '*'],
    ['Cache-Control', 'no-store'],
    ...headerLines('X-Content-Type-Options', choice.nosniff, ''),
    ...headerLines('Content-Type', odd ? [] : typeof type === 'string' ? [type] : type, right),
  ];
  const server = rawServer(choice.origin, '', '204', [], '200', response, 'x');
  return scenario({ initiator, url: `${choice.origin}/doc`, crossorigin }, [server], {});
};

/** The charsets that XMLHttpRequest makes UTF-8. */
const charsets = {
  initiator: ['XMLHttpRequest', 'XMLHttpRequest', 'fetch'],
  type: [
    'text/plain;charset=iso-8859-1',
    'text/plain; charset=latin1; a=b',
    'text/plain; a=b; charset=latin1',
    'text/plain;charset="latin1"',
    'text/plain; charset="latin 1"',
    'text/plain; charset = latin1',
    'text/plain; charset=utf-8',
    'text/plain; CHARSET=LATIN1',
    'text/plain; charset=',
    'text/plain; xcharset=latin1',
    'text/plain;a="charset=latin1"',
    'text/plain;charset=la(tin',
    'text/plain; charset ="a;b"; x=y',
    'text/plain; charset =',
    'text/plain; charset= ;a=b',
    'text/plain;charset=;a=b',
    'application/json;charset=latin1',
    'charset=latin1',
  ],
  body: [
    body('string'),
    body('URLSearchParams'),
    body('Blob', '{}', 'application/json'),
    body('FormData'),
    body('ReadableStream'),
  ],
  method: ['POST', 'GET', 'PUT'],
  allowHeaders: [[RIGHT], []],
  maxAge: [[], ['600']],
  earlier: EARLIER,
} as const satisfies Dimensions;

const CHARSET_STARTS: readonly Partial<Choice<typeof charsets>>[] = [
  {},
  { body: body('URLSearchParams') },
  { maxAge: ['600'], earlier: [0] },
];

const charsetScenario = (choice: Choice<typeof charsets>): Scenario => {
  const { initiator, method } = choice;
  const cors: Header[] = [
    ['Access-Control-Allow-Origin', '*'],
    ['Access-Control-Allow-Methods', 'PUT'],
    ...headerLines('Access-Control-Allow-Headers', choice.allowHeaders, 'content-type'),
    ...headerLines('Access-Control-Max-Age', choice.maxAge, ''),
  ];
  const bodyless = initiator === 'fetch' && (method === 'GET' || choice.body.kind === 'ReadableStream');
  return scenario(
    {
      initiator,
      url: `${B}/doc`,
      method,
      headers: [['Content-Type', choice.type]],
      body: bodyless ? body('none', '') : choice.body,
    },
    [rawServer(B, '', '204', cors, '200', cors, BODY)],
    { earlier: choice.earlier },
  );
};

/** As many redirects as are allowed, one more, and no end of them: each makes the path longer, until it is known. */
const hops = {
  hops: [20, 1, 2, 19, 21, 22],
  ends: ['answer', 'never'],
  origin: [B, A],
  status: ['302', '307'],
  initiator: ['fetch', 'XMLHttpRequest', 'image', 'script', 'EventSource'],
} as const satisfies Dimensions;

const hopScenario = ({ hops: count, ends, origin, status, initiator }: Choice<typeof hops>): Scenario => {
  const cors: Header[] = [
    ['Access-Control-Allow-Origin', '*'],
    ['Cache-Control', 'no-store'],
  ];
  const type = TYPES[initiator] ?? 'text/event-stream';
  const away = rawServer(origin, '', '204', cors, status, [...cors, ['Location', 'on/']], '');
  const last = `/${'on/'.repeat(count)}`;
  const end = rawServer(origin, last, '204', cors, '200', [...cors, ['Content-Type', type]], 'x');
  return scenario({ initiator, url: `${origin}/` }, ends === 'answer' ? [away, end] : [away], {});
};

/** Pages and servers with TLS and without it, and cookies to which that matters. */
const secure = {
  initiator: ['fetch', 'fetch', 'XMLHttpRequest', 'image', 'script'],
  page: ['https', 'http'],
  kind: ['document', 'document', 'sandbox'],
  chain: [
    ['https other'],
    ['https own'],
    ['https sister'],
    ['http other'],
    ['http own'],
    ['http sister'],
    ['http other', 'https other'],
    ['http own', 'https own'],
    ['https other', 'https own'],
    ['https sister', 'https other'],
    ['https own', 'https other', 'https own'],
  ],
  status: ['302', '307', '303'],
  method: ['GET', 'POST', 'PUT'],
  credentials: ['include', 'same-origin', 'omit'],
  mode: ['cors', 'no-cors'],
  allowOrigin: [[RIGHT], ['*'], []],
  corp: [[], ['same-site'], ['same-origin']],
  referrerPolicy: REFERRER,
  cookie: [
    ['id=1; Secure'],
    ['id=1; Secure; SameSite=None'],
    ['id=1; SameSite=None'],
    ['id=1; Secure; SameSite=Lax'],
    ['id=1; Secure; SameSite=Strict', 'b=2'],
    ['__Secure-id=1; Secure'],
    ['__Secure-id=1'],
    ['id=1'],
    ['id=1; Secure', 'id=2'],
  ],
  earlier: [[0], [], [0, 0]],
} as const satisfies Dimensions;

const SECURE_STARTS: readonly Partial<Choice<typeof secure>>[] = [
  {},
  { page: 'http' },
  { chain: ['https own'] },
  { chain: ['https sister'] },
  { chain: ['http own', 'https own'], page: 'http' },
  { page: 'http', chain: ['http other', 'https other'] },
];

const HOSTS = { own: 'foo.example', sister: 'api.foo.example', other: 'bar.other' } as const;

/** `https own` as an origin. */
function originOf(place: string): string {
  const [scheme = '', name = ''] = place.split(' ');
  return `${scheme}://${name === 'own' || name === 'sister' ? HOSTS[name] : HOSTS.other}`;
}

/** What a page with TLS would ask of one without is mixed content, and another matter. */
const secureScenario = (choice: Choice<typeof secure>): Scenario => {
  const { kind, initiator, cookie } = choice;
  const page = choice.chain.some((place) => place.startsWith('http ')) ? 'http' : choice.page;
  const own = `${page}://${HOSTS.own}`;
  const chain = choice.chain.map(originOf);
  const last = chain.length - 1;
  const servers = chain.map((origin, at): Server => {
    const tainted = chain.slice(1, at + 1).some((_, i) => chain[i] !== own && chain[i] !== chain[i + 1]);
    const right = kind === 'sandbox' || tainted ? 'null' : own;
    const cors: Header[] = [
      ...headerLines('Access-Control-Allow-Origin', choice.allowOrigin, right),
      ['Access-Control-Allow-Credentials', 'true'],
    ];
    const response: Header[] = [
      ...cors,
      ...cookie.map((each): Header => ['Set-Cookie', `${each}; Path=/`]),
      ...headerLines('Cross-Origin-Resource-Policy', choice.corp, ''),
      ['Cache-Control', 'no-store'],
    ];
    const next = chain[at + 1];
    if (next !== undefined) response.push(['Location', `${next}/${at + 1}`]);
    else response.push(['Content-Type', TYPES[initiator] ?? 'application/json']);
    const preflight: Header[] = [...cors, ['Access-Control-Allow-Methods', 'PUT']];
    const status = at < last ? choice.status : '200';
    return rawServer(origin, `/${at}`, '204', preflight, status, response, at === last ? 'x' : '');
  });
  const made = scenario(
    {
      initiator,
      url: `${chain[0]}/0`,
      method: choice.method,
      mode: choice.mode,
      credentials: choice.credentials,
      withCredentials: choice.credentials === 'include',
      crossorigin: choice.mode === 'no-cors' ? 'none' : 'use-credentials',
      referrerPolicy: choice.referrerPolicy,
    },
    servers,
    { kind, earlier: initiator === 'image' ? [] : choice.earlier },
  );
  return { ...made, page: { ...made.page, url: `${own}/` } };
};

/** What is left of a preflight after some seconds, each well away from its end. */
const expiry = {
  initiator: ['fetch', 'XMLHttpRequest'],
  maxAge: [['2'], [], ['600'], ['0'], ['-1'], ['-10'], ['-1x'], ['1-1'], ['abc'], ['2', '600'], ['1']],
  earlier: [[3], [0], [7], [3, 3], [0, 3], [7, 0], [3, 7]],
  method: ['PUT', 'GET', 'POST'],
  headers: [[['X-A', '1']], [], [['Authorization', 'Bearer x']]],
  credentials: ['same-origin', 'include'],
  wildcard: ['no', 'yes'],
  page: ['document', 'document', 'sandbox'],
  status: ['200', '500'],
  allowOrigin: [[RIGHT], []],
  cache: ['default', 'no-store', 'no-cache'],
} as const satisfies Dimensions;

const EXPIRY_STARTS: readonly Partial<Choice<typeof expiry>>[] = [
  {},
  { maxAge: [] },
  { maxAge: ['600'] },
  { maxAge: [], earlier: [3, 3] },
  { maxAge: ['600'], headers: [['Authorization', 'Bearer x']], wildcard: 'yes' },
];

const expiryScenario = (choice: Choice<typeof expiry>): Scenario => {
  const right = choice.page === 'sandbox' ? 'null' : A;
  const cors = (values: Lines): Header[] => [
    ...headerLines('Access-Control-Allow-Origin', values, right),
    ['Access-Control-Allow-Credentials', 'true'],
  ];
  const star = choice.wildcard === 'yes';
  const preflight: Header[] = [
    ...cors([RIGHT]),
    ['Access-Control-Allow-Methods', star ? '*' : 'PUT'],
    ['Access-Control-Allow-Headers', star ? '*' : 'X-A, Authorization'],
    ...headerLines('Access-Control-Max-Age', choice.maxAge, ''),
  ];
  const server = rawServer(B, '', '204', preflight, choice.status, cors(choice.allowOrigin), BODY);
  const { initiator, method, headers, credentials, cache } = choice;
  return scenario(
    {
      initiator,
      url: `${B}/doc`,
      method,
      headers,
      credentials,
      cache,
      withCredentials: credentials === 'include',
    },
    [server],
    { kind: choice.page, earlier: choice.earlier },
  );
};

/** Headers that ask on a condition make the cache mode `no-store`, which some browsers' preflights heed. */
const conditions = {
  header: [
    'If-None-Match',
    'If-Modified-Since',
    'If-Unmodified-Since',
    'If-Match',
    'If-Range',
    'If-Other',
    'X-A',
  ],
  cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache'],
  earlier: [[0], [0, 0]],
} as const satisfies Dimensions;

const conditionScenario = ({ header, cache, earlier }: Choice<typeof conditions>): Scenario => {
  const cors: readonly Header[] = [
    ['Access-Control-Allow-Origin', A],
    ['Access-Control-Allow-Headers', header],
    ['Access-Control-Max-Age', '600'],
    ['Cache-Control', 'no-store'],
  ];
  const value = header.endsWith('Since') ? 'Thu, 01 Jan 1970 00:00:00 GMT' : '"x"';
  return scenario(
    { url: `${B}/doc`, headers: [[header, value]], cache },
    [rawServer(B, '', '204', cors, '200', cors, BODY)],
    { earlier },
  );
};

/** Cookies of a host that is an IP address, and of one that looks so. */
const addresses = {
  host: ['http://10.1.22.33', 'https://10.1.22.33', 'https://[fd12:3456::1]', 'https://fd12.example'],
  cookies: [
    ['id=1; Domain=22.33'],
    ['id=1; Domain=10.1.22.33'],
    ['id=1; Domain=10.1.22.33', 'id=2'],
    ['id=1', 'id=2; Domain=10.1.22.33; Max-Age=0'],
    ['id=1; Domain=.10.1.22.33'],
    ['__Host-id=1; Path=/; Secure; Domain=10.1.22.33'],
    ['id=1; Domain=fd12.example'],
    ['id=1; Domain=:1]'],
  ],
} as const satisfies Dimensions;

const addressScenario = ({ host, cookies }: Choice<typeof addresses>): Scenario => {
  const setting = cookies.map((cookie): Header => ['Set-Cookie', cookie]);
  const away: Header[] = [['Cache-Control', 'no-store'], ...setting, ['Location', `${host}/get`]];
  const made = scenario(
    { url: `${host}/set`, credentials: 'include' },
    [
      rawServer(host, '/set', '204', [], '302', away, ''),
      rawServer(host, '/get', '204', [], '200', [['Content-Type', 'text/plain']], 'x'),
    ],
    {},
  );
  return { ...made, page: { ...made.page, url: `${host}/` } };
};

type Sent = Partial<Pick<RequestSpec, EarlierField>>;
const sent = (method: string, header = '', rest: Sent = {}): Sent => ({
  method,
  headers: header === '' ? [] : [[header, 'x']],
  ...rest,
});
const INCLUDE = { credentials: 'include', withCredentials: true } as const;

/** Requests to one URL, of which some are covered by what was allowed to another. */
const SENT = [
  sent('PUT'),
  sent('PUT', 'X-A'),
  sent('DELETE'),
  sent('POST', '', { uploadListener: true }),
  sent('GET', 'X-A'),
  sent('GET', 'X-B'),
  sent('POST', 'X-A'),
  sent('GET'),
  sent('HEAD'),
  sent('HEAD', 'X-A'),
  sent('PUT', '', INCLUDE),
  sent('GET', 'X-A', INCLUDE),
  sent('DELETE', 'X-A', INCLUDE),
  sent('GET', 'Authorization'),
  sent('PUT', 'Authorization'),
] as const;

/** What is remembered of one request and serves another: each answer is the same, what is asked is not. */
const sequences = {
  initiator: ['fetch', 'XMLHttpRequest'],
  first: SENT,
  second: [...SENT, null],
  last: SENT,
  pauses: [
    [0, 0],
    [3, 3],
    [7, 0],
    [0, 7],
    [0, 3],
  ],
  allowMethods: [['PUT'], ['PUT, DELETE'], ['*'], ['POST'], [], ['GET, PUT']],
  allowHeaders: [['X-A'], ['X-A, X-B'], ['*'], ['*, Authorization'], [], ['Authorization']],
  allowOrigin: ['page', 'page', '*'],
  maxAge: [['600'], ['5'], [], ['0']],
  status: ['200', '500'],
  page: ['document', 'document', 'document', 'sandbox'],
} as const satisfies Dimensions;

const SEQUENCE_STARTS: readonly Partial<Choice<typeof sequences>>[] = [
  { allowMethods: ['PUT, DELETE'], allowHeaders: ['X-A, X-B'] },
  { allowMethods: ['*'], allowHeaders: ['*'] },
  {
    allowMethods: ['PUT'],
    second: sent('POST', '', { uploadListener: true }),
    pauses: [3, 3],
    maxAge: ['5'],
  },
  { allowMethods: ['PUT'], allowHeaders: ['X-A'], first: sent('PUT', '', INCLUDE), second: null },
  { allowMethods: ['PUT'], allowHeaders: ['X-A'], last: sent('GET', 'X-A', INCLUDE), second: null },
];

type Sequence = Loosely<Choice<typeof sequences>, 'allowHeaders'>;

const sequenceScenario = (choice: Sequence): Scenario => {
  const right = choice.page === 'sandbox' ? 'null' : A;
  const cors: readonly Header[] = [
    ['Access-Control-Allow-Origin', choice.allowOrigin === 'page' ? right : '*'],
    ['Access-Control-Allow-Credentials', 'true'],
  ];
  const preflight = [
    ...cors,
    ...headerLines('Access-Control-Allow-Methods', choice.allowMethods, ''),
    ...headerLines('Access-Control-Allow-Headers', choice.allowHeaders, ''),
    ...headerLines('Access-Control-Max-Age', choice.maxAge, ''),
  ];
  const { first, second, last, pauses } = choice;
  const before = second === null ? [first] : [first, second];
  return scenario(
    { initiator: choice.initiator, url: `${B}/doc`, ...last },
    [rawServer(B, '', '204', preflight, choice.status, [...cors, ['Cache-Control', 'no-store']], BODY)],
    {
      kind: choice.page,
      earlier: before.map((request, i) => ({ seconds: pauses[i] ?? 0, request: { ...IDLE, ...request } })),
    },
  );
};

/** What an earlier request says of what the others do. */
const IDLE: Sent = { credentials: 'same-origin', withCredentials: false, uploadListener: false };

/** Pages played in a window of their own, as the app's button plays them: framed, with cookies from before, left by a form. */
const visits = {
  initiator: ['form', 'form', 'fetch', 'XMLHttpRequest', 'image', 'sendBeacon'],
  page: ['document', 'document', 'sandbox', 'data'],
  framed: ['no', 'no', 'yes'],
  chain: [
    [B],
    [A],
    [A2],
    [A, B],
    [B, A],
    [A, B, A],
    [B, C],
    [B, B],
    [B, B, B2],
    [A, A2],
    ['http://bar.other'],
    [A, 'http://bar.other'],
  ],
  status: ['302', '307', '303'],
  method: ['POST', 'GET', 'POSTx', 'xpost'],
  body: [
    body('URLSearchParams'),
    body('none', ''),
    body('string'),
    body('FormData'),
    body('URLSearchParams', 'a=b#c'),
  ],
  query: ['', '?x=y', '?x=yy#z'],
  credentials: ['include', 'same-origin'],
  mode: ['cors', 'no-cors'],
  referrerPolicy: REFERRER,
  cookie: [
    'id=1',
    'id=1; SameSite=Lax',
    'id=1; SameSite=Strict',
    'id=1; SameSite=None; Secure',
    'id=1; Secure',
  ],
  answers: [
    [],
    ['new=1'],
    ['new=1; SameSite=Lax'],
    ['new=1; SameSite=Strict'],
    ['new=1; SameSite=None; Secure'],
  ],
  setBy: ['visit', 'visit', 'page'],
  path: ['', '/a/b?c=d#e'],
} as const satisfies Dimensions;

const VISIT_STARTS: readonly Partial<Choice<typeof visits>>[] = [
  {},
  { method: 'GET' },
  { chain: [A, B] },
  { chain: [B, B], status: '307', answers: ['new=1'] },
  { initiator: 'fetch' },
  { initiator: 'fetch', framed: 'yes' },
  { initiator: 'fetch', setBy: 'page' },
  { initiator: 'fetch', mode: 'no-cors', credentials: 'same-origin', chain: [A, A2], method: 'GET' },
];

const visitScenario = (choice: Choice<typeof visits>): Scenario => {
  const { chain, cookie } = choice;
  // What a page with TLS asks of one without is mixed content, but for navigations.
  const insecure = chain.some((origin) => origin.startsWith('http:'));
  const page = insecure && choice.page === 'data' ? 'document' : choice.page;
  // Such a page is in a frame; one without CORS there says where it is from, for storage that it might have.
  const framed = page === 'data' && (choice.initiator === 'image' || choice.initiator === 'form');
  const initiator = insecure ? 'form' : framed ? 'fetch' : choice.initiator;
  const last = chain.length - 1;
  const opaque = page !== 'document';
  const servers = chain.map((origin, at): Server => {
    const response: Header[] = [
      ['Access-Control-Allow-Origin', opaque || taintedAt(chain, at) ? 'null' : A],
      ['Access-Control-Allow-Credentials', 'true'],
      ['Cache-Control', 'no-store'],
      ...choice.answers.map((each): Header => ['Set-Cookie', `${each}; Path=/`]),
    ];
    const next = chain[at + 1];
    if (next !== undefined) response.push(['Location', `${next}/${at + 1}`]);
    else response.push(['Content-Type', TYPES[initiator] ?? 'text/html']);
    return rawServer(
      origin,
      `/${at}`,
      '204',
      response,
      at < last ? choice.status : '200',
      response,
      at === last ? 'x' : '',
    );
  });
  const made = scenario(
    {
      initiator,
      url: `${chain[0]}/0${initiator === 'form' ? choice.query : ''}`,
      method: initiator === 'form' || choice.method === 'GET' ? choice.method : 'POST',
      body: choice.method === 'GET' && initiator !== 'form' ? body('none', '') : choice.body,
      mode: page === 'data' ? 'cors' : choice.mode,
      credentials: choice.credentials,
      withCredentials: choice.credentials === 'include',
      referrerPolicy: choice.referrerPolicy,
    },
    servers,
    {},
  );
  const origins = [...new Set(chain)];
  // Where third-party cookies are blocked, the page sets none, and a form would tell.
  const fromPage = choice.setBy === 'page' && initiator !== 'form';
  const aged = fromPage
    ? 'id=1; SameSite=None; Secure'
    : initiator === 'form' && !cookie.includes('SameSite')
      ? `${cookie}; SameSite=Lax`
      : cookie;
  return {
    ...made,
    page: {
      ...made.page,
      kind: page,
      framed: choice.framed === 'yes' && !insecure,
      url: `${A}${choice.path === '' ? '/' : choice.path}`,
      referrerPolicy: choice.referrerPolicy === '' ? made.page.referrerPolicy : choice.referrerPolicy,
    },
    // Whose frame a `data:` page is in, its scenario does not say; how old a cookie is, neither.
    cookies:
      page === 'data'
        ? []
        : origins.map((origin) => ({
            url: `${origin}/`,
            cookie: `${origin.startsWith('http:') ? 'id=1; SameSite=Lax' : aged}; Path=/`,
            ...(fromPage && { fromPage }),
          })),
  };
};

/** What answers put into the cookie jar: a redirect sets it, and the request that follows shows it; then all of it again. */
const jars = {
  host: [A, B, A2],
  set: ['/set', '/x/set', '/x/y/set'],
  get: ['/get', '/x/get', '/x', '/xy', '/x/y/get'],
  cookies: [
    ['id=1'],
    ['id=1; Path=/x'],
    ['id=1; path=/x/'],
    ['id=1; Path=x'],
    ['id=1; Path=/'],
    ['id=1; Path=/other'],
    ['id=1; Max-Age=0'],
    ['id=1; Max-Age=-1'],
    ['id=1; Max-Age=100'],
    ['id=1; Max-Age=1'],
    ['id=1; Max-Age=x'],
    ['id=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
    ['id=1; Expires=Fri, 01 Jan 2100 00:00:00 GMT'],
    ['id=1; Max-Age=100; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
    ['id=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=100'],
    ['id=1; Expires=Fri, 01 Jan 2100 00:00:00 GMT; Max-Age=0'],
    ['id=1; Max-Age=0; Expires=Fri, 01 Jan 2100 00:00:00 GMT'],
    ['id=1;Max-Age=0;Expires=Fri, 01 Jan 2100 00:00:00 GMT'],
    ['id=1;  Max-Age =  0;  Expires = Fri, 01 Jan 2100 00:00:00 GMT'],
    ['id=1; Path=/', 'id=2; Path=/; Max-Age=0'],
    ['id=1; Path=/', 'id=2; Path=/x; Max-Age=0', 'b=3; Path=/'],
    ['id=1; Path=/', 'id=2; Path=/x', 'b=3'],
    ['id=1; Path=/; SAMESITE=STRICT'],
    ['id=1; Path=/; SameSite=lax'],
    ['id=1; Path=/; SameSite=nonsense'],
    ['id=1; Path=/; SameSite'],
    ['__Secure-id=1; Path=/'],
    ['__secure-id=1; Path=/'],
    ['x__Secure-id=1; Path=/'],
    ['x__Host-id=1'],
    ['id=1; Path=/; Domain=foo.example'],
    ['id=1; Path=/; Domain=.Foo.Example'],
    ['id=1; Path=/; Domain=other.test'],
    ['id=1; Path=/; Domain=example'],
    ['id=a%20b, c=d; Path=/'],
    ['id="q"; Path=/'],
    ['id=a=b; Path=/'],
    [' id = 1 ; Path = /x '],
    ['id=1; HttpOnly; Path=/'],
    ['=x; Path=/'],
    ['x; Path=/'],
    ['; Path=/'],
    ['=__Secure-x; Path=/'],
    ['__secure-x; Path=/'],
    ['__Host-id=1; Secure'],
  ],
  suffix: ['', '; SameSite=None; Secure', '; Secure'],
  pause: [[0], [2], []],
} as const satisfies Dimensions;

const JAR_STARTS: readonly Partial<Choice<typeof jars>>[] = [
  {},
  { host: A2 },
  { host: B, suffix: '; SameSite=None; Secure' },
];

type Jar = Loosely<Choice<typeof jars>, 'cookies'>;

const jarScenario = (choice: Jar): Scenario => {
  const { host, set, get, cookies, suffix, pause } = choice;
  const allowed: readonly Header[] = [
    ['Access-Control-Allow-Origin', A],
    ['Access-Control-Allow-Credentials', 'true'],
    ['Cache-Control', 'no-store'],
  ];
  const setting = cookies.map((cookie): Header => ['Set-Cookie', `${cookie}${suffix}`]);
  return scenario(
    { url: `${host}${set}`, credentials: 'include' },
    [
      rawServer(host, set, '204', [], '302', [...allowed, ...setting, ['Location', `${host}${get}`]], ''),
      rawServer(host, get, '204', [], '200', [...allowed, ['Content-Type', 'text/plain']], 'x'),
    ],
    { earlier: pause },
  );
};

/** Cookies that name the domain they are for: set at one host, and sent at another or not. */
const domains = {
  set: [A, A2, 'https://a.api.foo.example', B, B2],
  get: [A, A2, 'https://a.api.foo.example', 'https://www.foo.example', B, B2],
  cookies: [
    ['id=1; Domain=foo.example'],
    ['id=1; Domain=.foo.example'],
    ['id=1; domain = FOO.Example'],
    ['id=1; Domain=api.foo.example'],
    ['id=1; Domain=a.api.foo.example'],
    ['id=1; Domain=bar.other'],
    ['id=1; Domain=cdn.bar.other'],
    ['id=1; Domain=example'],
    ['id=1; Domain=other'],
    ['id=1; Domain='],
    ['id=1; Domain=third.test'],
    ['id=1; Domain=foo.example', 'id=2; Domain=foo.example; Max-Age=0'],
    ['id=1; Domain=foo.example', 'id=2; Max-Age=0'],
    ['id=1; Domain=foo.example; Domain=api.foo.example'],
    ['__Host-id=1; Path=/'],
    ['__Host-id=1'],
    ['__Host-id=1; Path=/get'],
    ['__Host-id=1; Path=/; Domain=foo.example'],
    ['__host-id=1; Path=/; Domain=foo.example'],
    ['__Host-id=1; Path=/; Domain='],
    ['x__Host-id=1; Domain=foo.example'],
  ],
  suffix: ['', '; Secure', '; SameSite=None; Secure'],
  credentials: ['include', 'include', 'omit'],
  earlier: [[], [0]],
} as const satisfies Dimensions;

const DOMAIN_STARTS: readonly Partial<Choice<typeof domains>>[] = [
  {},
  { set: A2, suffix: '; Secure' },
  { set: B, get: B2, suffix: '; SameSite=None; Secure' },
];

const domainScenario = (choice: Choice<typeof domains>): Scenario => {
  const chain = [choice.set, choice.get];
  const cors = (at: number): readonly Header[] => [
    ['Access-Control-Allow-Origin', taintedAt(chain, at) ? 'null' : A],
    ['Access-Control-Allow-Credentials', 'true'],
    ['Cache-Control', 'no-store'],
  ];
  const setting = choice.cookies.map((cookie): Header => ['Set-Cookie', `${cookie}${choice.suffix}`]);
  const away: Header[] = [...cors(0), ...setting, ['Location', `${choice.get}/get`]];
  return scenario(
    { url: `${choice.set}/set`, credentials: choice.credentials },
    [
      rawServer(choice.set, '/set', '204', [], '302', away, ''),
      rawServer(choice.get, '/get', '204', [], '200', [...cors(1), ['Content-Type', 'text/plain']], 'x'),
    ],
    { earlier: choice.earlier },
  );
};

/** Requests without TLS of a page that has it; nothing of it is on loopback, where all is trusted. */
const mixed = {
  initiator: [
    'fetch',
    'XMLHttpRequest',
    'image',
    'script',
    'module script',
    'stylesheet',
    'EventSource',
    'WebSocket',
    'sendBeacon',
  ],
  target: ['http other', 'http sister', 'http own', 'https other'],
  via: ['nothing', 'https other', 'https own'],
  mode: ['cors', 'no-cors'],
  method: ['GET', 'POST', 'PUT'],
  crossorigin: ['none', 'anonymous'],
  page: ['document', 'document', 'sandbox'],
} as const satisfies Dimensions;

const mixedScenario = (choice: Choice<typeof mixed>): Scenario => {
  const { initiator, via, page } = choice;
  const targets = via === 'nothing' ? [choice.target] : [via, choice.target];
  const chain = targets.map(originOf);
  const servers = passingOn(chain, initiator, page === 'sandbox' ? 'null' : '*');
  const url = `${chain[0]}/0`;
  return scenario(
    {
      initiator,
      url: initiator === 'WebSocket' ? url.replace('http', 'ws') : url,
      mode: choice.mode,
      method: choice.method,
      crossorigin: choice.crossorigin,
      body: initiator === 'sendBeacon' ? body('string') : body('none', ''),
    },
    servers,
    { kind: page },
  );
};

/** Hosts that are near by what they are called, and some that look so. */
export const NEAR_HOSTS = [
  '10.1.22.33',
  '10.11.2.3',
  '100.64.0.1',
  '100.99.10.10',
  '100.110.2.33',
  '100.127.22.3',
  '100.63.0.1',
  '100.128.0.1',
  '172.16.10.1',
  '172.20.1.10',
  '172.31.1.1',
  '172.15.0.1',
  '172.32.0.1',
  '192.168.10.1',
  '192.168.1.10',
  '192.169.0.1',
  '169.254.10.1',
  '169.254.1.10',
  '203.0.113.5',
  '203.10.1.2',
  'printer.local',
  'printer.local.',
  'printer.localx',
  '127.3.4.5',
  '127.33.44.55',
  '128.0.0.1',
  '0.0.0.0',
  'x.localhost',
  'x.localhosts',
  '[fc00::1]',
  '[fd12:3456::1]',
  '[fe00::1]',
  '[fe80::1]',
  '[febf::12]',
  '[fec0::1]',
  '[fb00::1]',
  '[2001:db8::1]',
  '[::]',
  '[::2]',
  '[::ffff:7f01:203]',
  '[::ffff:a01:203]',
  '[::ffff:cb00:7105]',
  'fd12.example',
  'xfd12.example',
] as const;

/** A page with TLS asks such hosts without: as far as a browser asks the person about them, it is no mixed content. */
const near = {
  host: NEAR_HOSTS,
  initiator: ['fetch', 'image', 'script'],
} as const satisfies Dimensions;

type Near = Omit<Choice<typeof near>, 'initiator'> & { readonly initiator: Initiator };

const nearScenario = ({ host, initiator }: Near): Scenario => {
  const origin = `http://${host}`;
  if (initiator === 'WebSocket') {
    const server = { ...handshake(origin, '', '200', []), addressSpace: 'public' } as const;
    return scenario({ initiator, url: `ws://${host}/doc` }, [server], {});
  }
  const response: Header[] = [
    ['Access-Control-Allow-Origin', '*'],
    ['Cache-Control', 'no-store'],
    ['Content-Type', TYPES[initiator] ?? 'text/plain'],
  ];
  const server = rawServer(origin, '', '204', [], '200', response, 'x');
  return scenario({ initiator, url: `${origin}/doc` }, [{ ...server, addressSpace: 'public' }], {});
};

/** A page from the internet asks the machine it is shown on, and the person allows it or not. One without TLS could not report. */
const loopback = {
  initiator: [
    'fetch',
    'XMLHttpRequest',
    'image',
    'script',
    'module script',
    'EventSource',
    'WebSocket',
    'form',
  ],
  chain: [
    ['https other'],
    ['https own'],
    ['https sister'],
    ['http other'],
    ['http own'],
    ['https own', 'https other'],
    ['https other', 'https own'],
  ],
  mode: ['cors', 'no-cors'],
  method: ['GET', 'PUT'],
  answer: ['granted', 'denied'],
} as const satisfies Dimensions;

const loopbackScenario = (choice: Choice<typeof loopback>): Scenario => {
  const { initiator } = choice;
  // A browser asks the person before it sends a form without TLS.
  const chain = choice.chain.map((place) =>
    originOf(initiator === 'form' ? place.replace('http ', 'https ') : place),
  );
  const servers = passingOn(chain, initiator, '*').map(
    (server): Server => ({ ...server, addressSpace: 'loopback' }),
  );
  const url = `${chain[0]}/0`;
  const made = scenario(
    {
      initiator,
      url: initiator === 'WebSocket' ? url.replace('http', 'ws') : url,
      mode: choice.mode,
      method: initiator === 'form' ? 'GET' : choice.method,
      body: body('none', ''),
    },
    servers,
    {},
  );
  return {
    ...made,
    browser: { ...made.browser, localNetwork: choice.answer },
  };
};

function normalized(method: string): string {
  return /^(DELETE|GET|HEAD|OPTIONS|POST|PUT)$/i.test(method) ? method.toUpperCase() : method;
}

function cased(lines: Lines, method: string): Lines {
  return lines.map((line) =>
    line === 'lower' ? method.toLowerCase() : line === 'upper' ? method.toUpperCase() : line,
  );
}

function listed(lines: Lines, names: readonly string[]): Lines {
  const [first] = lines;
  if (first === 'upper') return [names.join(',').toUpperCase()];
  if (first === 'one a line') return names;
  return lines;
}

interface Family {
  readonly share: number;
  readonly covering: (random: Random) => Scenario[];
  readonly next: (random: Random) => Scenario;
}

function family<D extends Dimensions>(
  share: number,
  dimensions: D,
  build: (choice: Choice<D>) => Scenario,
  starts: readonly Partial<Choice<D>>[] = [{}],
  most = 4,
): Family {
  return {
    share,
    covering: (random) => pairwise(dimensions, random).map(build),
    next: (random) => {
      const start = starts[Math.floor(random() * starts.length)] ?? {};
      const from = Object.fromEntries(
        Object.entries(dimensions).map(([name, values]) => {
          const given = Reflect.get(start, name);
          return [name, given === undefined ? values : [given, ...values]];
        }),
      ) as unknown as D;
      return build(nearby(from, most, random));
    },
  };
}

const FAMILIES: readonly Family[] = [
  family(0.3, direct, directScenario, DIRECT_STARTS),
  family(0.24, redirects, redirectScenario, REDIRECT_STARTS),
  family(0.11, elements, elementScenario, ELEMENT_STARTS),
  family(0.05, others, otherScenario, OTHER_STARTS),
  family(0.06, secure, secureScenario, SECURE_STARTS),
  family(0.03, visits, visitScenario, VISIT_STARTS),
  family(0.03, jars, jarScenario, JAR_STARTS),
  family(0.02, domains, domainScenario, DOMAIN_STARTS),
  family(0.02, mixed, mixedScenario),
  family(0.02, expiry, expiryScenario, EXPIRY_STARTS),
  family(0.06, sequences, sequenceScenario, SEQUENCE_STARTS),
  family(0.02, calls, callScenario, CALL_STARTS, 2),
  family(0.02, types, typeScenario, TYPE_STARTS, 2),
  family(0.02, charsets, charsetScenario, CHARSET_STARTS, 3),
];

/** Small enough to be covered pairwise, and not worth more. */
const SMALL: readonly Family[] = [
  family(0, failures, failureScenario),
  family(0, refusals, refusalScenario),
  family(0, hops, hopScenario),
  family(0, local, localScenario),
  family(0, near, nearScenario),
  family(0, loopback, loopbackScenario),
  family(0, conditions, conditionScenario),
  family(0, addresses, addressScenario),
];

/** What chance seldom makes meet: every one of a few values with every one of others. Nothing of it is random. */
function particular(): Scenario[] {
  return [
    // A change of method, what it takes away, and a redirect after it.
    ...every<Redirecting>(first(redirects), {
      chain: [
        [B, B, B],
        [B, C, C],
        [A, B, B],
        [A, B, A],
        [A, A, A],
      ],
      status: ['302', '303', '307'],
      laterStatus: ['307', '308', '303'],
      method: ['POST', 'HEAD', 'DELETE'],
      headers: [
        [['Content-Type', 'application/json']],
        [
          ['Authorization', 'Bearer x'],
          ['X-A', '1'],
        ],
      ],
    }).map(redirectScenario),
    // Where a redirect leads, where it is looked at, and in what order.
    ...every<Redirecting>(first(redirects), {
      chain: [
        [A, A],
        [B, B],
        [A, B],
        [B, A],
      ],
      location: ['missing', 'empty', 'invalid', 'data:', 'ftp:', 'twice', 'twice other'],
      redirect: ['follow', 'error', 'manual'],
      hopOrigin: [[RIGHT], []],
    }).map(redirectScenario),
    ...every<Redirecting>(first(redirects), {
      chain: [
        [A, A],
        [B, B],
      ],
      status: ['200', '300', '404'],
      location: ['twice', 'twice other', 'umlaut', 'umlaut in UTF-8'],
    }).map(redirectScenario),
    ...every<Redirecting>(first(redirects), {
      chain: [
        [A, A],
        [A, B],
      ],
      location: ['umlaut in UTF-8', 'umlaut'],
      initiator: ['fetch', 'XMLHttpRequest'],
      method: ['GET', 'POST'],
    }).map(redirectScenario),
    ...every<Redirecting>(first(redirects), {
      chain: [
        [A, B],
        [A, A],
        [B, B],
        [B, A],
        [A, A2],
        [A, A, B],
      ],
      location: ['userinfo'],
      method: ['GET', 'PUT'],
      mode: ['cors', 'no-cors'],
      status: ['307'],
    })
      .filter(({ method, mode }) => method === 'GET' || mode === 'cors')
      .map(redirectScenario),
    // What `Origin` says without CORS.
    ...every<Redirecting>(first(redirects), {
      mode: ['no-cors'],
      method: ['POST'],
      body: [body('string')],
      chain: [[A], [B], [A, A], [A, B], [B, B], [B, C], [A, A, B], [B, A], [A2, A]],
      status: ['302', '307'],
      referrerPolicy: ['', 'no-referrer', 'same-origin', 'strict-origin'],
      page: ['document', 'sandbox'],
    }).map(redirectScenario),
    // Which cookies go with what has been redirected, and from whom.
    ...every<Redirecting>(first(redirects), {
      chain: [[A], [A, A2], [A2, A], [A, B, A], [B, A], [A, A2, A]],
      credentials: ['include'],
      cookie: [['id=1'], ['id=1; SameSite=Lax'], ['id=1; SameSite=Strict']],
      page: ['document', 'sandbox'],
      earlier: [[0]],
    }).map(redirectScenario),
    ...every<Redirecting>(first(redirects), {
      chain: [[A], [B], [A, A2], [A2, A], [A, B, A]],
      mode: ['no-cors'],
      credentials: ['include', 'same-origin'],
      embedder: ['credentialless', 'unsafe-none'],
      cookie: [['id=1']],
      earlier: [[0]],
    }).map(redirectScenario),
    ...every(first(others), {
      initiator: ['WebSocket'],
      chain: [[A], [A2], [B]],
      status: ['200', '404'],
      cookie: [['id=1'], ['id=1; SameSite=Lax'], ['id=1; SameSite=None; Secure']],
      earlier: [[0]],
    }).map(otherScenario),
    ...every<Jar>(first(jars), {
      host: [A, B],
      cookies: [
        ['=x__Secure-y; Path=/'],
        ['id=__Secure-x; Path=/'],
        ['id=1; Path=/', 'id=2; Path=/x; Max-Age=0'],
        ['id=1; Domain=foo.example', 'id=2; Max-Age=0'],
        ['id=1; Domain=foo.example; Path=/', 'id=2; Path=/; Max-Age=0'],
        ['id=\xe4; Path=/'],
        ['id=\xc3\xa4; Path=/'],
        ['id=a\xc3\xa4b\xe4c\xe4\xe4d; Path=/'],
        ['i\xe4d=1; Path=/'],
        ['\xe4=1; Path=/'],
        ['id=\xe2\x82x\xed\xa0\x80y; Path=/'],
      ],
      suffix: ['', '; SameSite=None; Secure'],
    }).map(jarScenario),
    // Charsets of all kinds, with bodies of all kinds.
    ...every(first(charsets), { type: charsets.type, body: charsets.body, method: ['POST'] }).map(
      charsetScenario,
    ),
    // What a form makes of its fields.
    ...every(first(visits), {
      method: ['GET', 'POST'],
      body: [
        body('string', 'a=b\nc=d=e\r\nf'),
        body('none', 'a=b'),
        body('URLSearchParams', 'a=b c&d=\u00e4'),
        body('FormData', 'a=b'),
      ],
      query: ['?x=y'],
    }).map(visitScenario),
    ...every(first(visits), { chain: [[A]], page: ['document', 'sandbox'], cookie: visits.cookie }).map(
      visitScenario,
    ),
    ...every(first(visits), { chain: [[B, B]], status: ['307'], answers: visits.answers }).map(visitScenario),
    // What an answer says of itself.
    ...every<Element>(first(elements), {
      initiator: ['script', 'module script', 'stylesheet', 'font', 'image'],
      crossorigin: ['none', 'anonymous'],
      status: ['204', '299', '300', '302', '304', '399'],
      chain: [[A], [B]],
    }).map(elementScenario),
    // No video has to be decoded to fail.
    ...every<Element>(first(elements), {
      initiator: ['video'],
      crossorigin: elements.crossorigin,
      chain: [[A], [B], [A, B]],
      status: ['404'],
      allowOrigin: [[RIGHT], []],
    }).map(elementScenario),
    ...every<Typed>(first(types), {
      initiator: ['script'],
      type: ['text/javascript, */*', 'text/javascript, nonsense'],
      nosniff: [[], ['nosniff']],
    }).map(typeScenario),
    // A preflight for an upload listener, and what is remembered of it.
    ...every<Direct>(first(direct), {
      initiator: ['XMLHttpRequest'],
      uploadListener: [true],
      method: ['POST', 'PUT', 'GET', 'HEAD'],
      body: [body('string')],
      allowMethods: [[], ['POST'], ['PUT, GET']],
      maxAge: [['600']],
      earlier: [[0]],
    }).map(directScenario),
    ...every<Sequence>(first(sequences), {
      first: [sent('POST', '', { uploadListener: true }), sent('GET', 'X-A', INCLUDE), sent('GET', 'X-A')],
      second: [sent('GET', 'X-A'), null],
      last: [sent('POST', '', { uploadListener: true }), sent('GET', 'X-B'), sent('GET', 'X-B', INCLUDE)],
      initiator: ['XMLHttpRequest'],
      pauses: [[0, 7]],
      allowMethods: [['POST'], []],
      allowHeaders: [['X-A'], ['*, X-A']],
      maxAge: [['5']],
    }).map(sequenceScenario),
    ...every<Sequence>(first(sequences), {
      first: [sent('GET', 'Authorization')],
      second: [null],
      last: [sent('GET', 'Authorization'), sent('PUT', 'Authorization')],
      allowHeaders: [['*, Authorization'], ['*'], ['Authorization']],
    }).map(sequenceScenario),
    ...every<Loosely<Choice<typeof local>, 'url'>>(first(local), {
      initiator: ['fetch', 'XMLHttpRequest'],
      url: ['data:text/html;base64x,x', 'data:text/html ;base64,eA=='],
    }).map(localScenario),
    // Upgraded, they have never been without TLS.
    ...every(first(mixed), {
      initiator: ['image', 'fetch'],
      target: ['http other', 'http own', 'http sister'],
      via: ['nothing', 'https other', 'https own'],
      crossorigin: ['none', 'anonymous'],
    }).map(mixedScenario),
    ...every<Near>(first(near), {
      host: ['127.3.4.5', 'x.localhost', '10.1.22.33', '203.0.113.5', '[::ffff:7f01:203]'],
      initiator: ['WebSocket', 'sendBeacon'],
    }).map(nearScenario),
    ...every<Direct>(first(direct), {
      initiator: ['XMLHttpRequest'],
      method: ['POST'],
      body: [body('string'), body('URLSearchParams')],
      headers: [
        [
          ['X-A', 'charset=latin1'],
          ['Content-Type', 'text/plain;charset=latin1'],
        ],
      ],
    }).map(directScenario),
    // Values that would be forbidden under another name.
    ...every<Direct>(first(direct), {
      initiator: ['fetch', 'XMLHttpRequest'],
      headers: [[['X-A', 'TRACE']]],
    }).map(directScenario),
  ];
}

/**
 * Scenarios for browsers to play: each dimension's values meet each other's (pairwise), then particular ones, then
 * such as are near to what works, at random. The same ones for the same count and seed, each with its number as title, and no two alike. A small
 * count takes from each kind.
 */
export function generate(count: number, seed: number): Scenario[] {
  const random = randomFrom(seed);
  const made = new Map<string, Scenario>();
  const add = (scenario: Scenario): void => {
    const text = JSON.stringify(scenario);
    if (!made.has(text)) made.set(text, scenario);
  };
  const covering = [...FAMILIES, ...SMALL].flatMap((kind) => kind.covering(random));
  // More than asked for, for some will be alike.
  for (const scenario of [...covering, ...particular()]) add(scenario);
  const all = [...made.values()];
  if (all.length > count) {
    return all
      .map((scenario) => [random(), scenario] as const)
      .sort(([a], [b]) => a - b)
      .slice(0, count)
      .map(([, scenario], at) => ({ ...scenario, title: `#${at}` }));
  }
  while (made.size < count) {
    let at = random();
    const kind = FAMILIES.find(({ share }) => {
      at -= share;
      return at < 0;
    });
    add((kind ?? FAMILIES[0] ?? (SMALL[0] as Family)).next(random));
  }
  return [...made.values()].map((scenario, at) => ({ ...scenario, title: `#${at}` }));
}
