import { getHeader, headerValues } from './headers';
import type { HttpResponse } from './http';
import { isHttpScheme, isSameOrigin, parseUrl, serializeOrigin, type Url } from './origin';
import { parseReferrerPolicy } from './referrer';
import { appendUrl, currentUrl, type Request, unsafeHeadersOf } from './request';
import { isNonWildcardName, isRequestBodyHeaderName } from './request-headers';
import type { InternalResponse, Redirected } from './response';
import type { NetworkError, Run } from './run';

/** https://fetch.spec.whatwg.org/#concept-http-redirect-fetch, step 7 */
const REDIRECT_LIMIT = 20;

const LOCATION = ['Location'];

/** Points the request at its new URL, for main fetch to go on with. https://fetch.spec.whatwg.org/#concept-http-redirect-fetch */
export function httpRedirectFetch(
  request: Request,
  response: HttpResponse,
  exchange: number,
  run: Run,
): InternalResponse | NetworkError | Redirected {
  const from = currentUrl(request);
  const { status } = response;
  const context = { message: { exchange, side: 'response' }, headers: LOCATION } as const;
  const raw = getHeader(response.headers, 'location');
  if (raw === null) {
    run.rule('redirect.no-location', 'note', { status }, { message: context.message });
    return { type: 'default', response, exchange };
  }
  const to = locationUrl(response, raw, from);
  if (to === null) return run.networkError('redirect.location-invalid', { location: raw }, context);
  const location = to.href;
  if (!isHttpScheme(to.scheme)) return run.networkError('redirect.scheme', { location }, context);
  if (request.redirectCount === REDIRECT_LIMIT) {
    return run.networkError('redirect.count', { limit: REDIRECT_LIMIT }, context);
  }
  request.redirectCount++;
  if (to.includesCredentials) {
    const away = request.mode === 'cors' && !isSameOrigin(request.origin, to.origin);
    if (away || request.tainting === 'cors')
      return run.networkError('redirect.credentials', { location }, context);
  }
  if (status !== 303 && request.body?.source === 'stream') {
    return run.networkError('redirect.body', { status }, context);
  }
  run.rule(
    'redirect.followed',
    'note',
    { status, from: from.withoutFragment, to: location, count: request.redirectCount },
    context,
  );
  changeMethod(request, status, run);
  removeAuthorization(request, from, to, run);
  const untainted = request.redirectTaint === 'same-origin';
  appendUrl(request, to, run.environment.registrableDomain);
  if (untainted && request.redirectTaint !== 'same-origin' && request.mode === 'cors') {
    const facts = { origin: serializeOrigin(request.origin), via: serializeOrigin(from.origin) };
    run.rule('redirect.origin-null', 'note', facts, { message: context.message });
  }
  request.referrerPolicy =
    parseReferrerPolicy(getHeader(response.headers, 'referrer-policy')) ?? request.referrerPolicy;
  return { type: 'redirected' };
}

/** Null for failure. https://fetch.spec.whatwg.org/#concept-response-location-url */
function locationUrl(response: HttpResponse, raw: string, from: Url): Url | null {
  if (headerValues(response.headers, 'location').length > 1) return null;
  // Bytes, not text: each is escaped as it stands.
  const escaped = raw.replace(/[\x80-\xff]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const url = parseUrl(escaped, from.withoutFragment);
  if (url === null || url.fragment !== '' || from.fragment === '') return url;
  return parseUrl(url.href + from.fragment);
}

/** https://fetch.spec.whatwg.org/#concept-http-redirect-fetch, step 12 */
function changeMethod(request: Request, status: number, run: Run): void {
  const { method } = request;
  const postBecomesGet = (status === 301 || status === 302) && method === 'POST';
  const anyBecomesGet = status === 303 && method !== 'GET' && method !== 'HEAD';
  if (!postBecomesGet && !anyBecomesGet) return;
  if (run.profile.preflightAfterMethodChange === 'kept' && isPreflighted(request, run)) {
    request.keptPreflight = { names: [], deviation: 'preflightAfterMethodChange' };
  }
  const dropped = request.headers.filter(([name]) => isRequestBodyHeaderName(name)).map(([name]) => name);
  request.headers = request.headers.filter(([name]) => !isRequestBodyHeaderName(name));
  request.method = 'GET';
  request.body = null;
  run.rule('redirect.method-changed', 'note', { status, from: method, dropped });
}

function isPreflighted(request: Request, run: Run): boolean {
  if (request.tainting !== 'cors') return false;
  const safelisted = request.method === 'GET' || request.method === 'HEAD' || request.method === 'POST';
  return !safelisted || unsafeHeadersOf(request, run.profile).names.length > 0;
}

/** https://fetch.spec.whatwg.org/#concept-http-redirect-fetch, step 13 */
function removeAuthorization(request: Request, from: Url, to: Url, run: Run): void {
  if (isSameOrigin(from.origin, to.origin)) return;
  if (!request.headers.some(([name]) => isNonWildcardName(name))) return;
  request.headers = request.headers.filter(([name]) => !isNonWildcardName(name));
  const { preflightAfterAuthorization } = run.profile;
  if (preflightAfterAuthorization !== 'by the new request' && request.mode === 'cors') {
    const names = preflightAfterAuthorization === 'kept, still listed' ? ['authorization'] : [];
    request.keptPreflight = { names, deviation: 'preflightAfterAuthorization' };
  }
  const facts = { from: serializeOrigin(from.origin), to: serializeOrigin(to.origin) };
  run.rule('redirect.authorization-removed', 'note', facts);
}
