import {
  COOKIE_FIELDS,
  type CookieContext,
  type CookieField,
  type CookieNote,
  type CookiesToSend,
  goesForItsYouth,
  isEncrypted,
  retrieveCookies,
  storeCookie,
} from './cookies';
import { passesByStandard } from './cors-check';
import { bytesOf, hasHeader, headerValues, joinRepeated, REPLACEMENT } from './headers';
import type { Fetching, Header, HttpResponse } from './http';
import { locationFacts } from './http-redirect';
import type { CacheMode } from './initiator';
import {
  fetchedOrigin,
  isPotentiallyTrustworthy,
  isSameOrigin,
  isSameSite,
  isSchemelesslySameSite,
  type Origin,
  parseUrl,
  serializeOrigin,
  type Url,
} from './origin';
import type { BrowserProfile } from './profile';
import { toOrigin } from './referrer';
import {
  currentUrl,
  distance,
  type Request,
  serializePreflightOrigin,
  serializeRequestOrigin,
} from './request';
import { isRedirectStatus } from './response';
import type { NetworkError, Run } from './run';

/** A response as it came, with the exchange it belongs to. */
export interface Fetched {
  readonly response: HttpResponse;
  readonly exchange: number;
  readonly credentials: 'included' | 'not included';
}

const ORIGIN = ['Origin'];

/** What stands for the browser's name. https://fetch.spec.whatwg.org/#default-user-agent-value */
export const DEFAULT_USER_AGENT = 'Mozilla/5.0';

const CONDITIONAL = ['if-modified-since', 'if-none-match', 'if-unmodified-since', 'if-match', 'if-range'];

/**
 * Completes the headers and sends the request. The HTTP cache is left out: every request goes to the server.
 * https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
 */
export function* httpNetworkOrCacheFetch(
  request: Request,
  purpose: 'preflight' | 'fetch',
  run: Run,
): Fetching<Fetched | NetworkError> {
  const url = currentUrl(request);
  const exchange = run.exchanges;
  const message = { exchange, side: 'request' } as const;

  const blocked = checkLocalNetwork(request, url, run);
  if (blocked) return blocked;
  if (request.cache === 'only-if-cached') {
    if (run.profile.onlyIfCached === 'failure') return run.networkError('network.only-if-cached', {});
    run.rule('network.only-if-cached', 'note', {}, { deviation: 'onlyIfCached' });
  }
  if (request.body?.source === 'stream' && url.scheme === 'http') {
    return run.networkError('network.stream-http1', {});
  }

  const ignores = run.profile.credentiallessPages === 'unknown';
  const allowed = includesCredentials(request);
  const kept = keepsCredentials(request, run.profile);
  const included = allowed || kept || (ignores && !isWithoutCredentials(request));
  run.rule(
    'network.credentials',
    'note',
    { included, mode: request.credentials, tainting: request.tainting },
    {
      message,
      deviation: included === allowed ? null : kept ? 'noCorsCredentialsAway' : 'credentiallessPages',
    },
  );

  const headers: Header[] = [['Host', hostHeader(url)], ...joinRepeated(request.headers)];
  const length = contentLength(request);
  if (length !== null) headers.push(['Content-Length', String(length)]);
  appendReferrer(request, headers, purpose, run);
  appendOrigin(request, url, headers, purpose, run);
  appendFetchMetadata(request, url, headers, purpose, run);
  if (!hasHeader(headers, 'user-agent')) headers.push(['User-Agent', DEFAULT_USER_AGENT]);
  appendCacheControl(request, headers);
  const encoding = hasHeader(headers, 'range') ? 'identity' : 'gzip, deflate, br';
  headers.push(['Accept-Encoding', encoding]);
  if (request.mode === 'websocket') {
    headers.push(['Connection', 'Upgrade'], ['Upgrade', 'websocket']);
    headers.push(['Sec-WebSocket-Version', '13'], ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ==']);
  }
  const cookies = included ? cookieContext(request, url, run) : null;
  if (cookies) appendCookies(request, headers, cookies, exchange, run);

  run.exchanges++;
  const sent = {
    method: request.method,
    url: url.withoutFragment,
    headers,
    body: request.body?.text ?? null,
  };
  run.steps.push({ type: 'request', exchange, purpose, request: sent });
  const answered = yield sent;
  run.steps.push({ type: 'answer', exchange, purpose, answer: answered });
  if ('failure' in answered) {
    const facts = { failure: answered.failure, url: url.withoutFragment };
    return run.networkError('network.connection', facts, { message });
  }
  const answer = run.profile.responseBytes === 'replaced' ? withoutBytes(answered) : answered;
  const locations = new Set(headerValues(answer.headers, 'location'));
  if (locations.size > 1 && run.profile.repeatedLocation === 'one where equal') {
    const context = { message: { exchange, side: 'response' }, headers: ['Location'] } as const;
    // A redirect fails by the standard, too, when its cookies are stored, unless it is not to be followed.
    const late = isRedirectStatus(answer.status) && !hasHeader(answer.headers, 'set-cookie');
    const unread =
      purpose === 'fetch' &&
      request.redirect === 'manual' &&
      (request.tainting !== 'cors' || passesByStandard(request, answer));
    const deviation = late && !unread ? null : ('repeatedLocation' as const);
    const facts = locationFacts(answer, [...locations].join(', '), run.profile);
    return run.networkError('redirect.location-invalid', facts, { ...context, deviation });
  }
  const refused = request.mode === 'websocket' && answer.status !== 101;
  const ignored = refused && run.profile.refusedHandshakeCookies === 'ignored';
  storeCookies(answer, ignored ? 'refused handshake' : cookies, exchange, run);
  if (answer.status === 401 && purpose === 'fetch') {
    const prompts = request.tainting !== 'cors' && included;
    run.rule('network.unauthorized', 'note', { prompts }, { message: { exchange, side: 'response' } });
  }
  return { response: answer, exchange, credentials: included ? 'included' : 'not included' };
}

/** Whether a header stays as it is: what is UTF-8, and cookies. */
function isKept(name: string, value: string): boolean {
  if (name.toLowerCase() === 'set-cookie') return true;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(value));
    return true;
  } catch {
    return false;
  }
}

/** A response whose headers that are no UTF-8 have U+FFFD, byte for byte, for each byte beyond ASCII. */
function withoutBytes(response: HttpResponse): HttpResponse {
  const headers = response.headers.map(
    ([name, value]): Header => [
      name,
      isKept(name, value) ? value : value.replace(/[\x80-\xff]/g, REPLACEMENT),
    ],
  );
  return { ...response, headers };
}

/** https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch, steps 8.3 and 8.4 */
function includesCredentials(request: Request): boolean {
  if (isWithoutCredentials(request)) return false;
  const { client } = request;
  // https://fetch.spec.whatwg.org/#cross-origin-embedder-policy-allows-credentials
  if (request.mode !== 'no-cors' || client.embedderPolicy !== 'credentialless') return true;
  return isSameOrigin(request.origin, currentUrl(request).origin) && request.redirectTaint === 'same-origin';
}

function isWithoutCredentials({ credentials, tainting }: Request): boolean {
  return credentials === 'omit' || (credentials === 'same-origin' && tainting !== 'basic');
}

/** Whether a redirect has taken a request's credentials along that were for its own origin. */
function keepsCredentials(request: Request, { noCorsCredentialsAway }: BrowserProfile): boolean {
  const { mode, credentials, origin, urls } = request;
  const [first] = urls;
  return (
    noCorsCredentialsAway === 'kept' &&
    mode === 'no-cors' &&
    credentials === 'same-origin' &&
    first !== undefined &&
    isSameOrigin(origin, first.origin)
  );
}

/** Null where none is sent: a stream’s is not known. https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch, steps 8.5 to 8.9 */
function contentLength({ body, method }: Request): number | null {
  if (body === null) return method === 'POST' || method === 'PUT' ? 0 : null;
  return body.source === 'stream' ? null : body.length;
}

function hostHeader(url: Url): string {
  const { origin, host } = url;
  return origin.kind === 'tuple' && origin.port !== null ? `${host}:${origin.port}` : host;
}

/** https://fetch.spec.whatwg.org/#append-a-request-origin-header */
function appendOrigin(
  request: Request,
  url: Url,
  headers: Header[],
  purpose: 'preflight' | 'fetch',
  run: Run,
): void {
  const message = { exchange: run.exchanges, side: 'request' } as const;
  const tainted = request.redirectTaint !== 'same-origin';
  let value = serializeRequestOrigin(request);
  let deviation: keyof BrowserProfile | null = null;
  if (purpose === 'preflight') {
    const named = serializePreflightOrigin(request, run.profile);
    if (named !== value) deviation = 'preflightOriginAfterRedirect';
    value = named;
  } else if (request.tainting !== 'cors' && request.mode !== 'websocket') {
    deviation = originDeviation(request, run);
    if (deviation?.endsWith('OriginAfterRedirect')) value = 'null';
    else if (deviation === 'originAfterMethodChange') value = request.sentOrigin ?? value;
    else if (deviation === 'beaconOrigin') {
      const origin = urlOrigin(request);
      const shown = isOriginHidden(request, url, origin) ? 'null' : serializeOrigin(origin);
      if (shown === value) deviation = null;
      value = shown;
    } else if (deviation === null && (request.method === 'GET' || request.method === 'HEAD')) {
      request.sentOrigin = null;
      run.rule('network.origin-header', 'note', { value: null, tainted }, { message });
      return;
    } else if (deviation === null && request.mode !== 'cors' && value !== 'null') {
      const hides = isOriginHidden(request, url, request.origin);
      const field = request.mode === 'navigate' ? 'navigationOrigin' : 'noCorsOrigin';
      const shown = run.profile[field];
      const byPolicy =
        shown === 'by referrer policy, with TLS or without' && !isByTls(request.referrerPolicy);
      if (field === 'noCorsOrigin' && isOnTheWay(request, run.profile)) {
        const said = hasMoved(request) ? value : (request.sentOrigin ?? value);
        if (said !== (hides ? 'null' : value)) deviation = 'noCorsOriginOnTheWay';
        value = said;
      } else if (hides && (shown === 'by referrer policy' || byPolicy)) value = 'null';
      else if (hides) deviation = field;
    }
  }
  if (request.mode === 'websocket') value = serializeOrigin(request.origin);
  if (purpose === 'fetch') request.sentOrigin = value;
  headers.push(['Origin', value]);
  run.rule('network.origin-header', 'note', { value, tainted }, { message, headers: ORIGIN, deviation });
}

/** Whether a redirect's `Origin` is no more judged by referrer policy: to another origin it is the page's, else as it was. */
function isOnTheWay({ urls, origin }: Request, { noCorsOriginOnTheWay }: BrowserProfile): boolean {
  const [first] = urls;
  const began = first !== undefined && (isSameOrigin(origin, first.origin) || !hasMoved({ urls }));
  return urls.length > 1 && began && noCorsOriginOnTheWay === 'not judged';
}

/** Whether the last redirect has led to another origin. */
function hasMoved({ urls }: Pick<Request, 'urls'>): boolean {
  return movesAt(urls, urls.length - 1);
}

/** The origin of the page's URL, which its own may not be. */
function urlOrigin({ client, origin }: Request): Origin {
  return parseUrl(client.url)?.origin ?? origin;
}

/** The profile field by which a request without CORS says another `Origin`. */
function originDeviation(
  request: Request,
  { profile }: Run,
):
  | 'beaconOrigin'
  | 'elementOrigin'
  | 'originAfterMethodChange'
  | 'noCorsOriginAfterRedirect'
  | 'navigationOriginAfterRedirect'
  | null {
  const { urls, method } = request;
  if (request.initiator === 'sendBeacon' && profile.beaconOrigin === 'of its URL') {
    const stays = request.mode === 'no-cors' && request.redirectTaint === 'same-origin';
    if (stays && !isSameOrigin(request.origin, urlOrigin(request))) return 'beaconOrigin';
  }
  if (method !== 'GET' && method !== 'HEAD') {
    const field = request.mode === 'navigate' ? 'navigationOriginAfterRedirect' : 'noCorsOriginAfterRedirect';
    if (request.mode === 'cors' || profile[field] === 'the page’s') return null;
    const moved = urls.some((_, at) => movesAt(urls, at));
    return moved && request.redirectTaint === 'same-origin' ? field : null;
  }
  const { elementOrigin } = profile;
  const exempt = elementOrigin === 'always, but for video' && request.destination === 'video';
  const isElement = request.mode === 'cors' && request.destination !== '';
  if (elementOrigin !== 'elsewhere only' && isElement && !exempt) return 'elementOrigin';
  const stays = urls.length > 1 && !hasMoved(request);
  const names = request.sentOrigin !== null && request.mode !== 'navigate';
  return stays && names && profile.originAfterMethodChange === 'kept' ? 'originAfterMethodChange' : null;
}

/** Whether it is for want of TLS alone that a policy hides the origin. */
function isByTls(policy: Request['referrerPolicy']): boolean {
  return policy !== 'no-referrer' && policy !== 'same-origin';
}

function isOriginHidden({ referrerPolicy }: Request, url: Url, origin: Origin): boolean {
  switch (referrerPolicy) {
    case 'no-referrer':
      return true;
    case 'no-referrer-when-downgrade':
    case 'strict-origin':
    case 'strict-origin-when-cross-origin':
      return origin.kind === 'tuple' && origin.scheme === 'https' && url.scheme !== 'https';
    case 'same-origin':
      return !isSameOrigin(origin, url.origin);
    case 'origin':
    case 'origin-when-cross-origin':
    case 'unsafe-url':
      return false;
  }
}

/** https://w3c.github.io/webappsec-fetch-metadata/#fetch-integration */
function appendFetchMetadata(
  request: Request,
  url: Url,
  headers: Header[],
  purpose: 'preflight' | 'fetch',
  run: Run,
): void {
  if (!isPotentiallyTrustworthy(url.origin)) return;
  const { mode } = request;
  const said = { site: request.site, mode, destination: request.destination || 'empty' };
  const { deviation, ...facts } = ownMetadata(request, said, purpose, run);
  if (deviation !== null) {
    const message = { exchange: run.exchanges, side: 'request' } as const;
    const named = facts.site === null ? [] : ['Sec-Fetch-Site'];
    run.rule('network.fetch-metadata', 'note', facts, { message, headers: named, deviation });
  }
  if (facts.site === null) return;
  headers.push(['Sec-Fetch-Site', facts.site]);
  headers.push(['Sec-Fetch-Mode', mode]);
  headers.push(['Sec-Fetch-Dest', facts.destination]);
}

interface Metadata {
  /** null where none of the headers goes. */
  readonly site: Request['site'] | null;
  readonly mode: Request['mode'];
  readonly destination: string;
}

/** What a browser makes of the metadata that the standard asks for, and by which field of its profile. */
function ownMetadata(
  request: Request,
  said: Metadata,
  purpose: 'preflight' | 'fetch',
  { profile, environment }: Run,
): Metadata & { readonly deviation: keyof BrowserProfile | null } {
  const { urls, origin, mode } = request;
  if (mode === 'websocket' && profile.webSocketMetadata !== 'as any') {
    const deviation = 'webSocketMetadata';
    if (profile.webSocketMetadata === 'none') return { ...said, site: null, deviation };
    const [first] = urls;
    const site = first ? distance(origin, fetchedOrigin(first), environment.registrableDomain) : said.site;
    return { ...said, site, destination: 'websocket', deviation };
  }
  const url = currentUrl(request);
  const redirected = urls.length > 1;
  const moved = hasMoved(request);
  if (profile.redirectedMetadata === 'none with CORS' && mode === 'cors' && purpose === 'fetch' && moved) {
    return { ...said, site: null, deviation: 'redirectedMetadata' };
  }
  const alone = purpose === 'preflight' && redirected ? profile.preflightSite : 'the request';
  const named = alone !== 'cross-site once the origin is null' || serializeRequestOrigin(request) !== 'null';
  const site = !named
    ? 'cross-site'
    : alone === 'its URL'
      ? distance(origin, fetchedOrigin(url), environment.registrableDomain)
      : said.site;
  const near = isSchemelesslySameSite(origin, fetchedOrigin(url), environment.registrableDomain);
  const byUrl = alone === 'its URL' || !redirected;
  if (profile.metadataScheme === 'any' && byUrl && site === 'cross-site' && near) {
    return { ...said, site: 'same-site', deviation: 'metadataScheme' };
  }
  if (site !== said.site) return { ...said, site, deviation: 'preflightSite' };
  const insecure = purpose === 'fetch' && redirected && url.scheme === 'http';
  if (profile.redirectedSite === 'cross-site without TLS' && insecure && site === 'same-site') {
    return { ...said, site: 'cross-site', deviation: 'redirectedSite' };
  }
  return { ...said, deviation: null };
}

/** Whether a URL in a list is of another origin than the one before it. */
function movesAt(urls: readonly Url[], at: number): boolean {
  const [url, before] = [urls[at], urls[at - 1]];
  return url !== undefined && before !== undefined && !isSameOrigin(url.origin, before.origin);
}

/** https://httpwg.org/specs/rfc9110.html#field.referer */
function appendReferrer(request: Request, headers: Header[], purpose: 'preflight' | 'fetch', run: Run): void {
  const { shownReferrer } = request;
  const redirected = request.urls.length > 1;
  const early = purpose === 'preflight' && redirected && run.profile.preflightReferrer !== 'as the request’s';
  const value = early ? forSite(request.firstReferrer ?? null, currentUrl(request), run) : shownReferrer;
  if (value !== null) headers.push(['Referer', value]);
  const deviations = [
    ...request.referrerDeviations,
    ...(value === shownReferrer ? [] : (['preflightReferrer'] as const)),
  ];
  const message = { exchange: run.exchanges, side: 'request' } as const;
  const named = value === null ? [] : ['Referer'];
  for (const deviation of deviations) {
    run.rule('network.referrer', 'note', { value }, { message, headers: named, deviation });
  }
}

/** A `Referer` for a URL of its site; its origin for one of another. */
function forSite(referrer: string | null, url: Url, { environment }: Run): string | null {
  const from = referrer === null ? null : parseUrl(referrer);
  const near = from && isSchemelesslySameSite(from.origin, fetchedOrigin(url), environment.registrableDomain);
  return near ? referrer : toOrigin(referrer);
}

/** Headers that ask conditionally make it `no-store`. https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch, step 8.16 */
export function effectiveCacheMode({ cache, headers }: Request): CacheMode {
  const conditional = cache === 'default' && CONDITIONAL.some((name) => hasHeader(headers, name));
  return conditional ? 'no-store' : cache;
}

/** https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch, steps 8.16 to 8.18 */
function appendCacheControl(request: Request, headers: Header[]): void {
  const mode = effectiveCacheMode(request);
  if (mode === 'no-cache' && !hasHeader(headers, 'cache-control')) {
    headers.push(['Cache-Control', 'max-age=0']);
  }
  if (mode === 'no-store' || mode === 'reload') {
    if (!hasHeader(headers, 'pragma')) headers.push(['Pragma', 'no-cache']);
    if (!hasHeader(headers, 'cache-control')) headers.push(['Cache-Control', 'no-cache']);
  }
}

/**
 * https://fetch.spec.whatwg.org/#cookie-infrastructure. That text judges frames and redirects; that the page
 * itself must be of the same site is RFC 6265bis, section 5.2, and what browsers do.
 */
function cookieContext(request: Request, url: Url, run: Run): CookieContext {
  const { registrableDomain, thirdPartyCookies } = run.environment;
  const navigation = request.mode === 'navigate';
  const firstParty = sameSiteForCookies(request, url, run);
  const { sameSiteRedirects } = run.profile;
  const counted = sameSiteRedirects === 'counted';
  // Where the page is of its URL's site, so are its redirects.
  const byUrl = countsByUrl(request, run.profile);
  const strays = byUrl
    ? request.urls.some((each) => !sameSiteForCookies(request, each, run))
    : request.redirectTaint === 'cross-site';
  const detoured = strays && counted;
  // A page in a frame is navigated in it, too.
  const nested = request.client.hasCrossSiteAncestor;
  const crossSite = detoured || !firstParty || nested;
  const own = run.profile.thirdPartyCookies;
  // One that is redirected counts as where it set out for.
  const [first = url] = request.mode === 'websocket' ? request.urls : [];
  const judged =
    run.profile.thirdPartyCookies === 'blocked' && request.mode !== 'websocket' ? request.urls : [first];
  const strayed = judged.some((each) => !sameSiteForCookies(request, each, run));
  const thirdParty = nested || (!navigation && strayed);
  const treatment = thirdPartyCookies === 'blocked' ? 'blocked' : own;
  const away =
    !navigation || nested
      ? 'cross-site'
      : request.method === 'GET'
        ? 'cross-site navigation'
        : 'cross-site POST navigation';
  const sets = !firstParty || nested || (detoured && run.profile.redirectedSameSite === 'refused');
  return {
    url,
    sameSite: crossSite ? away : 'same-site',
    sameSiteToSet: sets ? away : 'same-site',
    detoured: strays && away === 'cross-site',
    blocked: thirdParty && treatment !== 'as set' ? treatment : 'allowed',
    profile: run.profile,
    registrableDomain,
    now: run.now,
  };
}

/** Whether the page is of the site of its URL, although its origin is opaque. */
function countsByUrl({ origin, mode }: Request, { cookieSite }: BrowserProfile): boolean {
  return cookieSite === 'URL' && origin.kind === 'opaque' && mode !== 'navigate';
}

/** Whether a URL is of the page's site. */
function sameSiteForCookies(request: Request, url: Url, run: Run): boolean {
  const { origin, client } = request;
  const byUrl = countsByUrl(request, run.profile) ? parseUrl(client.url) : null;
  const { registrableDomain } = run.environment;
  const page = byUrl?.origin ?? origin;
  return run.profile.cookieScheme === 'any'
    ? isSchemelesslySameSite(page, fetchedOrigin(url), registrableDomain)
    : isSameSite(page, fetchedOrigin(url), registrableDomain);
}

function appendCookies(
  request: Request,
  headers: Header[],
  context: CookieContext,
  exchange: number,
  run: Run,
): void {
  const cookies = retrieveCookies(run.cookies, context);
  const { sent, withheld } = cookies;
  if (sent.length > 0) headers.push(['Cookie', sent.map(cookiePair).join('; ')]);
  if (sent.length + withheld.length > 0) {
    run.rule(
      'network.cookies',
      'note',
      { sent: sent.map((cookie) => cookie.name), withheld },
      {
        message: { exchange, side: 'request' },
        headers: sent.length > 0 ? ['Cookie'] : [],
        deviation: cookieDeviation(request, cookies, context, run),
      },
    );
  }
}

/** The profile field without which other cookies would have been sent. */
function cookieDeviation(
  request: Request,
  { sent, withheld }: CookiesToSend,
  context: CookieContext,
  { environment, profile }: Run,
): keyof BrowserProfile | null {
  const { sameSite, url } = context;
  if (request.origin.kind === 'opaque' && sameSite === 'same-site' && sent.length > 0) return 'cookieSite';
  const apart = withheld.some(({ why }) => why === 'partitioned');
  if (apart) return 'thirdPartyCookies';
  const blocked = withheld.some(({ why }) => why === 'third-party cookies are blocked');
  if (blocked && environment.thirdPartyCookies === 'allowed') return 'thirdPartyCookies';
  const lax =
    sameSite !== 'same-site' && sameSite !== 'cross-site navigation' && profile.defaultSameSite === 'None';
  if (lax && sent.some((cookie) => cookie.sameSite === 'unset')) return 'defaultSameSite';
  if (sent.some((cookie) => goesForItsYouth(cookie, context))) return 'laxAllowingUnsafe';
  if (!isEncrypted(url) && sent.some((cookie) => cookie.secure)) return 'secureCookiesOnLoopback';
  const target = fetchedOrigin(url);
  const schemes =
    profile.cookieScheme === 'any' &&
    request.origin.kind === 'tuple' &&
    !isSameSite(request.origin, target, environment.registrableDomain);
  if (schemes && sameSite === 'same-site' && sent.length > 0) return 'cookieScheme';
  const detoured = sameSite === 'same-site' && request.redirectTaint === 'cross-site';
  return detoured && sent.some((cookie) => cookie.sameSite !== 'None') ? 'sameSiteRedirects' : null;
}

function cookiePair(cookie: { readonly name: string; readonly value: string }): string {
  return cookie.name === '' ? cookie.value : `${cookie.name}=${cookie.value}`;
}

/** What to call a cookie that is not stored: its name, or what stands there in place of one. */
function nameOf(value: string): string {
  return value.split(/[=;]/, 1)[0]?.trim() ?? '';
}

/**
 * `Set-Cookie` counts before, and whatever, the CORS check says; without credentials it counts for nothing.
 * https://fetch.spec.whatwg.org/#concept-http-network-fetch
 */
function storeCookies(
  response: HttpResponse,
  context: CookieContext | 'refused handshake' | null,
  exchange: number,
  run: Run,
): void {
  const values = headerValues(response.headers, 'set-cookie');
  const stored: string[] = [];
  const ignored: CookieNote[] = [];
  const deviations = new Set<CookieField | null>();
  for (const value of values) {
    if (context === null || context === 'refused handshake') {
      ignored.push({ name: nameOf(value), why: context ?? 'credentials not included' });
      continue;
    }
    const result = storeCookie(run.cookies, value, context);
    run.cookies = result.jar;
    deviations.add(result.deviation);
    if (result.refused === null) stored.push(result.name ?? '');
    else ignored.push({ name: nameOf(value), why: result.refused });
  }
  const message = { exchange, side: 'response' } as const;
  // What the person has blocked, the standard blocks, too.
  if (run.environment.thirdPartyCookies === 'blocked') deviations.delete('thirdPartyCookies');
  const deviation =
    context === 'refused handshake'
      ? 'refusedHandshakeCookies'
      : (COOKIE_FIELDS.find((field) => deviations.has(field)) ?? null);
  if (values.length > 0) {
    run.rule(
      'network.set-cookie',
      'note',
      { stored, ignored },
      { message, headers: ['Set-Cookie'], deviation },
    );
  }
}

const DISTANCE = { loopback: 0, local: 1, public: 2 } as const;

/** A permission, not headers. https://wicg.github.io/local-network-access/#integration-with-fetch */
function checkLocalNetwork(request: Request, url: Url, run: Run): NetworkError | null {
  const { client } = request;
  const { localNetworkAccess } = run.profile;
  if (localNetworkAccess === 'unchecked' || request.mode === 'navigate') return null;
  if (localNetworkAccess === 'permission for public pages' && client.addressSpace !== 'public') return null;
  const to = run.environment.addressSpace(url.href);
  if (DISTANCE[to] >= DISTANCE[client.addressSpace]) return null;
  if (isSameOrigin(request.origin, url.origin) && isPotentiallyTrustworthy(url.origin)) return null;
  const page = parseUrl(client.url);
  const secure = page !== null && isPotentiallyTrustworthy(page.origin);
  const why = secure ? run.environment.localNetwork : 'not secure';
  const facts = { from: client.addressSpace, to, why } as const;
  if (why !== 'granted') return run.networkError('network.local-network', facts);
  run.rule('network.local-network', 'pass', facts);
  return null;
}
