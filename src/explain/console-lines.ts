import type { ProfileName } from '../engine/profile';
import type { Cause } from './cause';
import type { Piece } from './console-template';

/** The browsers whose consoles are known. */
export type ConsoleBrowser = Exclude<ProfileName, 'standard'>;

/** What each call throws that script may not make. */
const CALLS = {
  url: ['url-invalid'],
  'url credentials': ['url-credentials'],
  navigate: ['mode-navigate'],
  'only if cached': ['only-if-cached'],
  'method invalid': ['method-invalid'],
  'method forbidden': ['method-forbidden'],
  'no-cors method': ['no-cors-method'],
  'header name': ['header-invalid'],
  'header value': ['header-invalid'],
  'body with get': ['body-with-get'],
} as const satisfies Readonly<Record<string, readonly Cause[]>>;

type CallName = keyof typeof CALLS;

/** Lines of exceptions that nobody catches: what stands before each, and its own words. */
function calls(
  before: readonly Piece<About>[],
  says: Readonly<Record<CallName, string>>,
): Record<`call ${CallName}`, ConsoleLine> {
  const entries = Object.entries(says).map(([name, text]) => [
    `call ${name}`,
    { pieces: [...before, piece('call refused', text)], causes: CALLS[name as CallName] },
  ]);
  return Object.fromEntries(entries) as Record<`call ${CallName}`, ConsoleLine>;
}

/** What a part of a line is about: the key of its words in `console-words.ts`. */
export type About =
  // Who asked what.
  | 'request'
  | 'url'
  | 'first'
  | 'origin'
  | 'method-and-url'
  | 'page'
  // The verdict, and which check.
  | 'blocked by CORS'
  | 'preflight'
  | 'cross-origin blocked'
  | 'same-origin policy'
  | 'access control checks'
  | 'status'
  | 'credentials of XMLHttpRequest'
  | 'advice'
  | 'no-cors advice'
  // What was found.
  | 'allow-origin missing'
  | 'allow-origin mismatch'
  | 'allow-origin multiple'
  | 'allow-origin invalid'
  | 'allow-origin not allowed'
  | 'wildcard with credentials'
  | 'allow-credentials'
  | 'preflight status'
  | 'preflight redirected'
  | 'list syntax'
  | 'method'
  | 'header'
  | 'authorization by wildcard'
  | 'warned'
  | 'did not succeed'
  | 'not http'
  | 'redirect credentials'
  | 'redirect denied'
  | 'redirect refused'
  | 'redirect loop'
  | 'redirect scheme'
  | 'location repeated'
  | 'mode same-origin'
  | 'unsafe attempt'
  | 'no-cors redirect mode'
  | 'forbidden header'
  | 'scheme'
  | 'local file'
  | 'local network'
  | 'mixed content'
  | 'upgraded'
  | 'port'
  | 'net failed'
  | 'net url'
  | 'net refused'
  | 'net name'
  | 'net certificate'
  | 'net reset'
  | 'net timeout'
  | 'net client'
  | 'net stream'
  | 'nothing cached'
  | 'corp'
  | 'coep'
  | 'orb'
  | 'mime type'
  | 'nosniff'
  | 'event stream'
  | 'tainted canvas'
  | 'tainted texture'
  | 'rejection'
  | 'uncaught'
  | 'call'
  | 'call refused'
  | 'beacon'
  | 'cookie'
  | 'same-site cookie'
  | 'font'
  | 'http status'
  | 'no connection'
  | 'script load';

/** A line as one browser prints it. */
export interface ConsoleLine {
  readonly pieces: readonly Piece<About>[];
  /** What can be behind it, the usual first; empty where it says nothing of that. */
  readonly causes: readonly Cause[];
  /** Read where somebody pastes it, but no longer printed, or only in other places than the console. */
  readonly printed?: 'no';
}

type Lines = Readonly<Record<string, ConsoleLine>>;

function piece(about: About, text: string, when?: Piece['when']): Piece<About> {
  return when === undefined ? { about, text } : { about, text, when };
}

function alone(about: About, text: string, causes: readonly Cause[]): ConsoleLine {
  return { pieces: [piece(about, text)], causes };
}

// Chromium 156.

/** `Access to fetch at 'https://…' from origin 'https://…' has been blocked by CORS policy: …` */
function blockedByCors(
  causes: readonly Cause[],
  about: About,
  sentence: string,
  ...rest: readonly Piece<About>[]
): ConsoleLine {
  return {
    pieces: [
      piece('request', 'Access to {kind}'),
      piece('url', " at '{url}'"),
      piece('first', " (redirected from '{first}')", 'first'),
      piece('origin', " from origin '{origin}'"),
      piece('blocked by CORS', ' has been blocked by CORS policy: '),
      piece('preflight', "Response to preflight request doesn't pass access control check: ", 'preflight'),
      piece(about, sentence),
      ...rest,
    ],
    causes,
  };
}

const VALID = piece('advice', ' Have the server send the header with a valid value.', 'advice');
const VALID_EARLIER = piece(
  'no-cors advice',
  " Have the server send the header with a valid value, or, if an opaque response serves your needs, set the request's mode to 'no-cors' to fetch the resource with CORS disabled.",
  'earlier',
);
const OPAQUE_EARLIER = piece(
  'no-cors advice',
  " If an opaque response serves your needs, set the request's mode to 'no-cors' to fetch the resource with CORS disabled.",
  'earlier',
);
const XHR = piece(
  'credentials of XMLHttpRequest',
  ' The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.',
  'xhr',
);

/** `GET https://… net::ERR_… 200 (OK)`: as the console shows what failed on the network. */
function net(about: About, error: string, causes: readonly Cause[]): ConsoleLine {
  return {
    pieces: [
      piece('method-and-url', '{method} {url}'),
      piece(about, ` net::${error}`),
      piece('http status', ' {status} ({phrase})', 'status'),
    ],
    causes,
  };
}

/** The same outside of the panel: in logs, and in what automation reads. */
function resource(about: About, error: string, causes: readonly Cause[]): ConsoleLine {
  return { pieces: [piece(about, `Failed to load resource: net::${error}`)], causes, printed: 'no' };
}

const MISSING: readonly Cause[] = [
  'allow-origin-missing',
  'error-without-cors',
  'preflight-unauthorized',
  'preflight-status',
  'origin-null-by-redirect',
  'preflight-redirected',
];
const MISMATCH: readonly Cause[] = [
  'allow-origin-mismatch',
  'allow-origin-trailing',
  'allow-origin-pattern',
  'origin-null',
  'origin-null-by-redirect',
];

const NET = {
  failed: ['net failed', 'ERR_FAILED', []],
  url: ['net url', 'ERR_INVALID_URL', []],
  port: ['port', 'ERR_UNSAFE_PORT', ['blocked-port']],
  refused: ['net refused', 'ERR_CONNECTION_REFUSED', ['connection-refused']],
  name: ['net name', 'ERR_NAME_NOT_RESOLVED', ['dns']],
  certificate: ['net certificate', 'ERR_CERT_AUTHORITY_INVALID', ['tls']],
  'certificate date': ['net certificate', 'ERR_CERT_DATE_INVALID', ['tls']],
  'certificate name': ['net certificate', 'ERR_CERT_COMMON_NAME_INVALID', ['tls']],
  'ssl protocol': ['net certificate', 'ERR_SSL_PROTOCOL_ERROR', ['tls']],
  reset: ['net reset', 'ERR_CONNECTION_RESET', ['connection-reset']],
  empty: ['net reset', 'ERR_EMPTY_RESPONSE', ['connection-reset']],
  timeout: ['net timeout', 'ERR_CONNECTION_TIMED_OUT', ['connection-timeout']],
  'timed out': ['net timeout', 'ERR_TIMED_OUT', ['connection-timeout']],
  client: ['net client', 'ERR_BLOCKED_BY_CLIENT', ['blocked-by-client']],
  'corp origin': ['corp', 'ERR_BLOCKED_BY_RESPONSE.NotSameOrigin', ['corp']],
  'corp site': ['corp', 'ERR_BLOCKED_BY_RESPONSE.NotSameSite', ['corp']],
  coep: [
    'coep',
    'ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep',
    ['embedder-policy'],
  ],
  orb: ['orb', 'ERR_BLOCKED_BY_ORB', []],
  loop: ['redirect loop', 'ERR_TOO_MANY_REDIRECTS', ['redirect-loop']],
  'unsafe redirect': ['redirect scheme', 'ERR_UNSAFE_REDIRECT', ['redirect-location']],
  'many redirects': ['location repeated', 'ERR_RESPONSE_HEADERS_MULTIPLE_LOCATION', ['location-repeated']],
  'invalid redirect': ['redirect scheme', 'ERR_INVALID_REDIRECT', ['redirect-location']],
  'unknown scheme': ['redirect scheme', 'ERR_UNKNOWN_URL_SCHEME', ['redirect-location']],
  stream: ['net stream', 'ERR_ALPN_NEGOTIATION_FAILED', ['stream-unsupported']],
  'cache miss': ['nothing cached', 'ERR_CACHE_MISS', ['only-if-cached']],
} as const satisfies Readonly<Record<string, readonly [About, string, readonly Cause[]]>>;

type NetName = keyof typeof NET;

function nets<K extends string>(
  name: (net: NetName) => K,
  line: (about: About, error: string, causes: readonly Cause[]) => ConsoleLine,
): Record<K, ConsoleLine> {
  const entries = Object.entries(NET).map(([key, [about, error, causes]]) => [
    name(key as NetName),
    line(about, error, causes),
  ]);
  return Object.fromEntries(entries) as Record<K, ConsoleLine>;
}

export const CHROMIUM = {
  missing: blockedByCors(
    MISSING,
    'allow-origin missing',
    "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    OPAQUE_EARLIER,
  ),
  mismatch: blockedByCors(
    MISMATCH,
    'allow-origin mismatch',
    "The 'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the supplied origin.",
    VALID,
    VALID_EARLIER,
  ),
  multiple: blockedByCors(
    ['allow-origin-repeated', 'allow-origin-list'],
    'allow-origin multiple',
    "The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but only one is allowed.",
    VALID,
    VALID_EARLIER,
  ),
  invalid: blockedByCors(
    [...MISMATCH, 'allow-origin-list', 'allow-origin-repeated'],
    'allow-origin invalid',
    "The 'Access-Control-Allow-Origin' header contains the invalid value '{value}'.",
    VALID,
    VALID_EARLIER,
  ),
  wildcard: blockedByCors(
    ['wildcard-with-credentials'],
    'wildcard with credentials',
    "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
    XHR,
  ),
  credentials: blockedByCors(
    ['allow-credentials-missing', 'allow-credentials-value'],
    'allow-credentials',
    "The value of the 'Access-Control-Allow-Credentials' header in the response is '{value}' which must be 'true' when the request's credentials mode is 'include'.",
    XHR,
  ),
  'preflight status': blockedByCors(
    ['preflight-status', 'preflight-unauthorized', 'preflight-redirected'],
    'preflight status',
    'It does not have HTTP ok status.',
  ),
  'preflight redirect': blockedByCors(
    ['preflight-redirected'],
    'preflight redirected',
    'Redirect is not allowed for a preflight request.',
  ),
  'methods syntax': blockedByCors(
    ['allow-methods-syntax'],
    'list syntax',
    'Cannot parse Access-Control-Allow-Methods response header field in preflight response.',
  ),
  'headers syntax': blockedByCors(
    ['allow-headers-syntax'],
    'list syntax',
    'Cannot parse Access-Control-Allow-Headers response header field in preflight response.',
  ),
  method: blockedByCors(
    ['method-not-allowed', 'method-case', 'methods-wildcard-with-credentials'],
    'method',
    'Method {method} is not allowed by Access-Control-Allow-Methods in preflight response.',
  ),
  header: blockedByCors(
    [
      'header-not-allowed',
      'response-header-on-request',
      'headers-wildcard-with-credentials',
      'authorization-by-wildcard',
    ],
    'header',
    'Request header field {header} is not allowed by Access-Control-Allow-Headers in preflight response.',
  ),
  'redirect credentials': blockedByCors(
    ['redirect-credentials'],
    'redirect credentials',
    "Redirect location '{location}' contains a username and password, which is disallowed for cross-origin requests.",
  ),
  'redirect scheme': blockedByCors(
    ['redirect-location', 'scheme-unsupported'],
    'redirect scheme',
    'Cross origin requests are only supported for protocol schemes: {value}.',
  ),
  'local network': blockedByCors(
    ['local-network-permission', 'local-network-insecure'],
    'local network',
    'Permission was denied for this request to access the `{space}` address space.',
  ),
  'same-origin': {
    pieces: [
      piece('url', 'Fetch API cannot load {url}. '),
      piece('mode same-origin', 'Request mode is "same-origin" but the URL\'s origin is not same as '),
      piece('origin', 'the request origin {origin}.'),
    ],
    causes: ['mode-same-origin'],
  },
  'unsafe attempt': {
    pieces: [
      piece('unsafe attempt', 'Unsafe attempt to load URL '),
      piece('url', '{url} '),
      piece('page', 'from frame with URL {page}. '),
      piece('mode same-origin', 'Domains, protocols and ports must match.'),
    ],
    causes: ['mode-same-origin'],
  },
  'unsafe header': alone('forbidden header', 'Refused to set unsafe header "{header}"', []),
  ftp: alone('scheme', 'FTP is not supported.', ['scheme-unsupported']),
  'no-cors redirect': {
    pieces: [
      piece('url', 'Fetch API cannot load {url}. '),
      piece('no-cors redirect mode', 'Request mode is "no-cors" but the redirect mode is not "follow".'),
    ],
    causes: ['no-cors-redirect-mode'],
  },
  scheme: {
    pieces: [
      piece('url', 'Fetch API cannot load {url}. '),
      piece('scheme', 'URL scheme "{scheme}" is not supported.'),
    ],
    causes: ['scheme-unsupported'],
  },
  file: {
    pieces: [piece('local file', 'Not allowed to load local resource: {url}')],
    causes: ['scheme-unsupported', 'redirect-location'],
  },
  'mixed content': {
    pieces: [
      piece('page', "Mixed Content: The page at '{page}' was loaded over HTTPS, "),
      piece('request', 'but requested an insecure {kind} '),
      piece('url', "'{url}'. "),
      piece('mixed content', 'This request has been blocked; the content must be served over HTTPS.'),
    ],
    causes: ['mixed-content'],
  },
  'mixed socket': {
    pieces: [
      piece('page', "Mixed Content: The page at '{page}' was loaded over HTTPS, "),
      piece('request', 'but attempted to connect to the insecure WebSocket endpoint '),
      piece('url', "'{url}'. "),
      piece('mixed content', 'This request has been blocked; this endpoint must be available over WSS.'),
    ],
    causes: ['mixed-content'],
  },
  upgraded: {
    pieces: [
      piece('page', "Mixed Content: The page at '{page}' was loaded over HTTPS, "),
      piece('request', 'but requested an insecure element '),
      piece('url', "'{url}'. "),
      piece(
        'upgraded',
        'This request was automatically upgraded to HTTPS, For more information see https://blog.chromium.org/2019/10/no-more-mixed-messages-about-https.html',
      ),
    ],
    causes: [],
  },
  module: {
    pieces: [
      piece('request', 'Failed to load module script: '),
      piece(
        'mime type',
        'Expected a JavaScript-or-Wasm module script but the server responded with a MIME type of "{type}". ',
      ),
      piece('mime type', 'Strict MIME type checking is enforced for module scripts per HTML spec.'),
    ],
    causes: ['mime-type'],
  },
  script: {
    pieces: [
      piece('url', "Refused to execute script from '{url}' "),
      piece('mime type', "because its MIME type ('{type}') is not executable."),
    ],
    causes: ['mime-type'],
  },
  'script nosniff': {
    pieces: [
      piece('url', "Refused to execute script from '{url}' "),
      piece('mime type', "because its MIME type ('{type}') is not executable, "),
      piece('nosniff', 'and strict MIME type checking is enabled.'),
    ],
    causes: ['mime-type'],
  },
  stylesheet: {
    pieces: [
      piece('url', "Refused to apply style from '{url}' "),
      piece('mime type', "because its MIME type ('{type}') is not a supported stylesheet MIME type, "),
      piece('nosniff', 'and strict MIME checking is enabled.'),
    ],
    causes: ['mime-type'],
  },
  'event stream': {
    pieces: [
      piece(
        'event stream',
        'EventSource\'s response has a MIME type ("{type}") that is not "text/event-stream".',
      ),
      piece('no connection', ' Aborting the connection.'),
    ],
    causes: ['unusable-response'],
  },
  socket: {
    pieces: [
      piece('url', "WebSocket connection to '{url}' failed: "),
      piece('no connection', 'Error during WebSocket handshake: Unexpected response code: {status}'),
    ],
    causes: ['unusable-response', 'redirect-refused'],
  },
  'socket connection': {
    pieces: [
      piece('url', "WebSocket connection to '{url}' failed: "),
      piece('no connection', 'Error in connection establishment: net::{value}'),
    ],
    causes: ['connection-refused', 'dns', 'tls', 'connection-reset', 'connection-timeout'],
  },
  'tainted read': {
    pieces: [
      piece('uncaught', 'Uncaught SecurityError: '),
      piece('call', "Failed to execute 'getImageData' on 'CanvasRenderingContext2D': "),
      piece('tainted canvas', 'The canvas has been tainted by cross-origin data.'),
    ],
    causes: ['tainted-canvas'],
  },
  'tainted export': {
    pieces: [
      piece('uncaught', 'Uncaught SecurityError: '),
      piece('call', "Failed to execute '{value}' on 'HTMLCanvasElement': "),
      piece('tainted canvas', 'Tainted canvases may not be exported.'),
    ],
    causes: ['tainted-canvas'],
  },
  texture: {
    pieces: [
      piece('uncaught', 'Uncaught SecurityError: '),
      piece('call', "Failed to execute 'texImage2D' on 'WebGLRenderingContext': "),
      piece('tainted texture', 'The {kind} element contains cross-origin data, and may not be loaded.'),
    ],
    causes: ['texture-refused'],
  },
  ...calls(
    [
      piece('uncaught', 'Uncaught (in promise) ', 'earlier'),
      piece('call', "TypeError: Failed to execute 'fetch' on 'Window': "),
    ],
    {
      url: 'Failed to parse URL from {url}',
      'url credentials': 'Request cannot be constructed from a URL that includes credentials: {url}',
      navigate: "Cannot construct a Request with a RequestInit whose mode member is set as 'navigate'.",
      'only if cached': "'only-if-cached' can be set only with 'same-origin' mode",
      'method invalid': "'{value}' is not a valid HTTP method.",
      'method forbidden': "'{method}' HTTP method is unsupported.",
      'no-cors method': "'{method}' is unsupported in no-cors mode.",
      'header name': 'Invalid name',
      'header value': 'Invalid value',
      'body with get': 'Request with GET/HEAD method cannot have body.',
    },
  ),
  ...nets((name) => `net ${name}` as const, net),
  ...nets((name) => `resource ${name}` as const, resource),
  'http status': {
    pieces: [piece('method-and-url', '{method} {url}'), piece('http status', ' {status} ({phrase})')],
    causes: ['error-status', 'unusable-response'],
  },
  'resource status': {
    pieces: [
      piece(
        'http status',
        'Failed to load resource: the server responded with a status of {status} ({phrase})',
      ),
    ],
    causes: ['error-status', 'unusable-response'],
    printed: 'no',
  },
  rejection: {
    pieces: [piece('uncaught', 'Uncaught (in promise) '), piece('rejection', 'TypeError: Failed to fetch')],
    causes: [],
    printed: 'no',
  },
  'rejection alone': {
    pieces: [piece('rejection', 'TypeError: Failed to fetch')],
    causes: [],
    printed: 'no',
  },
} as const satisfies Lines;

// Firefox ESR 153.

/** `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at … (Reason: …).` */
function blocked(
  causes: readonly Cause[],
  about: About,
  reason: string,
  ...rest: readonly Piece<About>[]
): ConsoleLine {
  return {
    pieces: [
      piece('cross-origin blocked', 'Cross-Origin Request Blocked: '),
      piece('same-origin policy', 'The Same Origin Policy disallows reading the remote resource at '),
      piece('url', '{url}. '),
      piece(about, `(Reason: ${reason}).`),
      ...rest,
    ],
    causes,
  };
}

const STATUS = piece('status', ' Status code: {status}.', 'status');

export const FIREFOX = {
  missing: blocked(
    MISSING,
    'allow-origin missing',
    'CORS header ‘Access-Control-Allow-Origin’ missing',
    STATUS,
  ),
  mismatch: blocked(
    [...MISMATCH, 'allow-origin-list'],
    'allow-origin mismatch',
    'CORS header ‘Access-Control-Allow-Origin’ does not match ‘{value}’',
  ),
  multiple: blocked(
    ['allow-origin-repeated'],
    'allow-origin multiple',
    'Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed',
  ),
  wildcard: {
    pieces: [
      piece('cross-origin blocked', 'Cross-Origin Request Blocked: '),
      piece('same-origin policy', 'The Same Origin Policy disallows reading the remote resource at '),
      piece('url', '‘{url}’. '),
      piece(
        'wildcard with credentials',
        '(Reason: Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).',
      ),
    ],
    causes: ['wildcard-with-credentials'],
  },
  credentials: blocked(
    ['allow-credentials-missing', 'allow-credentials-value'],
    'allow-credentials',
    'expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’',
  ),
  'preflight status': blocked(
    ['preflight-status', 'preflight-unauthorized', 'preflight-redirected'],
    'preflight status',
    'CORS preflight response did not succeed',
    STATUS,
  ),
  'preflight redirect': blocked(
    ['preflight-redirected'],
    'preflight redirected',
    'CORS request external redirect not allowed',
  ),
  'methods syntax': blocked(
    ['allow-methods-syntax'],
    'list syntax',
    'invalid token ‘{token}’ in CORS header ‘Access-Control-Allow-Methods’',
  ),
  'headers syntax': blocked(
    ['allow-headers-syntax'],
    'list syntax',
    'invalid token ‘{token}’ in CORS header ‘Access-Control-Allow-Headers’',
  ),
  method: blocked(
    ['method-not-allowed', 'method-case', 'methods-wildcard-with-credentials'],
    'method',
    'Did not find method in CORS header ‘Access-Control-Allow-Methods’',
  ),
  header: blocked(
    [
      'header-not-allowed',
      'response-header-on-request',
      'headers-wildcard-with-credentials',
      'authorization-by-wildcard',
    ],
    'header',
    'header ‘{header}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response',
  ),
  'header earlier': {
    ...blocked(
      ['header-not-allowed', 'response-header-on-request', 'headers-wildcard-with-credentials'],
      'header',
      'missing token ‘{header}’ in CORS header ‘Access-Control-Allow-Headers’ from CORS preflight channel',
    ),
    printed: 'no',
  },
  'authorization warning': {
    pieces: [
      piece('warned', 'Cross-Origin Request Warning: '),
      piece('same-origin policy', 'The Same Origin Policy will disallow reading the remote resource at '),
      piece('url', '{url} soon. '),
      piece(
        'authorization by wildcard',
        '(Reason: When the `Access-Control-Allow-Headers` is `*`, the `Authorization` header is not covered. To include the `Authorization` header, it must be explicitly listed in CORS header `Access-Control-Allow-Headers`).',
      ),
    ],
    causes: ['authorization-by-wildcard'],
  },
  'did not succeed': blocked(
    [
      'connection-refused',
      'dns',
      'tls',
      'connection-reset',
      'connection-timeout',
      'blocked-by-client',
      'redirect-location',
      'location-repeated',
      'redirect-loop',
      'redirect-credentials',
    ],
    'did not succeed',
    'CORS request did not succeed',
    STATUS,
  ),
  'not http': blocked(['scheme-unsupported', 'redirect-location'], 'not http', 'CORS request not http'),
  'same-origin': {
    pieces: [
      piece('page', 'Security Error: Content at {page}'),
      piece('mode same-origin', ' may not load data from '),
      piece('url', '{url}.'),
    ],
    causes: ['mode-same-origin'],
  },
  file: {
    pieces: [
      piece('page', 'Security Error: Content at {page}'),
      piece('local file', ' may not load or link to '),
      piece('url', '{url}.'),
    ],
    causes: ['scheme-unsupported', 'redirect-location'],
  },
  'mixed content': {
    pieces: [piece('mixed content', 'Blocked loading mixed active content '), piece('url', '“{url}”')],
    causes: ['mixed-content'],
  },
  upgraded: {
    pieces: [
      piece('upgraded', 'Mixed Content: Upgrading insecure display request '),
      piece('url', '‘{url}’ '),
      piece('upgraded', 'to use ‘https’'),
    ],
    causes: [],
  },
  corp: {
    pieces: [
      piece('url', 'The resource at “{url}” '),
      piece('corp', 'was blocked due to its Cross-Origin-Resource-Policy header (or lack thereof). '),
      piece('advice', 'See https://developer.mozilla.org/docs/Web/HTTP/Cross-Origin_Resource_Policy_(CORP)#'),
    ],
    causes: ['corp', 'embedder-policy'],
  },
  orb: {
    pieces: [
      piece('url', 'The resource at “{url}” '),
      piece('orb', 'was blocked by OpaqueResponseBlocking. Reason: “{value}”.'),
    ],
    causes: [],
  },
  module: {
    pieces: [
      piece('url', 'Loading module from “{url}” '),
      piece('mime type', 'was blocked because of a disallowed MIME type (“{type}”).'),
    ],
    // Of a redirect that fails it says so too, with no type.
    causes: ['mime-type', 'redirect-location', 'location-repeated', 'redirect-loop'],
  },
  'script source': {
    pieces: [
      piece('script load', '<script> source URI is not allowed in this document: '),
      piece('url', '“{url}”.'),
    ],
    causes: [],
  },
  'module source': {
    pieces: [
      piece('script load', 'Module source URI is not allowed in this document: '),
      piece('url', '“{url}”.'),
    ],
    causes: [],
  },
  script: {
    pieces: [
      piece('url', 'Script from “{url}” '),
      piece('mime type', 'was blocked because of a disallowed MIME type (“{type}”).'),
    ],
    causes: ['mime-type'],
  },
  stylesheet: {
    pieces: [
      piece('url', 'The stylesheet {url} '),
      piece('mime type', 'was not loaded because its MIME type, “{type}”, is not “text/css”.'),
    ],
    causes: ['mime-type'],
  },
  nosniff: {
    pieces: [
      piece('url', 'The resource from “{url}” '),
      piece('mime type', 'was blocked due to MIME type (“{type}”) mismatch '),
      piece('nosniff', '(X-Content-Type-Options: nosniff).'),
    ],
    causes: ['mime-type'],
  },
  'script failed': {
    pieces: [piece('script load', 'Loading failed for the <script> with source '), piece('url', '“{url}”.')],
    causes: [],
  },
  'data redirect': {
    pieces: [
      piece('redirect scheme', 'Redirecting to data: URI not allowed '),
      piece('url', '(Blocked loading of: “{location}”)'),
    ],
    causes: ['redirect-location'],
  },
  connection: {
    pieces: [
      piece('no connection', 'Firefox can’t establish a connection to the server at '),
      piece('url', '{url}.'),
    ],
    causes: [
      'unusable-response',
      'connection-refused',
      'dns',
      'tls',
      'connection-reset',
      'connection-timeout',
      'blocked-by-client',
      'redirect-location',
      'location-repeated',
      'redirect-loop',
      'redirect-refused',
    ],
  },
  ...calls(
    [piece('uncaught', 'Uncaught (in promise) ', 'earlier'), piece('call', 'TypeError: Window.fetch: ')],
    {
      url: '{url} is not a valid URL.',
      'url credentials': '{url} is an url with embedded credentials.',
      navigate: 'Invalid request mode navigate.',
      'only if cached':
        "Request mode '{value}' was used, but request cache mode 'only-if-cached' can only be used with request mode 'same-origin'.",
      'method invalid': 'Invalid request method {value}.',
      'method forbidden': 'Invalid request method {method}.',
      'no-cors method': 'Invalid request method {method}.',
      'header name': '{value} is an invalid header name.',
      'header value': '{value} is an invalid header value.',
      'body with get': 'HEAD or GET Request cannot have a body.',
    },
  ),
  'tainted uncaught': alone('tainted canvas', 'Uncaught DOMException: The operation is insecure.', [
    'tainted-canvas',
    'texture-refused',
  ]),
  'cookie rejected': {
    pieces: [
      piece('cookie', 'Cookie “{value}” has been rejected '),
      piece(
        'same-site cookie',
        'because it is in a cross-site context and its “SameSite” is “Lax” or “Strict”.',
      ),
    ],
    causes: ['cookie-ignored'],
  },
  font: {
    pieces: [
      piece('font', 'downloadable font: download failed (font-family: {value}): '),
      piece('font', 'bad URI or cross-site access not allowed source: '),
      piece('url', '{url}'),
    ],
    causes: [],
  },
  'font status': {
    pieces: [
      piece('font', 'downloadable font: download failed (font-family: {value}): '),
      piece('http status', 'status=2147746065 source: '),
      piece('url', '{url}'),
    ],
    causes: ['unusable-response'],
  },
  'module failed': {
    pieces: [piece('script load', 'Loading failed for the module with source '), piece('url', '“{url}”.')],
    causes: [],
  },
  'forbidden header': alone('forbidden header', 'Attempt to set a forbidden header was denied: {header}', []),
  tainted: {
    pieces: [
      piece('uncaught', 'Uncaught ', 'earlier'),
      piece('tainted canvas', 'SecurityError: The operation is insecure.'),
    ],
    causes: ['tainted-canvas', 'texture-refused'],
  },
  rejection: {
    pieces: [
      piece('uncaught', 'Uncaught (in promise) ', 'earlier'),
      piece('rejection', 'TypeError: NetworkError when attempting to fetch resource.'),
    ],
    causes: [],
    printed: 'no',
  },
} as const satisfies Lines;

// WebKitGTK 2.50.

/** `Fetch API cannot load https://… due to access control checks.`: after what was found, which stands in a line of its own. */
function accessControl(api: string): ConsoleLine {
  return {
    pieces: [
      piece('request', `${api} cannot load `),
      piece('url', '{url}'),
      piece('access control checks', ' due to access control checks.'),
    ],
    causes: [],
  };
}

/** What stands before the sentence where it is about a redirect. */
const REDIRECTION = piece(
  'redirect denied',
  'Cross-origin redirection to {location} denied by Cross-Origin Resource Sharing policy: ',
  'location',
);

/** A sentence that may be about a redirect. */
function ofAnswer(about: About, sentence: string, causes: readonly Cause[]): ConsoleLine {
  return { pieces: [REDIRECTION, piece(about, sentence)], causes };
}

export const WEBKIT = {
  'not allowed': {
    pieces: [
      REDIRECTION,
      piece('allow-origin not allowed', 'Origin {origin} is not allowed by Access-Control-Allow-Origin.'),
      piece('status', ' Status code: {status}', 'status'),
    ],
    causes: [...MISSING, ...MISMATCH],
  },
  multiple: ofAnswer(
    'allow-origin multiple',
    'Access-Control-Allow-Origin cannot contain more than one origin.',
    ['allow-origin-repeated', 'allow-origin-list'],
  ),
  wildcard: ofAnswer(
    'wildcard with credentials',
    'Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.',
    ['wildcard-with-credentials'],
  ),
  credentials: ofAnswer(
    'allow-credentials',
    'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".',
    ['allow-credentials-missing', 'allow-credentials-value'],
  ),
  'preflight status': {
    pieces: [
      piece('preflight status', 'Preflight response is not successful.'),
      piece('status', ' Status code: {status}', 'status'),
    ],
    causes: ['preflight-status', 'preflight-unauthorized', 'preflight-redirected'],
  },
  'methods syntax': alone(
    'list syntax',
    'Header Access-Control-Allow-Methods has an invalid value: {value}',
    ['allow-methods-syntax'],
  ),
  'headers syntax': alone(
    'list syntax',
    'Header Access-Control-Allow-Headers has an invalid value: {value}',
    ['allow-headers-syntax'],
  ),
  method: alone('method', 'Method {method} is not allowed by Access-Control-Allow-Methods.', [
    'method-not-allowed',
    'method-case',
    'methods-wildcard-with-credentials',
  ]),
  header: alone('header', 'Request header field {header} is not allowed by Access-Control-Allow-Headers.', [
    'header-not-allowed',
    'response-header-on-request',
    'headers-wildcard-with-credentials',
    'authorization-by-wildcard',
  ]),
  'redirect credentials': {
    pieces: [
      piece(
        'redirect credentials',
        'Cross-origin redirection to {url} denied by Cross-Origin Resource Sharing policy: redirection URL {location} has credentials',
      ),
    ],
    causes: ['redirect-credentials'],
  },
  'redirect scheme': {
    pieces: [
      piece(
        'redirect scheme',
        'Cross-origin redirection to {location} denied by Cross-Origin Resource Sharing policy: not allowed to follow a cross-origin CORS redirection with non CORS scheme',
      ),
    ],
    causes: ['redirect-location', 'location-repeated'],
  },
  'redirect refused': {
    pieces: [
      piece('redirect refused', 'Not allowed to follow a redirection while loading '),
      piece('url', '{url}'),
    ],
    causes: ['redirect-refused'],
  },
  'redirect loop': alone('redirect loop', 'Load cannot follow more than 20 redirections', ['redirect-loop']),
  'no-cors redirect': alone('no-cors redirect mode', 'No-Cors mode requires follow redirect mode', [
    'no-cors-redirect-mode',
  ]),
  'unsafe attempt': {
    pieces: [
      piece('unsafe attempt', 'Unsafe attempt to load URL '),
      piece('url', '{url} '),
      piece('origin', 'from origin {origin}. '),
      piece('mode same-origin', 'Domains, protocols and ports must match.'),
    ],
    causes: ['mode-same-origin', 'redirect-location'],
  },
  'unsafe header': alone('forbidden header', 'Refused to set unsafe header "{header}"', []),
  handshake: {
    pieces: [
      piece('url', "WebSocket connection to '{url}' failed: "),
      piece('no connection', 'The server did not accept the WebSocket handshake.'),
    ],
    causes: ['unusable-response'],
  },
  'not allowed to request': alone('access control checks', 'Not allowed to request resource', []),
  'redirect scheme without CORS': alone(
    'redirect scheme',
    'Redirection to URL with a scheme that is not HTTP(S).',
    ['redirect-location', 'location-repeated'],
  ),
  'not http': alone('not http', 'Cross origin requests are only supported for HTTP.', ['scheme-unsupported']),
  ftp: alone('redirect scheme', 'FTP URLs are disabled', ['redirect-location', 'scheme-unsupported']),
  'mixed content': {
    pieces: [
      piece('page', '[blocked] The page at {page} '),
      piece('url', 'requested insecure content from {url}. '),
      piece('mixed content', 'This content was blocked and must be served over HTTPS.'),
    ],
    causes: ['mixed-content'],
  },
  // What is left to say of loopback stands on a line of its own, which is no message.
  'mixed loopback': {
    pieces: [
      piece('page', '[blocked] The page at {page} '),
      piece('url', 'requested insecure content from {url}. '),
      piece('mixed content', 'This content was blocked and must'),
    ],
    causes: ['mixed-content'],
  },
  upgraded: {
    pieces: [
      piece('page', 'The page at {page} '),
      piece('url', 'requested insecure content from {url}. '),
      piece('upgraded', 'This content was automatically upgraded and should be served over HTTPS.'),
    ],
    causes: [],
  },
  port: {
    pieces: [piece('port', 'Not allowed to use restricted network port {port}: '), piece('url', '{url}')],
    causes: ['blocked-port'],
  },
  name: alone('net name', 'Error resolving “{value}”: Name or service not known', ['dns']),
  refused: alone('net refused', 'Could not connect to {value}: Connection refused', ['connection-refused']),
  reset: alone('net reset', 'Error receiving data: Connection reset by peer', ['connection-reset']),
  corp: {
    pieces: [
      REDIRECTION,
      piece('url', 'Cancelled load to {url} '),
      piece('corp', "because it violates the resource's Cross-Origin-Resource-Policy response header."),
    ],
    causes: ['corp', 'embedder-policy'],
  },
  module: {
    pieces: [
      piece('uncaught', 'Unhandled Promise Rejection: ', 'earlier'),
      piece('mime type', "TypeError: '{type}' is not a valid JavaScript MIME type."),
    ],
    causes: ['mime-type'],
  },
  script: {
    pieces: [
      piece('url', 'Refused to execute {url} as script '),
      piece('mime type', 'because {type} is not a script MIME type.'),
    ],
    causes: ['mime-type'],
  },
  nosniff: {
    pieces: [
      piece('url', 'Refused to execute {url} as script '),
      piece('nosniff', 'because "X-Content-Type-Options: nosniff" was given '),
      piece('mime type', 'and its Content-Type is not a script MIME type.'),
    ],
    causes: ['mime-type'],
  },
  stylesheet: {
    pieces: [
      piece('url', "Did not parse stylesheet at '{url}' "),
      piece('mime type', 'because non CSS MIME types are not allowed in strict mode.'),
    ],
    causes: ['mime-type'],
  },
  'event stream': {
    pieces: [
      piece(
        'event stream',
        'EventSource\'s response has a MIME type ("{type}") that is not "text/event-stream".',
      ),
      piece('no connection', ' Aborting the connection.'),
    ],
    causes: ['unusable-response'],
  },
  'socket refused': {
    pieces: [
      piece('url', "WebSocket connection to '{url}' failed: "),
      piece('net refused', 'Could not connect to {value}: Connection refused'),
    ],
    causes: ['connection-refused'],
  },
  'socket name': {
    pieces: [
      piece('url', "WebSocket connection to '{url}' failed: "),
      piece('net name', 'Error resolving “{value}”: Name or service not known'),
    ],
    causes: ['dns'],
  },
  fetch: accessControl('Fetch API'),
  XMLHttpRequest: accessControl('XMLHttpRequest'),
  EventSource: accessControl('EventSource'),
  'same-origin': {
    pieces: [piece('request', 'Fetch API cannot load '), piece('mode same-origin', '{url}.')],
    causes: ['mode-same-origin'],
  },
  image: {
    pieces: [
      piece('request', 'Cannot load image '),
      piece('url', '{url}'),
      piece('access control checks', ' due to access control checks.'),
    ],
    causes: [],
  },
  'script load': alone(
    'script load',
    'Cross-origin script load denied by Cross-Origin Resource Sharing policy.',
    [],
  ),
  beacon: {
    pieces: [
      piece('request', 'Beacon API cannot load '),
      piece('url', '{url}. '),
      piece('beacon', '{value}'),
    ],
    causes: [],
  },
  ...calls([piece('uncaught', 'Unhandled Promise Rejection: ', 'earlier'), piece('call', 'TypeError: ')], {
    url: 'URL is not valid or contains user credentials.',
    'url credentials': 'URL is not valid or contains user credentials.',
    navigate: 'Request constructor does not accept navigate fetch mode.',
    'only if cached': 'only-if-cached cache option requires fetch mode to be same-origin.',
    'method invalid': 'Method is not a valid HTTP token.',
    'method forbidden': 'Method is forbidden.',
    'no-cors method': 'Method must be GET, POST or HEAD in no-cors mode.',
    'header name': "Invalid header name: '{value}'",
    'header value': "Header '{header}' has invalid value: '{value}'",
    'body with get': "Request has method '{method}' and cannot have a body",
  }),
  'tainted read': alone(
    'tainted canvas',
    'Unable to get image data from canvas because the canvas has been tainted by cross-origin data.',
    ['tainted-canvas'],
  ),
  tainted: alone('tainted canvas', 'SecurityError: The operation is insecure.', [
    'tainted-canvas',
    'texture-refused',
  ]),
  rejection: {
    pieces: [
      piece('uncaught', 'Unhandled Promise Rejection: ', 'earlier'),
      piece('rejection', 'TypeError: Load failed'),
    ],
    causes: [],
    printed: 'no',
  },
} as const satisfies Lines;

/** Every line that is known, by browser and name. */
export const CONSOLE_LINES: Readonly<Record<ConsoleBrowser, Lines>> = {
  chromium: CHROMIUM,
  firefox: FIREFOX,
  webkit: WEBKIT,
};
