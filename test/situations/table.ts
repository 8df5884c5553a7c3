import type { Actor, Cause, Place, TrapName } from '../../src/explain/diagnosis';
import type { Wish } from '../../src/explain/fixes';

/** What comes to be read, sent, stored, spared or kept apart; or the words that say that no change does it. */
export type Mended = Wish['kind'] | { readonly words: RegExp };

/** Artefacts that lead to the same. */
export interface Row {
  /** A play, and files of it. */
  readonly play: string;
  readonly from: readonly string[];
  /** Of several requests the one that a person would pick: its method and URL. */
  readonly pick?: string;
  readonly cause: Cause;
  readonly actor: Actor;
  readonly at: Place;
  readonly trap?: TrapName;
  readonly mended: Mended;
  /** What the words must say as well. */
  readonly says?: RegExp;
}

export interface Situation {
  readonly number: number;
  readonly title: string;
  readonly rows: readonly Row[];
}

const CHROME = 'chromium.console.txt';
const FIREFOX = 'firefox.console.txt';
const SAFARI = 'webkit.console.txt';
const HARS = ['chromium.har', 'firefox.har'] as const;
const ALL = [CHROME, FIREFOX, SAFARI, ...HARS] as const;
/** All but what Safari prints, which gives no value. */
const NAMING = [CHROME, FIREFOX, ...HARS] as const;

const atResponse = { actor: 'server', at: 'response', mended: 'read' } as const;
const atPreflight = { actor: 'server', at: 'preflight', mended: 'read' } as const;

export const TABLE: readonly Situation[] = [
  {
    number: 1,
    title: 'no Access-Control-Allow-Origin, and the request ran all the same',
    rows: [
      { play: '01-no-header', from: ALL, cause: 'allow-origin-missing', ...atResponse },
      {
        play: '01-post-ran',
        from: ['chromium.har', 'firefox.har', 'page.js'],
        cause: 'allow-origin-missing',
        ...atResponse,
        says: /server (has )?(ran|run|handled|carried)|the request ran|took effect|had its effect/i,
      },
      { play: '01-post-ran', from: [CHROME, FIREFOX, SAFARI], cause: 'allow-origin-missing', ...atResponse },
    ],
  },
  {
    number: 2,
    title: 'CORS on the PUT, not on its preflight',
    rows: [
      { play: '02-preflight-forgotten', from: NAMING, cause: 'allow-origin-missing', ...atPreflight },
      // Safari prints the same of both.
      { play: '02-preflight-forgotten', from: [SAFARI], cause: 'allow-origin-missing', ...atResponse },
    ],
  },
  {
    number: 3,
    title: 'it works in Postman and curl',
    rows: [
      {
        play: '03-postman',
        from: ['curl-v.txt', 'chromium.curl.txt'],
        cause: 'allow-origin-missing',
        ...atResponse,
        says: /Postman and curl/,
      },
    ],
  },
  {
    number: 4,
    title: 'a login in front of the preflight',
    rows: [
      {
        play: '04-preflight-401',
        from: [FIREFOX, SAFARI, ...HARS],
        cause: 'preflight-unauthorized',
        ...atPreflight,
      },
      // Chrome names the header, not the status.
      { play: '04-preflight-401', from: [CHROME], cause: 'allow-origin-missing', ...atPreflight },
    ],
  },
  {
    number: 5,
    title: 'no route for OPTIONS',
    rows: [
      ...['404', '405'].map(
        (status): Row => ({
          play: `05-preflight-${status}`,
          from: [FIREFOX, SAFARI, ...HARS],
          cause: 'preflight-status',
          ...atPreflight,
        }),
      ),
      {
        play: '05-preflight-502',
        from: [FIREFOX, SAFARI, ...HARS],
        cause: 'preflight-status',
        ...atPreflight,
        actor: 'proxy',
      },
      ...['404', '405', '502'].map(
        (status): Row => ({
          play: `05-preflight-${status}`,
          from: [CHROME],
          cause: 'allow-origin-missing',
          ...atPreflight,
        }),
      ),
    ],
  },
  {
    number: 6,
    title: 'the preflight is redirected',
    rows: [
      {
        play: '06-preflight-redirected',
        from: ALL,
        cause: 'preflight-redirected',
        ...atPreflight,
        actor: 'page',
      },
    ],
  },
  {
    number: 7,
    title: 'the session is over, and the login page is elsewhere',
    rows: [
      {
        play: '07-session-expired',
        from: [CHROME, ...HARS],
        cause: 'origin-null-by-redirect',
        ...atResponse,
      },
      // Firefox says nothing of a redirect.
      { play: '07-session-expired', from: [FIREFOX], cause: 'allow-origin-missing', ...atResponse },
    ],
  },
  {
    number: 8,
    title: '* with credentials',
    rows: ['08-wildcard-credentials', '08-wildcard-credentials-xhr'].map(
      (play): Row => ({
        play,
        from: ALL,
        cause: 'wildcard-with-credentials',
        ...atResponse,
      }),
    ),
  },
  {
    number: 9,
    title: 'Access-Control-Allow-Credentials missing on one answer, or True',
    rows: [
      { play: '09-credentials-on-one', from: ALL, cause: 'allow-credentials-missing', ...atResponse },
      {
        play: '09-credentials-true',
        from: [CHROME, ...HARS],
        cause: 'allow-credentials-value',
        ...atResponse,
      },
      // Neither prints the value.
      {
        play: '09-credentials-true',
        from: [FIREFOX, SAFARI],
        cause: 'allow-credentials-missing',
        ...atResponse,
      },
    ],
  },
  {
    number: 10,
    title: 'Access-Control-Allow-Origin from the app and from its proxy',
    rows: [{ play: '10-twice', from: ALL, cause: 'allow-origin-repeated', ...atResponse, actor: 'proxy' }],
  },
  {
    number: 11,
    title: 'a list or a pattern in Access-Control-Allow-Origin',
    rows: [
      { play: '11-list', from: NAMING, cause: 'allow-origin-list', ...atResponse },
      { play: '11-pattern', from: NAMING, cause: 'allow-origin-pattern', ...atResponse },
    ],
  },
  {
    number: 12,
    title: 'a slash or a path after the origin',
    rows: ['12-trailing-slash', '12-path'].map(
      (play): Row => ({
        play,
        from: NAMING,
        cause: 'allow-origin-trailing',
        ...atResponse,
      }),
    ),
  },
  {
    number: 13,
    title: 'another port, scheme or host',
    rows: ['13-host', '13-port', '13-scheme', '13-www'].map(
      (play): Row => ({
        play,
        from: NAMING,
        cause: 'allow-origin-mismatch',
        ...atResponse,
      }),
    ),
  },
  {
    number: 14,
    title: 'headers that tools add',
    rows: ['14-tracing', '14-requested-with'].map(
      (play): Row => ({
        play,
        from: ALL,
        cause: 'header-not-allowed',
        ...atPreflight,
        actor: 'page',
        says: play === '14-tracing' ? /tracing/ : /library/,
      }),
    ),
  },
  {
    number: 15,
    title: 'JSON, and so a preflight',
    rows: [
      {
        play: '15-json',
        from: ALL,
        cause: 'header-not-allowed',
        ...atPreflight,
        says: /Content-Type/i,
      },
    ],
  },
  {
    number: 16,
    title: 'Access-Control-Allow-Headers: * and Authorization',
    rows: [
      {
        play: '16-authorization-wildcard',
        from: [FIREFOX, ...HARS],
        cause: 'none',
        actor: 'nobody',
        at: 'use',
        trap: 'authorization-by-wildcard',
        mended: { words: /authorization.*Access-Control-Allow-Headers/i },
      },
    ],
  },
  {
    number: 17,
    title: 'wildcards with credentials',
    rows: [
      { play: '17-methods', from: HARS, cause: 'methods-wildcard-with-credentials', ...atPreflight },
      { play: '17-headers', from: HARS, cause: 'headers-wildcard-with-credentials', ...atPreflight },
      {
        play: '17-exposed',
        from: HARS,
        cause: 'header-not-exposed',
        actor: 'server',
        at: 'use',
        trap: 'header-not-exposed',
        mended: 'header',
      },
      // No console says what the list was.
      { play: '17-methods', from: [CHROME, FIREFOX, SAFARI], cause: 'method-not-allowed', ...atPreflight },
      { play: '17-headers', from: [CHROME, FIREFOX, SAFARI], cause: 'header-not-allowed', ...atPreflight },
    ],
  },
  {
    number: 18,
    title: 'a method that is not listed',
    rows: [{ play: '18-method', from: ALL, cause: 'method-not-allowed', ...atPreflight }],
  },
  {
    number: 19,
    title: 'patch in lower case',
    rows: [
      {
        play: '19-lower-case',
        from: [CHROME, SAFARI, ...HARS],
        cause: 'method-case',
        ...atPreflight,
        actor: 'page',
      },
      // Firefox does not name the method.
      { play: '19-lower-case', from: [FIREFOX], cause: 'method-not-allowed', ...atPreflight },
    ],
  },
  {
    number: 20,
    title: 'an error page without CORS headers',
    rows: [
      { play: '20-error-500', from: ALL, cause: 'error-without-cors', ...atResponse },
      { play: '20-error-504', from: ALL, cause: 'error-without-cors', ...atResponse, actor: 'proxy' },
    ],
  },
  {
    number: 21,
    title: 'a response header reads null',
    rows: [
      {
        play: '21-header-null',
        from: HARS,
        cause: 'header-not-exposed',
        actor: 'server',
        at: 'use',
        trap: 'header-not-exposed',
        mended: 'header',
      },
    ],
  },
  {
    number: 22,
    title: 'no-cors as a fix',
    rows: [
      {
        play: '22-no-cors',
        from: ['page.js', 'firefox.har'],
        cause: 'opaque-no-cors',
        actor: 'page',
        at: 'use',
        trap: 'opaque-no-cors',
        mended: 'read',
      },
    ],
  },
  {
    number: 23,
    title: 'the cookie is not sent',
    rows: [
      {
        play: '23-credentials-default',
        from: HARS,
        pick: 'GET https://api.example/me',
        cause: 'cookie-withheld',
        actor: 'page',
        at: 'use',
        trap: 'cookie-withheld',
        mended: 'cookie sent',
      },
    ],
  },
  {
    number: 24,
    title: 'Set-Cookie is ignored',
    rows: [
      {
        play: '24-set-cookie',
        from: HARS,
        cause: 'cookie-ignored',
        actor: 'server',
        at: 'use',
        trap: 'cookie-ignored',
        mended: 'cookie stored',
      },
      {
        play: '24-credentials-default',
        from: HARS,
        cause: 'cookie-ignored',
        actor: 'page',
        at: 'use',
        trap: 'cookie-ignored',
        mended: 'cookie stored',
      },
    ],
  },
  {
    number: 25,
    title: 'it works until a cache answers',
    rows: [
      {
        play: '25-image-first',
        from: ['chromium.har'],
        pick: 'GET http://cdn.example/logo.png',
        cause: 'allow-origin-missing',
        ...atResponse,
        trap: 'element-first',
      },
      { play: '25-image-first', from: [CHROME, SAFARI], cause: 'allow-origin-missing', ...atResponse },
      {
        play: '25-other-origin-first',
        from: NAMING,
        cause: 'allow-origin-mismatch',
        ...atResponse,
        trap: 'vary-origin-missing',
      },
    ],
  },
  {
    number: 26,
    title: 'a preflight for every call, or one that is remembered for hours',
    rows: [
      {
        play: '26-every-call',
        from: HARS,
        cause: 'none',
        actor: 'nobody',
        at: 'use',
        trap: 'preflight-every-call',
        mended: 'no preflight',
      },
      {
        play: '26-for-hours',
        from: HARS,
        cause: 'none',
        actor: 'nobody',
        at: 'use',
        trap: 'policy-remembered-for-hours',
        mended: { words: /Access-Control-Max-Age/ },
      },
    ],
  },
  {
    number: 27,
    title: 'Origin: null',
    rows: ['27-file', '27-sandbox'].map(
      (play): Row => ({
        play,
        from: [CHROME, SAFARI, ...HARS],
        cause: 'origin-null',
        ...atResponse,
        actor: 'page',
      }),
    ),
  },
  {
    number: 28,
    title: 'a public page calls localhost',
    rows: [
      {
        play: '28-local-network',
        from: [CHROME, 'chromium.har'],
        cause: 'local-network-permission',
        actor: 'person',
        at: 'call',
        mended: { words: /permission|allow/i },
      },
    ],
  },
  {
    number: 29,
    title: 'not CORS at all',
    rows: [
      {
        play: '29-mixed-content',
        from: [CHROME, FIREFOX, ...HARS],
        cause: 'mixed-content',
        actor: 'server',
        at: 'call',
        mended: 'read',
      },
      {
        play: '29-tls',
        from: [CHROME, 'chromium.har'],
        cause: 'tls',
        actor: 'server',
        at: 'response',
        mended: { words: /certificate/i },
      },
      {
        play: '29-dns',
        from: [CHROME, 'chromium.har'],
        cause: 'dns',
        actor: 'page',
        at: 'response',
        mended: { words: /name|host/i },
      },
      {
        play: '29-refused',
        from: [CHROME, 'chromium.har'],
        cause: 'connection-refused',
        actor: 'server',
        at: 'response',
        mended: { words: /server|running|port/i },
      },
      {
        play: '29-port',
        from: [CHROME, ...HARS],
        cause: 'blocked-port',
        actor: 'server',
        at: 'call',
        mended: 'read',
      },
      {
        play: '29-blocked',
        from: [CHROME, 'chromium.har'],
        cause: 'blocked-by-client',
        actor: 'person',
        at: 'response',
        mended: { words: /block|extension/i },
      },
      { play: '29-corp', from: ALL, cause: 'corp', ...atResponse },
      { play: '29-coep', from: [CHROME, ...HARS], cause: 'embedder-policy', ...atResponse },
      // Firefox and Safari print the same of both.
      { play: '29-coep', from: [FIREFOX, SAFARI], cause: 'corp', ...atResponse },
      { play: '29-orb', from: [FIREFOX, SAFARI, ...HARS], cause: 'mime-type', ...atResponse },
      // Firefox tells no more than that there was no answer.
      ...['29-tls', '29-dns', '29-refused'].map(
        (play): Row => ({
          play,
          from: [FIREFOX, 'firefox.har'],
          cause: 'connection-refused',
          actor: 'server',
          at: 'response',
          mended: { words: /server|running|port/i },
        }),
      ),
    ],
  },
  {
    number: 30,
    title: 'the development server hides it',
    rows: [
      {
        play: '30-development',
        from: [...HARS, 'chromium.curl.txt'],
        pick: 'GET http://localhost:5173/api/orders',
        cause: 'none',
        actor: 'nobody',
        at: 'use',
        trap: 'development-proxy',
        mended: { words: /once it is published/ },
      },
      { play: '30-production', from: ALL, cause: 'allow-origin-missing', ...atResponse },
    ],
  },
  {
    number: 31,
    title: 'fonts, canvases, textures and crossorigin',
    rows: [
      { play: '31-font', from: NAMING, cause: 'allow-origin-missing', ...atResponse, says: /font/i },
      {
        play: '31-canvas',
        from: [CHROME],
        cause: 'tainted-canvas',
        actor: 'page',
        at: 'use',
        mended: 'read',
      },
      {
        play: '31-texture',
        from: [CHROME],
        cause: 'texture-refused',
        actor: 'page',
        at: 'use',
        mended: 'read',
      },
      { play: '31-crossorigin', from: ALL, cause: 'allow-origin-missing', ...atResponse },
    ],
  },
  {
    number: 32,
    title: 'response headers on the request',
    rows: [
      {
        play: '32-response-header',
        from: ALL,
        cause: 'response-header-on-request',
        ...atPreflight,
        actor: 'page',
        trap: 'response-header-on-request',
      },
    ],
  },
];

/** Recorded, and not followed, each with the reason. "Copy as cURL" and "as fetch" are of one situation each. */
export const NOT_TOLD: Readonly<Record<string, readonly string[]>> = {
  'the console prints a result, or nothing': [
    `16-authorization-wildcard/${CHROME}`,
    `17-exposed/${CHROME}`,
    `17-exposed/${FIREFOX}`,
    `21-header-null/${CHROME}`,
    `21-header-null/${FIREFOX}`,
    `23-credentials-default/${CHROME}`,
    `23-credentials-default/${FIREFOX}`,
    `23-same-site/${CHROME}`,
    `23-same-site/${FIREFOX}`,
    `24-set-cookie/${CHROME}`,
    `24-set-cookie/${FIREFOX}`,
    `24-credentials-default/${CHROME}`,
    `24-credentials-default/${FIREFOX}`,
    `25-image-first/${FIREFOX}`,
    `26-for-hours/${CHROME}`,
    `26-for-hours/${FIREFOX}`,
    `30-development/${CHROME}`,
    `30-development/${FIREFOX}`,
  ],
  'only that it failed': [
    `22-no-cors/${CHROME}`,
    `22-no-cors/${FIREFOX}`,
    `29-mixed-content/${SAFARI}`,
    `29-tls/${SAFARI}`,
    `29-dns/${SAFARI}`,
    `29-refused/${SAFARI}`,
    `29-port/${FIREFOX}`,
    `29-port/${SAFARI}`,
    `31-canvas/${FIREFOX}`,
  ],
  'Safari prints the same of a header that is missing and one that does not match': [
    `11-list/${SAFARI}`,
    `11-pattern/${SAFARI}`,
    `12-trailing-slash/${SAFARI}`,
    `12-path/${SAFARI}`,
    `13-host/${SAFARI}`,
    `13-port/${SAFARI}`,
    `13-scheme/${SAFARI}`,
    `13-www/${SAFARI}`,
    `25-other-origin-first/${SAFARI}`,
  ],
  'nothing says that the origin was null, or why': [
    `07-session-expired/${SAFARI}`,
    `27-file/${FIREFOX}`,
    `27-sandbox/${FIREFOX}`,
  ],
  'what is done with an image, and cookies set on an earlier visit, stand in no HAR': [
    '22-no-cors/chromium.har',
    '23-same-site/chromium.har',
    '23-same-site/firefox.har',
    '25-image-first/firefox.har',
    '31-canvas/chromium.har',
    '31-canvas/firefox.har',
    '31-texture/chromium.har',
  ],
  'as 01-no-header': [
    `03-postman/${CHROME}`,
    `03-postman/${FIREFOX}`,
    `03-postman/${SAFARI}`,
    '03-postman/chromium.har',
    '03-postman/firefox.har',
  ],
};
