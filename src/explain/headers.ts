import { type Rich, rich } from './rich';

export type Side = 'request' | 'response';
export type Purpose = 'preflight' | 'fetch';

/** A header in words. */
export interface HeaderWords {
  /** What it says. */
  readonly what: Rich;
  /** Which values it takes, or what about them surprises; null where there is nothing to add. */
  readonly values: Rich | null;
  /** Where it is defined. */
  readonly url: string;
}

const FETCH = 'https://fetch.spec.whatwg.org/#';
const HTTP = 'https://httpwg.org/specs/rfc9110.html#field.';
const CACHING = 'https://httpwg.org/specs/rfc9111.html#field.';
const COOKIES = 'https://www.rfc-editor.org/rfc/rfc6265#section-';
const METADATA = 'https://w3c.github.io/webappsec-fetch-metadata/#';

function words(url: string, what: Rich, values: Rich | null = null): HeaderWords {
  return { what, values, url };
}

const ON_PREFLIGHT_ONLY: Rich = rich`Browsers read it on the answer to ${'OPTIONS'} only; here it does nothing.`;

const REQUEST: Readonly<Record<string, HeaderWords>> = {
  origin: words(
    `${FETCH}origin-header`,
    [
      'The origin of the page that asks: scheme, host and port, without a path. The browser sets it; scripts cannot.',
    ],
    rich`${'null'} for a page that has no origin of its own, and after a redirect from one foreign origin to another.`,
  ),
  'access-control-request-method': words(`${FETCH}http-access-control-request-method`, [
    'The method of the request that is to follow, if the server allows it.',
  ]),
  'access-control-request-headers': words(
    `${FETCH}http-access-control-request-headers`,
    ['The headers of the request that is to follow which need permission.'],
    [
      'Names only, in lower case, sorted, with commas and no spaces between. Safelisted headers are not in it.',
    ],
  ),
  cookie: words(
    `${COOKIES}5.4`,
    ['The cookies that the browser holds for this server.'],
    rich`To another origin only with credentials mode ${'include'}, and if ${'SameSite'} and the browser’s settings let them go. Never on a preflight.`,
  ),
  authorization: words(
    `${HTTP}authorization`,
    ['Proof of who asks, such as a token. Set by script it needs a preflight.'],
    rich`By the standard, ${'*'} in ${'Access-Control-Allow-Headers'} does not cover it. A redirect to another origin removes it.`,
  ),
  referer: words(
    `${HTTP}referer`,
    ['The page that asks, as far as its referrer policy tells. CORS does not look at it.'],
    [
      'To another origin usually the origin alone, with a slash. The name is a spelling mistake as old as the web.',
    ],
  ),
  'content-type': words(
    `${HTTP}content-type`,
    ['What the body is.'],
    rich`Only ${'text/plain'}, ${'multipart/form-data'} and ${'application/x-www-form-urlencoded'} need no preflight: a form can send those.`,
  ),
  'content-length': words(`${HTTP}content-length`, ['How many bytes the body has. The browser sets it.']),
  accept: words(
    `${HTTP}accept`,
    ['Which kinds of content are welcome.'],
    ['Safelisted, unless it is longer than 128 bytes or has unusual characters.'],
  ),
  'accept-language': words(
    `${HTTP}accept-language`,
    ['Which languages the person prefers.'],
    ['Safelisted, within 128 bytes.'],
  ),
  'content-language': words(
    `${HTTP}content-language`,
    ['The language of the body.'],
    ['Safelisted, within 128 bytes.'],
  ),
  'accept-encoding': words(`${HTTP}accept-encoding`, [
    'Which compression the browser can undo. It sets this itself.',
  ]),
  'user-agent': words(`${HTTP}user-agent`, ['Which browser asks.']),
  host: words(`${HTTP}host`, ['Which host and port the request is for.']),
  connection: words(`${HTTP}connection`, ['What happens to this connection.']),
  upgrade: words(`${HTTP}upgrade`, ['Asks to go on in another protocol: here, a WebSocket.']),
  range: words(
    `${HTTP}range`,
    ['Asks for a part of the content.'],
    rich`One plain range with a start, such as ${'bytes=0-99'}, is safelisted.`,
  ),
  'cache-control': words(
    `${CACHING}cache-control`,
    ['Asks caches for a fresh answer.'],
    rich`Added by the browser for the cache mode, it needs no preflight; set by script it does.`,
  ),
  pragma: words(`${CACHING}pragma`, ['An older way to ask caches for a fresh answer.']),
  'sec-fetch-site': words(
    `${METADATA}sec-fetch-site-header`,
    ['How near the page is to the server. Servers can refuse requests by it.'],
    rich`${'same-origin'}, ${'same-site'}, ${'cross-site'}, or ${'none'} when the person opened it.`,
  ),
  'sec-fetch-mode': words(
    `${METADATA}sec-fetch-mode-header`,
    ['The request’s mode, as the browser knows it.'],
    rich`${'cors'}, ${'no-cors'}, ${'same-origin'}, ${'navigate'} or ${'websocket'}.`,
  ),
  'sec-fetch-dest': words(
    `${METADATA}sec-fetch-dest-header`,
    ['What the response is to be used for.'],
    rich`${'empty'} for ${'fetch()'} and ${'XMLHttpRequest'}; ${'image'}, ${'script'}, ${'font'} and so on for elements.`,
  ),
  'sec-websocket-key': words('https://www.rfc-editor.org/rfc/rfc6455#section-11.3.1', [
    'Lets the server prove that it speaks the WebSocket protocol. It is no secret.',
  ]),
  'sec-websocket-version': words('https://www.rfc-editor.org/rfc/rfc6455#section-11.3.5', [
    'The version of the WebSocket protocol.',
  ]),
  'x-requested-with': words(
    'https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers',
    ['Added by some libraries to mark requests made by script. No standard names it.'],
    ['Not safelisted, so it causes a preflight.'],
  ),
};

const RESPONSE: Readonly<Record<string, HeaderWords>> = {
  'access-control-allow-origin': words(
    `${FETCH}http-access-control-allow-origin`,
    ['Which origin may read this response.'],
    rich`One origin, equal to the request’s ${'Origin'} letter by letter; or ${'*'} for any, which counts without credentials only. No list, no pattern, and one line.`,
  ),
  'access-control-allow-credentials': words(
    `${FETCH}http-access-control-allow-credentials`,
    rich`Whether the page may read the response to a request with credentials mode ${'include'}.`,
    rich`Only ${'true'}, letter by letter. It is needed on the answer to the preflight and on the response itself.`,
  ),
  'access-control-allow-methods': words(
    `${FETCH}http-access-control-allow-methods`,
    ['Which methods other origins may use here.'],
    rich`${'GET'}, ${'HEAD'} and ${'POST'} need not be listed. Upper and lower case differ. ${'*'} means all, without credentials only.`,
  ),
  'access-control-allow-headers': words(
    `${FETCH}http-access-control-allow-headers`,
    ['Which request headers other origins may send here, beyond the safelisted ones.'],
    rich`Case does not matter. ${'*'} means all but ${'Authorization'}, without credentials only.`,
  ),
  'access-control-max-age': words(
    `${FETCH}http-access-control-max-age`,
    ['For how many seconds the browser may go without another preflight for this URL.'],
    rich`5 where it is missing. Browsers have limits: 7200 in Chrome, 86400 in Firefox, 600 in Safari.`,
  ),
  'access-control-expose-headers': words(
    `${FETCH}http-access-control-expose-headers`,
    ['Which response headers script may read, beyond the safelisted ones.'],
    rich`${'*'} means all, without credentials only. ${'Set-Cookie'} is never shown.`,
  ),
  vary: words(
    `${HTTP}vary`,
    ['Which request headers the response depends on, so that caches do not hand it to the wrong page.'],
    rich`With ${'Origin'} in it wherever ${'Access-Control-Allow-Origin'} is chosen by the request.`,
  ),
  'timing-allow-origin': words(
    'https://w3c.github.io/resource-timing/#sec-timing-allow-origin',
    ['Which origins may see in detail how long the response took.'],
    rich`Origins in a list, or ${'*'}. It has no say in who may read the response.`,
  ),
  'cross-origin-resource-policy': words(
    `${FETCH}cross-origin-resource-policy-header`,
    ['Who may load the response without CORS, such as by a plain image element.'],
    rich`${'same-origin'}, ${'same-site'} or ${'cross-origin'}. A request under CORS does not look at it.`,
  ),
  'set-cookie': words(
    `${COOKIES}4.1`,
    ['Asks the browser to keep a cookie.'],
    [
      'Ignored when the request went without credentials. Stored even when CORS then blocks the response. Never shown to script.',
    ],
  ),
  location: words(
    `${HTTP}location`,
    ['Where a redirect leads.'],
    rich`To another origin, every rule applies anew there, and ${'Origin'} can become ${'null'}. A preflight does not follow it.`,
  ),
  'content-type': words(
    `${HTTP}content-type`,
    ['What the body is.'],
    ['Always readable by script. Module scripts need one that says JavaScript.'],
  ),
  'content-length': words(
    `${HTTP}content-length`,
    ['How many bytes the body has.'],
    ['Always readable by script.'],
  ),
  'content-language': words(
    `${HTTP}content-language`,
    ['The language of the body.'],
    ['Always readable by script.'],
  ),
  'content-encoding': words(`${HTTP}content-encoding`, ['How the body is compressed.']),
  'cache-control': words(
    `${CACHING}cache-control`,
    ['How caches may keep the response.'],
    ['Always readable by script. It has no say in how long a preflight is remembered.'],
  ),
  pragma: words(`${CACHING}pragma`, ['An older word to caches.'], ['Always readable by script.']),
  expires: words(
    `${CACHING}expires`,
    ['Until when caches may use the response.'],
    ['Always readable by script.'],
  ),
  'last-modified': words(
    `${HTTP}last-modified`,
    ['When the content last changed.'],
    ['Always readable by script.'],
  ),
  etag: words(
    `${HTTP}etag`,
    ['A name for this version of the content.'],
    ['Script reads it only if it is exposed.'],
  ),
  date: words(`${HTTP}date`, ['When the server answered.'], ['Script reads it only if it is exposed.']),
  server: words(`${HTTP}server`, ['Which software answered.']),
  allow: words(
    `${HTTP}allow`,
    ['Which methods this URL has.'],
    rich`CORS does not look at it; it looks at ${'Access-Control-Allow-Methods'}.`,
  ),
  'www-authenticate': words(`${HTTP}www-authenticate`, rich`How to log in, on a ${401}.`, [
    'Under CORS it brings up no password prompt.',
  ]),
  'retry-after': words(`${HTTP}retry-after`, ['When to ask again.']),
  'x-content-type-options': words(
    `${FETCH}x-content-type-options-header`,
    rich`With ${'nosniff'}, a script or style sheet must come with the right ${'Content-Type'}.`,
  ),
  'referrer-policy': words(
    'https://w3c.github.io/webappsec-referrer-policy/#referrer-policy-header',
    rich`How much of the address goes into ${'Referer'}, on a redirect too.`,
  ),
  'strict-transport-security': words('https://www.rfc-editor.org/rfc/rfc6797#section-6.1', [
    'Tells the browser to use HTTPS for this host from now on.',
  ]),
  connection: words(`${HTTP}connection`, ['What happens to this connection.']),
  upgrade: words(`${HTTP}upgrade`, ['The protocol that goes on from here.']),
};

/** Words for a header where it stands; null for one that Corscope has nothing to say about. */
export function explainHeader(name: string, side: Side, purpose: Purpose): HeaderWords | null {
  const lower = name.toLowerCase();
  const known = (side === 'request' ? REQUEST : RESPONSE)[lower];
  if (known === undefined || !Object.hasOwn(side === 'request' ? REQUEST : RESPONSE, lower)) return null;
  if (side === 'request') return known;
  if (purpose === 'fetch') {
    const preflightOnly = /^access-control-(allow-(methods|headers)|max-age)$/.test(lower);
    return preflightOnly ? { ...known, values: ON_PREFLIGHT_ONLY } : known;
  }
  if (lower === 'access-control-expose-headers') {
    return {
      ...known,
      values: rich`Browsers read it on the response itself; on the answer to ${'OPTIONS'} it does nothing.`,
    };
  }
  if (lower === 'set-cookie') {
    return {
      ...known,
      values: ['Ignored here: a preflight goes without credentials, and stores no cookies.'],
    };
  }
  return known;
}
