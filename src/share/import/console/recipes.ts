import type { ConnectionFailureReason, Header } from '../../../engine/http';
import type { RequestSpec } from '../../../engine/initiator';
import { parseUrl } from '../../../engine/origin';
import type { Cause } from '../../../explain/cause';
import type { Slots } from '../../../explain/console-template';
import type { RawAnswer } from '../../../policy/policy';
import type { Page } from '../../../scenario/scenario';
import { standInValue } from '../exchanges';

/** What a message says, and whether it is about a preflight's answer. */
export interface Facts {
  readonly slots: Slots;
  /** The page's origin, serialised, as far as the message or a stand-in says. */
  readonly origin: string;
  readonly url: string;
  readonly preflight: 'yes' | 'no' | 'unknown';
}

/** What has to be so for a cause to come about; whatever is left out stays as it usually is. */
export interface Recipe {
  readonly page?: Partial<Page>;
  readonly request?: Partial<RequestSpec>;
  /** The preflight's answer; where there is one, the request is made so that it needs one. */
  readonly preflight?: RawAnswer;
  readonly response?: RawAnswer;
  readonly failure?: ConnectionFailureReason;
}

const lines = (...headers: readonly (string | null)[]): string =>
  headers.filter((line) => line !== null).join('\n');
const answer = (status: string, ...headers: readonly (string | null)[]): RawAnswer => ({
  status,
  lines: lines(...headers),
});

const allow = ({ origin }: Facts): string => `Access-Control-Allow-Origin: ${origin}`;
const CREDENTIALS = 'Access-Control-Allow-Credentials: true';

/** The request with credentials, however it is made. */
const WITH_CREDENTIALS: Partial<RequestSpec> = {
  credentials: 'include',
  withCredentials: true,
  crossorigin: 'use-credentials',
};

/** A request that needs a preflight, where the message does not say why: by its method, or else by a header. */
function preflighted({ slots: { method = 'POST' } }: Facts): Partial<RequestSpec> {
  switch (method) {
    case 'POST':
      return {
        method,
        headers: [['Content-Type', 'application/json']],
        body: { kind: 'string', text: '{}', type: '' },
      };
    case 'GET':
    case 'HEAD':
      return { method, headers: [['X-Requested-With', 'XMLHttpRequest']] };
    default:
      return { method };
  }
}

/** What a preflight's answer has to allow of a request, so that nothing but the message's cause stands in its way. */
function allowed(request: Partial<RequestSpec>): readonly string[] {
  return [...allowedMethod(request), ...allowedHeaders(request)];
}

const allowedMethod = ({ method = 'GET' }: Partial<RequestSpec>): readonly string[] =>
  ['GET', 'HEAD', 'POST'].includes(method) ? [] : [`Access-Control-Allow-Methods: ${method}`];

const allowedHeaders = ({ headers = [] }: Partial<RequestSpec>): readonly string[] =>
  headers.length === 0 ? [] : [`Access-Control-Allow-Headers: ${headers.map(([name]) => name).join(', ')}`];

function statusIn({ slots }: Facts, range: RegExp, usual: string): string {
  const { status = '' } = slots;
  return range.test(status) ? status : usual;
}

/** The same `Access-Control-Allow-Origin` on the answer that the message is about. */
function onAnswer(facts: Facts, value: readonly string[], rest: Recipe = {}): readonly Recipe[] {
  const header = value.map((one) => `Access-Control-Allow-Origin: ${one}`);
  const request = { ...preflighted(facts), ...rest.request };
  const preflight: Recipe = { ...rest, request, preflight: answer('204', ...header, ...allowed(request)) };
  const response: Recipe = { ...rest, response: answer(statusIn(facts, /^[2-5]\d\d$/, '200'), ...header) };
  switch (facts.preflight) {
    case 'yes':
      return [preflight];
    case 'no':
      return [response];
    case 'unknown':
      return [response, preflight];
    default:
      return facts.preflight satisfies never;
  }
}

/** A preflight that fails by its status: some browsers look at the header first. */
function preflightStatus(facts: Facts, status: string, ...more: readonly string[]): readonly Recipe[] {
  const request = preflighted(facts);
  const rest = [...allowed(request), ...more];
  return [
    { request, preflight: answer(status, allow(facts), ...rest) },
    { request, preflight: answer(status, ...rest) },
  ];
}

function headerRecipe(facts: Facts, fallback: string, ...preflight: readonly string[]): Recipe {
  const name = facts.slots.header ?? fallback;
  const header: Header = [name, standInValue(name)];
  const method = facts.slots.method ?? (name.toLowerCase() === 'content-type' ? 'POST' : 'GET');
  const typed = name.toLowerCase() === 'content-type' && method !== 'GET' && method !== 'HEAD';
  return {
    request: {
      method,
      headers: [header],
      ...(typed && { body: { kind: 'string', text: '{}', type: '' } as const }),
    },
    preflight: answer('204', allow(facts), ...preflight),
  };
}

const listed = (text: string): readonly string[] => text.split(',').map((item) => item.trim());

const failing = (failure: ConnectionFailureReason) => (): readonly Recipe[] => [{ failure }];

const redirectTo = (facts: Facts, location: string): readonly Recipe[] => [
  { response: answer('302', allow(facts), `Location: ${location}`) },
];

/** How each cause comes about, the likeliest way first. */
export const RECIPES: Partial<Readonly<Record<Cause, (facts: Facts) => readonly Recipe[]>>> = {
  'allow-origin-missing': (facts) =>
    onAnswer(facts, []).map((recipe) =>
      recipe.response && /^[45]/.test(recipe.response.status)
        ? { ...recipe, response: { ...recipe.response, status: '200' } }
        : recipe,
    ),
  'error-without-cors': (facts) =>
    facts.preflight === 'yes' ? [] : [{ response: answer(statusIn(facts, /^[45]\d\d$/, '500')) }],
  'preflight-unauthorized': (facts) => preflightStatus(facts, statusIn(facts, /^(401|403|407)$/, '401')),
  'preflight-status': (facts) => preflightStatus(facts, statusIn(facts, /^[1345]\d\d$/, '404')),
  'preflight-redirected': (facts) =>
    preflightStatus(facts, statusIn(facts, /^3\d\d$/, '301'), `Location: ${elsewhere(facts.url)}`),
  'allow-origin-mismatch': (facts) => onAnswer(facts, [facts.slots.value ?? 'https://other.example']),
  'allow-origin-trailing': (facts) => onAnswer(facts, [facts.slots.value ?? `${facts.origin}/`]),
  'allow-origin-pattern': (facts) => onAnswer(facts, [facts.slots.value ?? 'https://*.example']),
  'allow-origin-list': (facts) =>
    onAnswer(facts, [facts.slots.value ?? `${facts.origin}, https://other.example`]),
  'allow-origin-repeated': (facts) => {
    const { value } = facts.slots;
    if (value === undefined || value === '') return onAnswer(facts, [facts.origin, facts.origin]);
    // Two parties that each add the header add the same, or one of them `*`; different origins are a list.
    const items = listed(value);
    return new Set(items).size < items.length || items.includes('*') ? onAnswer(facts, items) : [];
  },
  'origin-null': (facts) => {
    const { value = 'https://foo.example' } = facts.slots;
    // Of several origins in one line none is right, whatever the page's.
    return /[,\s]/.test(value) ? [] : onAnswer(facts, [value], { page: { kind: 'file' } });
  },
  'origin-null-by-redirect': (facts) =>
    facts.slots.first === undefined
      ? []
      : onAnswer(facts, facts.slots.value === undefined ? [] : [facts.slots.value]),
  'wildcard-with-credentials': (facts) =>
    withLine(onAnswer(facts, ['*'], { request: WITH_CREDENTIALS }), CREDENTIALS),
  'allow-credentials-missing': (facts) => onAnswer(facts, [facts.origin], { request: WITH_CREDENTIALS }),
  'allow-credentials-value': (facts) => {
    const line = `Access-Control-Allow-Credentials: ${facts.slots.value || 'True'}`;
    return withLine(onAnswer(facts, [facts.origin], { request: WITH_CREDENTIALS }), line);
  },
  'allow-methods-syntax': (facts) => [
    {
      request: preflighted(facts),
      preflight: answer(
        '204',
        allow(facts),
        `Access-Control-Allow-Methods: ${badList(facts, 'GET POST')}`,
        ...allowedHeaders(preflighted(facts)),
      ),
    },
  ],
  'allow-headers-syntax': (facts) => [
    {
      request: preflighted(facts),
      preflight: answer(
        '204',
        allow(facts),
        ...allowedMethod(preflighted(facts)),
        `Access-Control-Allow-Headers: ${badList(facts, 'content-type x-api')}`,
      ),
    },
  ],
  'method-not-allowed': (facts) => [
    {
      request: { method: facts.slots.method ?? 'PUT' },
      preflight: answer('204', allow(facts), 'Access-Control-Allow-Methods: GET, POST'),
    },
  ],
  'method-case': (facts) => {
    const method = facts.slots.method ?? 'patch';
    return [
      {
        request: { method },
        preflight: answer('204', allow(facts), `Access-Control-Allow-Methods: ${method.toUpperCase()}`),
      },
    ];
  },
  'methods-wildcard-with-credentials': (facts) => [
    {
      request: { ...WITH_CREDENTIALS, method: facts.slots.method ?? 'PUT' },
      preflight: answer('204', allow(facts), CREDENTIALS, 'Access-Control-Allow-Methods: *'),
    },
  ],
  'header-not-allowed': (facts) => [
    headerRecipe(facts, 'x-requested-with', 'Access-Control-Allow-Methods: *'),
  ],
  'response-header-on-request': (facts) => [headerRecipe(facts, 'access-control-allow-origin')],
  'authorization-by-wildcard': () => [
    {
      request: { headers: [['Authorization', standInValue('authorization')]] },
      preflight: answer('204', 'Access-Control-Allow-Origin: *', 'Access-Control-Allow-Headers: *'),
      response: answer('200', 'Access-Control-Allow-Origin: *'),
    },
  ],
  'headers-wildcard-with-credentials': (facts) => {
    const recipe = headerRecipe(facts, 'authorization', CREDENTIALS, 'Access-Control-Allow-Headers: *');
    return [{ ...recipe, request: { ...recipe.request, ...WITH_CREDENTIALS } }];
  },
  'redirect-credentials': (facts) => redirectTo(facts, facts.slots.location || withUser(facts.url)),
  'redirect-location': (facts) => redirectTo(facts, facts.slots.location || 'data:,moved'),
  'location-repeated': (facts) => [
    { response: answer('302', allow(facts), 'Location: /one', 'Location: /two') },
  ],
  'redirect-loop': (facts) => redirectTo(facts, facts.url),
  'redirect-refused': (facts) =>
    redirectTo(facts, elsewhere(facts.url)).map((recipe) => ({ ...recipe, request: { redirect: 'error' } })),
  'mode-same-origin': () => [{ request: { mode: 'same-origin' } }],
  'no-cors-redirect-mode': () => [{ request: { mode: 'no-cors', redirect: 'error' } }],
  'scheme-unsupported': () => [{}],
  'mixed-content': (facts) => [
    { page: { url: facts.slots.page ?? 'https://foo.example/' } },
    { page: { url: 'https://foo.example/' } },
  ],
  'local-network-permission': (facts) => [{ page: { url: publicPage(facts, 'https') } }],
  'local-network-insecure': (facts) => [{ page: { url: publicPage(facts, 'http') } }],
  'blocked-port': () => [{}],
  dns: failing('dns'),
  tls: failing('tls'),
  'connection-refused': failing('refused'),
  'connection-reset': failing('reset'),
  'connection-timeout': failing('timeout'),
  'blocked-by-client': failing('blocked by the client'),
  corp: () => [
    {
      request: { mode: 'no-cors', crossorigin: 'none' },
      response: answer('200', 'Cross-Origin-Resource-Policy: same-origin'),
    },
  ],
  'embedder-policy': () => [
    {
      page: { embedderPolicy: 'require-corp' },
      request: { mode: 'no-cors', crossorigin: 'none' },
      response: answer('200'),
    },
  ],
  'mime-type': (facts) =>
    (['module script', 'script', 'stylesheet'] as const).map((initiator) => ({
      request: { initiator, crossorigin: 'anonymous' as const },
      response: answer(
        '200',
        allow(facts),
        `Content-Type: ${facts.slots.type || 'text/html'}`,
        initiator === 'module script' ? null : 'X-Content-Type-Options: nosniff',
      ),
    })),
  'tainted-canvas': () => [{ request: { initiator: 'image', use: 'canvas', crossorigin: 'none' } }],
  'texture-refused': () => [{ request: { initiator: 'image', use: 'WebGL texture', crossorigin: 'none' } }],
  'error-status': (facts) => [{ response: answer(statusIn(facts, /^[45]\d\d$/, '404'), allow(facts)) }],
};

/** The recipes with one more line in whichever answer each has. */
function withLine(recipes: readonly Recipe[], line: string): readonly Recipe[] {
  const added = (raw: RawAnswer): RawAnswer => ({ ...raw, lines: lines(raw.lines || null, line) });
  return recipes.map((recipe) => ({
    ...recipe,
    ...(recipe.preflight && { preflight: added(recipe.preflight) }),
    ...(recipe.response && { response: added(recipe.response) }),
  }));
}

/** A list that cannot be parsed, with the item the message names. */
function badList({ slots }: Facts, usual: string): string {
  return slots.value ?? (slots.token === undefined || slots.token === '' ? usual : `GET, ${slots.token}`);
}

/** Where redirects of preflights lead most often: to https, or to a trailing slash. */
function elsewhere(url: string): string {
  const parsed = parseUrl(url);
  if (parsed?.scheme === 'http') return url.replace(/^http:/i, 'https:');
  return url.endsWith('/') ? `${url}moved` : `${url.split(/[?#]/, 1)[0]}/`;
}

function withUser(url: string): string {
  return url.replace(/^(https?:\/\/)/i, '$1user:***@');
}

/** A page of the message's origin where that is far from here; else one that is. */
function publicPage({ origin }: Facts, scheme: 'http' | 'https'): string {
  return parseUrl(origin)?.scheme === scheme ? `${origin}/` : `${scheme}://foo.example/`;
}
