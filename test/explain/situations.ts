import type { RequestSpec } from '../../src/engine/initiator';
import type { Actor, Cause, TrapName } from '../../src/explain/diagnosis';
import { jsonBody, server } from '../../src/lessons/build';
import type { Server } from '../../src/policy/policy';
import { defaultRequest, defaultScenario } from '../../src/scenario/defaults';
import type { Page, Scenario, StoredCookie } from '../../src/scenario/scenario';

/** What developers get stuck at, and what has to be told of it. */
export interface Situation {
  readonly number: number;
  readonly title: string;
  readonly scenario: Scenario;
  readonly cause: Cause;
  readonly cors: 'cors' | 'not CORS';
  readonly actor: Actor;
  readonly traps?: readonly TrapName[];
  /** Words that have to be among those told, plain and precise. */
  readonly words: readonly (string | RegExp)[];
}

const PAGE = 'https://foo.example';
const API = 'https://bar.other';
const LOGIN = 'https://login.test';
const MINE = { origins: 'list', list: [PAGE], vary: true } as const;
const CREDENTIALED = { ...MINE, credentials: true } as const;
const ANYTHING = { ...MINE, headers: ['content-type'], methods: ['PUT'], maxAge: '600' } as const;

interface Scene {
  readonly page?: Partial<Page>;
  readonly request?: Partial<RequestSpec>;
  readonly servers?: readonly Server[];
  readonly cookies?: readonly StoredCookie[];
  readonly browser?: Partial<Scenario['browser']>;
  readonly earlier?: Scenario['earlier'];
}

function scene({
  page,
  request,
  servers = [server(API)],
  cookies = [],
  browser,
  earlier = [],
}: Scene): Scenario {
  return {
    ...defaultScenario,
    page: { ...defaultScenario.page, url: `${PAGE}/page`, ...page },
    request: { ...defaultRequest, url: `${API}/doc`, ...request },
    servers,
    cookies,
    browser: { ...defaultScenario.browser, profile: 'standard', ...browser },
    earlier,
  };
}

const post = { method: 'POST', ...jsonBody } as const;

const raw = (...lines: readonly string[]) =>
  server(API, {
    answers: 'raw',
    raw: {
      preflight: { status: '204', lines: lines.join('\n') },
      response: { status: '200', lines: lines.join('\n') },
    },
  });

function situation(
  number: number,
  title: string,
  scenario: Scene,
  told: Omit<Situation, 'number' | 'title' | 'scenario' | 'cors'> & { readonly cors?: Situation['cors'] },
): Situation {
  return { number, title, scenario: scene(scenario), cors: 'cors', ...told };
}

export const SITUATIONS: readonly Situation[] = [
  situation(
    1,
    'no Access-Control-Allow-Origin on a GET',
    {},
    {
      cause: 'allow-origin-missing',
      actor: 'server',
      words: ['sends no Access-Control-Allow-Origin', 'The server did answer'],
    },
  ),
  situation(
    1,
    'nor on a POST, which ran all the same',
    { request: { method: 'POST' } },
    {
      cause: 'allow-origin-missing',
      actor: 'server',
      words: ['has run the POST all the same: blocking the answer does not undo it'],
    },
  ),
  situation(
    2,
    'CORS on the POST, not on OPTIONS',
    { request: post, servers: [server(API, { policy: { ...MINE, mistakes: ['response only'] } })] },
    {
      cause: 'allow-origin-missing',
      actor: 'server',
      words: ['set up for POST and forgotten for OPTIONS', 'The POST itself was never sent'],
    },
  ),
  situation(
    3,
    'works in Postman and curl',
    {},
    {
      cause: 'allow-origin-missing',
      actor: 'server',
      words: [/Postman and curl show the answer.*only browsers/],
    },
  ),
  situation(
    4,
    'OPTIONS answered 401',
    {
      request: { headers: [['Authorization', 'Bearer 1']] },
      servers: [
        server(API, {
          policy: { ...MINE, headers: ['authorization'] },
          options: { by: 'status', status: '401' },
        }),
      ],
    },
    {
      cause: 'preflight-unauthorized',
      actor: 'server',
      words: ['never carries cookies or Authorization', 'before authentication'],
    },
  ),
  ...['404', '405', '502'].map((status) =>
    situation(
      5,
      `OPTIONS answered ${status}`,
      { request: post, servers: [server(API, { policy: MINE, options: { by: 'status', status } })] },
      {
        cause: 'preflight-status',
        actor: status === '502' ? 'proxy' : 'server',
        words: [`this one is ${status}`, status === '502' ? 'a proxy or a gateway' : 'no route for OPTIONS'],
      },
    ),
  ),
  situation(
    6,
    'the preflight is redirected',
    {
      request: post,
      servers: [
        server(API, {
          policy: MINE,
          options: { by: 'redirect', status: '301', location: `${API}/doc/` },
        }),
      ],
    },
    {
      cause: 'preflight-redirected',
      actor: 'page',
      words: ['http: that leads to https:', `Ask for ${API}/doc/ in the first place`],
    },
  ),
  situation(
    7,
    'an expired session redirects to a login page',
    {
      request: { credentials: 'include' },
      servers: [
        server(API, { policy: CREDENTIALED, response: { status: '302', location: `${LOGIN}/` } }),
        server(LOGIN),
      ],
    },
    {
      cause: 'origin-null-by-redirect',
      actor: 'server',
      words: ['Origin becomes null', 'the session has expired', '401 where a login is needed'],
    },
  ),
  situation(
    8,
    '* with credentials',
    { request: { credentials: 'include' }, servers: [raw('Access-Control-Allow-Origin: *')] },
    {
      cause: 'wildcard-with-credentials',
      actor: 'server',
      words: ['* means anyone at all', `Access-Control-Allow-Origin: ${PAGE}`],
    },
  ),
  situation(
    9,
    'Access-Control-Allow-Credentials missing on the response',
    { request: { credentials: 'include' }, servers: [server(API, { policy: MINE })] },
    {
      cause: 'allow-credentials-missing',
      actor: 'server',
      words: ['does not allow credentials', 'Access-Control-Allow-Credentials: true'],
    },
  ),
  situation(
    9,
    'True is not true',
    {
      request: { credentials: 'include' },
      servers: [server(API, { policy: { ...CREDENTIALED, mistakes: ['True'] } })],
    },
    {
      cause: 'allow-credentials-value',
      actor: 'server',
      words: ['is True, not true', 'exactly these letters'],
    },
  ),
  situation(
    10,
    'Access-Control-Allow-Origin twice',
    { servers: [server(API, { policy: { ...MINE, mistakes: ['allow-origin twice'] } })] },
    { cause: 'allow-origin-repeated', actor: 'proxy', words: ['is sent twice', 'a proxy before the app'] },
  ),
  situation(
    11,
    'a list in Access-Control-Allow-Origin',
    { servers: [raw(`Access-Control-Allow-Origin: ${PAGE}, https://www.foo.example`)] },
    { cause: 'allow-origin-list', actor: 'server', words: ['one origin, never a list'] },
  ),
  situation(
    11,
    'a pattern in Access-Control-Allow-Origin',
    { servers: [raw('Access-Control-Allow-Origin: https://*.example')] },
    { cause: 'allow-origin-pattern', actor: 'server', words: ['patterns are not understood'] },
  ),
  situation(
    12,
    'a slash at the end',
    { servers: [raw(`Access-Control-Allow-Origin: ${PAGE}/`)] },
    { cause: 'allow-origin-trailing', actor: 'server', words: ['no slash at its end'] },
  ),
  ...(
    [
      ['http://foo.example', 'http: and https:'],
      ['https://foo.example:8443', 'another port'],
      ['https://www.foo.example', 'With and without www.'],
    ] as const
  ).map(([origin, words]) =>
    situation(
      13,
      `${origin} is another origin`,
      { servers: [raw(`Access-Control-Allow-Origin: ${origin}`)] },
      { cause: 'allow-origin-mismatch', actor: 'server', words: [words] },
    ),
  ),
  situation(
    13,
    'localhost and 127.0.0.1',
    {
      page: { url: 'http://127.0.0.1:5173/' },
      request: { url: 'http://localhost:8000/doc' },
      servers: [
        server('http://localhost:8000', { policy: { origins: 'list', list: ['http://localhost:5173'] } }),
      ],
    },
    { cause: 'allow-origin-mismatch', actor: 'server', words: ['reach the same machine, but are different'] },
  ),
  ...(['sentry-trace', 'baggage', 'traceparent', 'x-requested-with'] as const).map((name) =>
    situation(
      14,
      `${name}, which tooling adds`,
      { request: { headers: [[name, '1']] }, servers: [server(API, { policy: MINE })] },
      {
        cause: 'header-not-allowed',
        actor: 'page',
        words: [`Often nobody wrote ${name} by hand`, `Add ${name} to Access-Control-Allow-Headers`],
      },
    ),
  ),
  situation(
    15,
    'a JSON body needs a preflight',
    { request: post, servers: [server(API, { policy: MINE })] },
    {
      cause: 'header-not-allowed',
      actor: 'server',
      words: ['what no plain form could send: the header content-type: application/json', 'Add content-type'],
    },
  ),
  situation(
    16,
    '* does not cover Authorization',
    {
      request: { headers: [['Authorization', 'Bearer 1']] },
      servers: [server(API, { policy: { ...MINE, headers: ['*'] } })],
    },
    {
      cause: 'authorization-by-wildcard',
      actor: 'server',
      words: ['any header but Authorization', 'Add authorization to Access-Control-Allow-Headers'],
    },
  ),
  situation(
    16,
    'today’s browsers let it pass',
    {
      request: { headers: [['Authorization', 'Bearer 1']] },
      servers: [server(API, { policy: { ...MINE, headers: ['*'] } })],
      browser: { profile: 'chromium' },
    },
    {
      cause: 'none',
      actor: 'nobody',
      traps: ['authorization-by-wildcard'],
      words: ['By the standard it would not pass'],
    },
  ),
  situation(
    17,
    '* in Allow-Methods with credentials',
    {
      request: { method: 'PUT', credentials: 'include' },
      servers: [server(API, { policy: { ...CREDENTIALED, methods: ['*'] } })],
    },
    {
      cause: 'methods-wildcard-with-credentials',
      actor: 'server',
      words: ['only for requests without credentials'],
    },
  ),
  situation(
    17,
    '* in Allow-Headers with credentials',
    {
      request: { headers: [['X-One', '1']], credentials: 'include' },
      servers: [server(API, { policy: { ...CREDENTIALED, headers: ['*'] } })],
    },
    {
      cause: 'headers-wildcard-with-credentials',
      actor: 'server',
      words: ['only for requests without credentials'],
    },
  ),
  situation(
    17,
    '* in Expose-Headers with credentials',
    {
      request: { credentials: 'include' },
      servers: [
        server(API, {
          policy: { ...CREDENTIALED, exposed: ['*'] },
          response: { headers: [['X-Total', '3']] },
        }),
      ],
    },
    { cause: 'header-not-exposed', actor: 'server', words: ['With credentials, * is not a wildcard'] },
  ),
  situation(
    18,
    'PUT is not listed',
    { request: { method: 'PUT' }, servers: [server(API, { policy: MINE })] },
    {
      cause: 'method-not-allowed',
      actor: 'server',
      words: ['GET, HEAD and POST, which never need listing', 'Add PUT to Access-Control-Allow-Methods'],
    },
  ),
  situation(
    19,
    'patch in lower case',
    { request: { method: 'patch' }, servers: [server(API, { policy: { ...MINE, methods: ['PATCH'] } })] },
    { cause: 'method-case', actor: 'page', words: ['but not patch', 'Write the method in capitals'] },
  ),
  situation(
    20,
    'a 500 without CORS headers',
    {
      servers: [
        server(API, { policy: { ...MINE, mistakes: ['errors forget'] }, response: { status: '500' } }),
      ],
    },
    { cause: 'error-without-cors', actor: 'server', words: ['The error is the real trouble', 'status 500'] },
  ),
  situation(
    20,
    'a 504 from a gateway',
    { servers: [server(API, { response: { status: '504' } })] },
    { cause: 'error-without-cors', actor: 'proxy', words: ['a proxy or a gateway'] },
  ),
  situation(
    21,
    'a response header reads as null',
    { servers: [server(API, { policy: MINE, response: { headers: [['X-Total', '3']] } })] },
    {
      cause: 'header-not-exposed',
      actor: 'server',
      traps: ['header-not-exposed'],
      words: ['reads as null', 'Access-Control-Expose-Headers'],
    },
  ),
  situation(
    22,
    'no-cors as a fix',
    { request: { mode: 'no-cors' } },
    {
      cause: 'opaque-no-cors',
      actor: 'page',
      traps: ['opaque-no-cors'],
      words: ['does not switch CORS off', 'status 0, no headers, no body'],
    },
  ),
  situation(
    23,
    'the cookie is SameSite=Lax',
    {
      request: { credentials: 'include' },
      servers: [server(API, { policy: CREDENTIALED })],
      cookies: [{ url: `${API}/`, cookie: 'sid=1' }],
    },
    {
      cause: 'cookie-withheld',
      cors: 'not CORS',
      actor: 'server',
      traps: ['cookie-withheld'],
      words: ['on pages of its own site only', 'SameSite=None; Secure'],
    },
  ),
  situation(
    23,
    'third-party cookies are blocked',
    {
      request: { credentials: 'include' },
      servers: [server(API, { policy: CREDENTIALED })],
      cookies: [{ url: `${API}/`, cookie: 'sid=1; SameSite=None; Secure' }],
      browser: { thirdPartyCookies: 'blocked' },
    },
    { cause: 'cookie-withheld', cors: 'not CORS', actor: 'person', words: ['cookies of other sites'] },
  ),
  situation(
    23,
    'credentials left at its default',
    {
      servers: [server(API, { policy: CREDENTIALED })],
      cookies: [{ url: `${API}/`, cookie: 'sid=1; SameSite=None; Secure' }],
    },
    {
      cause: 'cookie-withheld',
      cors: 'not CORS',
      actor: 'page',
      words: ['go without cookies unless it asks for them', "credentials: 'include'"],
    },
  ),
  situation(
    24,
    'Set-Cookie is ignored',
    {
      request: { credentials: 'include' },
      servers: [server(API, { policy: CREDENTIALED, response: { cookies: ['sid=1; SameSite=None'] } })],
    },
    {
      cause: 'cookie-ignored',
      cors: 'not CORS',
      actor: 'server',
      traps: ['cookie-ignored'],
      words: ['was not stored', 'has to be Secure'],
    },
  ),
  situation(
    25,
    'no Vary: Origin where the answer depends on it',
    { servers: [server(API, { policy: { origins: 'list', list: [PAGE, LOGIN] } })] },
    {
      cause: 'none',
      actor: 'nobody',
      traps: ['vary-origin-missing'],
      words: ['Vary: Origin'],
    },
  ),
  situation(
    25,
    'a cache gave the answer made for another origin',
    { servers: [raw(`Access-Control-Allow-Origin: ${LOGIN}`)] },
    {
      cause: 'allow-origin-mismatch',
      actor: 'server',
      traps: ['vary-origin-missing'],
      words: ['a cache has kept the answer it gave to https://login.test'],
    },
  ),
  situation(
    25,
    'an <img> loaded first without CORS',
    { request: { initiator: 'image', crossorigin: 'anonymous', use: 'canvas' } },
    {
      cause: 'allow-origin-missing',
      actor: 'server',
      traps: ['element-first'],
      words: ['without crossorigin, the browser may have kept that answer'],
    },
  ),
  situation(
    26,
    'a preflight on every call',
    { request: post, servers: [server(API, { policy: { ...ANYTHING, maxAge: '' } })] },
    {
      cause: 'none',
      actor: 'nobody',
      traps: ['preflight-every-call'],
      words: ['remembered for 5 seconds only', 'Access-Control-Max-Age: 600'],
    },
  ),
  situation(
    26,
    'Access-Control-Max-Age: 0',
    { request: post, servers: [server(API, { policy: { ...ANYTHING, maxAge: '0' } })] },
    {
      cause: 'none',
      actor: 'nobody',
      traps: ['preflight-every-call'],
      words: ['is not remembered: every call is two'],
    },
  ),
  situation(
    26,
    'a stale policy for hours',
    {
      request: post,
      servers: [server(API, { policy: { ...ANYTHING, maxAge: '86400' } })],
      browser: { profile: 'chromium' },
      earlier: [60],
    },
    {
      cause: 'none',
      actor: 'nobody',
      traps: ['policy-remembered-for-hours'],
      words: ['remembers the preflight’s answer for 2 hours'],
    },
  ),
  ...(['file', 'sandbox', 'data'] as const).map((kind) =>
    situation(
      27,
      `Origin: null from a page of kind ${kind}`,
      { page: { kind }, servers: [server(API, { policy: MINE })] },
      { cause: 'origin-null', actor: 'page', words: ['has no origin of its own', 'should not be allowed'] },
    ),
  ),
  situation(
    27,
    'null is allowed',
    { page: { kind: 'sandbox' }, servers: [server(API, { policy: { origins: 'null' } })] },
    { cause: 'none', actor: 'nobody', traps: ['null-allowed'], words: ['Any site can make a page'] },
  ),
  situation(
    28,
    'a public page calls localhost',
    {
      request: { url: 'http://localhost:8000/' },
      servers: [server('http://localhost:8000', { policy: { origins: 'any' } })],
      browser: { localNetwork: 'denied' },
    },
    {
      cause: 'local-network-permission',
      cors: 'not CORS',
      actor: 'person',
      words: ['only if the person says so', 'no CORS header helps'],
    },
  ),
  situation(
    29,
    'mixed content',
    { request: { url: 'http://bar.other/doc' } },
    {
      cause: 'mixed-content',
      cors: 'not CORS',
      actor: 'server',
      words: ['came over HTTPS', 'This is not CORS'],
    },
  ),
  situation(
    29,
    'a blocked port',
    { request: { url: 'https://bar.other:25/' } },
    {
      cause: 'blocked-port',
      cors: 'not CORS',
      actor: 'server',
      words: ['Some ports belong to other services'],
    },
  ),
  ...(
    [
      ['dns', 'dns', 'page', 'leads to no address'],
      ['tls', 'tls', 'server', 'secure connection'],
      ['refused', 'connection-refused', 'server', 'Nothing listens there'],
      ['reset', 'connection-reset', 'server', 'The connection broke'],
      ['timeout', 'connection-timeout', 'server', 'Nobody answered'],
      ['blocked by the client', 'blocked-by-client', 'person', 'an ad blocker'],
    ] as const
  ).map(([failure, cause, actor, words]) =>
    situation(
      29,
      `no connection: ${failure}`,
      { servers: [server(API, { failure })] },
      { cause, cors: 'not CORS', actor, words: [words, 'This is not CORS'] },
    ),
  ),
  situation(
    29,
    'Cross-Origin-Resource-Policy',
    {
      request: { initiator: 'image' },
      servers: [server(API, { response: { headers: [['Cross-Origin-Resource-Policy', 'same-origin']] } })],
    },
    {
      cause: 'corp',
      cors: 'not CORS',
      actor: 'server',
      words: ['This is not CORS, though it looks like it'],
    },
  ),
  situation(
    29,
    'Cross-Origin-Embedder-Policy',
    { page: { embedderPolicy: 'require-corp' }, request: { initiator: 'image' } },
    { cause: 'embedder-policy', cors: 'not CORS', actor: 'server', words: ['The page has shut itself off'] },
  ),
  situation(
    29,
    'a module that is no JavaScript',
    {
      request: { initiator: 'module script' },
      servers: [server(API, { policy: MINE, response: { headers: [['Content-Type', 'text/html']] } })],
    },
    { cause: 'mime-type', cors: 'not CORS', actor: 'server', words: ['an error page in HTML'] },
  ),
  situation(
    30,
    'the development server’s proxy hides it',
    {
      page: { url: 'http://localhost:5173/' },
      request: { url: '/api' },
      servers: [server('http://localhost:5173')],
    },
    {
      cause: 'none',
      cors: 'not CORS',
      actor: 'nobody',
      traps: ['development-proxy'],
      words: ['once it is published'],
    },
  ),
  situation(
    31,
    'a font from a CDN',
    { request: { initiator: 'font' } },
    { cause: 'allow-origin-missing', actor: 'server', words: ['The text appears in another font'] },
  ),
  situation(
    31,
    'a tainted canvas',
    { request: { initiator: 'image', use: 'canvas' } },
    { cause: 'tainted-canvas', actor: 'page', words: ['taints the canvas', 'before its src'] },
  ),
  situation(
    31,
    'a texture for WebGL',
    { request: { initiator: 'image', use: 'WebGL texture' } },
    { cause: 'texture-refused', actor: 'page', words: ['WebGL refuses the image'] },
  ),
  situation(
    31,
    'crossorigin, and the server does not allow',
    { request: { initiator: 'image', use: 'canvas', crossorigin: 'anonymous' } },
    { cause: 'allow-origin-missing', actor: 'server', words: ['The image is not used'] },
  ),
  situation(
    32,
    'response headers set on the request',
    {
      request: { headers: [['Access-Control-Allow-Origin', '*']] },
      servers: [server(API, { policy: MINE })],
    },
    {
      cause: 'response-header-on-request',
      actor: 'page',
      traps: ['response-header-on-request'],
      words: ['gives no permission', 'Leave out access-control-allow-origin: only servers send that'],
    },
  ),
];
