import { getHeader, headerValues, REPLACEMENT } from './headers';
import type { HttpResponse } from './http';
import { isSafelistedMethod } from './methods';
import { isHttpScheme, isSameOrigin, parseUrl, serializeOrigin, type Url } from './origin';
import type { BrowserProfile } from './profile';
import { parseReferrerPolicy } from './referrer';
import { appendUrl, currentUrl, type Request, refusesUserinfo, unsafeHeadersOf } from './request';
import { isNonWildcardName, isRequestBodyHeaderName, unsafeRequestHeaders } from './request-headers';
import type { InternalResponse, Redirected } from './response';
import type { NetworkError, Run } from './run';
import type { RuleFacts } from './trace';

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
  const { emptyLocation } = run.profile;
  if (raw === '' && emptyLocation === 'failure') {
    const facts = locationFacts(response, raw, run.profile);
    return run.networkError('redirect.location-invalid', facts, { ...context, deviation: 'emptyLocation' });
  }
  const to = locationUrl(response, raw, from, run.profile);
  if (to === null) {
    return run.networkError('redirect.location-invalid', locationFacts(response, raw, run.profile), context);
  }
  const location = to.href;
  if (!isHttpScheme(to.scheme)) return run.networkError('redirect.scheme', { location }, context);
  if (request.redirectCount === REDIRECT_LIMIT) {
    return run.networkError('redirect.count', { limit: REDIRECT_LIMIT }, context);
  }
  request.redirectCount++;
  if (to.includesCredentials) {
    const away = request.mode === 'cors' && !isSameOrigin(request.origin, to.origin);
    const late = away && request.tainting === 'basic' && run.profile.userinfoAway !== 'at once';
    if (late) {
      const deviates = { ...context, deviation: 'userinfoAway' } as const;
      request.refusal = () => run.networkError('redirect.credentials', { location }, deviates);
    } else if (away || request.tainting === 'cors')
      return run.networkError('redirect.credentials', { location }, context);
    // A beacon is no longer the page's.
    if (refusesUserinfo(request, run.profile) && request.initiator !== 'sendBeacon') {
      const deviates = { ...context, deviation: 'userinfo' } as const;
      return run.networkError('redirect.credentials', { location }, deviates);
    }
  }
  if (status !== 303 && request.body?.source === 'stream') {
    return run.networkError('redirect.body', { status }, context);
  }
  run.rule(
    'redirect.followed',
    'note',
    { status, from: from.withoutFragment, to: location, count: request.redirectCount },
    { ...context, deviation: followingDeviation(request, response, from, to, run) },
  );
  returnDropped(request, status, to, run.profile);
  changeMethod(request, status, from, to, run);
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

/** What is to be said of a `Location` that leads nowhere. */
export function locationFacts(
  response: HttpResponse,
  location: string,
  { repeatedLocation }: BrowserProfile,
): RuleFacts['redirect.location-invalid'] {
  const lines = headerValues(response.headers, 'location');
  return { location, lines: repeatedLocation === 'one where equal' ? new Set(lines).size : lines.length };
}

/** Bytes, one a code unit, of which those beyond ASCII are percent-encoded one by one. https://fetch.spec.whatwg.org/#concept-response-location-url */
export function escapeBytes(text: string): string {
  return text.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Null for failure. https://fetch.spec.whatwg.org/#concept-response-location-url */
export function locationUrl(
  response: HttpResponse,
  all: string,
  from: Url,
  profile: BrowserProfile,
): Url | null {
  const [first = '', ...others] = headerValues(response.headers, 'location');
  if (others.length > 0 && profile.repeatedLocation === 'failure') return null;
  // Where one is taken of several, they are equal: others have failed in HTTP-network fetch.
  const raw = profile.repeatedLocation === 'joined' ? all : first;
  const escaped = profile.responseBytes === 'replaced' && raw.includes(REPLACEMENT) ? raw : escapeBytes(raw);
  const url = parseUrl(escaped, from.withoutFragment);
  if (url === null || url.fragment !== '' || from.fragment === '') return url;
  return parseUrl(url.href + from.fragment);
}

/** The profile field by which this redirect goes on as the standard's does not. */
function followingDeviation(
  request: Request,
  response: HttpResponse,
  from: Url,
  to: Url,
  { profile }: Run,
):
  | 'redirectedWebSocket'
  | 'repeatedLocation'
  | 'userinfoAway'
  | 'droppedHeaders'
  | 'droppedAuthorization'
  | 'responseBytes'
  | null {
  if (request.mode === 'websocket') return 'redirectedWebSocket';
  if (headerValues(response.headers, 'location').length > 1) return 'repeatedLocation';
  if (to.includesCredentials && request.refusal) return 'userinfoAway';
  if (doesReturn(request, response.status, to, profile)) return 'droppedHeaders';
  const replaced = getHeader(response.headers, 'location')?.includes(REPLACEMENT);
  if (profile.responseBytes === 'replaced' && replaced) return 'responseBytes';
  const stays = isSameOrigin(from.origin, to.origin) && request.droppedAuthorization.length > 0;
  return stays && profile.droppedAuthorization !== 'stays away' ? 'droppedAuthorization' : null;
}

function doesReturn(request: Request, status: number, to: Url, { droppedHeaders }: BrowserProfile): boolean {
  if (request.droppedHeaders.length === 0) return false;
  switch (droppedHeaders) {
    case 'stay away':
      return false;
    case 'back after 307 and 308':
      return keepsMethod(status);
    case 'back after the next redirect':
      return isSameOrigin(request.origin, to.origin)
        ? request.tainting === 'cors' || keepsMethod(status)
        : request.mode === 'cors';
  }
}

function keepsMethod(status: number): boolean {
  return status === 307 || status === 308;
}

function returnDropped(request: Request, status: number, to: Url, profile: BrowserProfile): void {
  const { keptPreflight, droppedHeaders } = request;
  if (keptPreflight && profile.preflightAfterMethodChange === 'kept, nothing listed') {
    // One more redirect, and what had to be asked about then is listed again.
    const { names } = unsafeRequestHeaders(droppedHeaders, profile);
    request.keptPreflight = { ...keptPreflight, names: [...new Set([...keptPreflight.names, ...names])] };
  }
  if (!doesReturn(request, status, to, profile)) return;
  request.headers = [...request.headers, ...request.droppedHeaders];
  request.droppedHeaders = [];
}

/** https://fetch.spec.whatwg.org/#concept-http-redirect-fetch, step 12 */
function changeMethod(request: Request, status: number, from: Url, to: Url, run: Run): void {
  const { method } = request;
  const postBecomesGet = (status === 301 || status === 302) && method === 'POST';
  const anyBecomesGet = status === 303 && method !== 'GET' && method !== 'HEAD';
  const deleteBecomesGet =
    method === 'DELETE' && run.profile.redirectedDelete === 'GET' && !isSameOrigin(from.origin, to.origin);
  if (!postBecomesGet && !anyBecomesGet && !deleteBecomesGet) return;
  keepPreflight(request, run);
  if (!postBecomesGet && !anyBecomesGet) {
    request.method = 'GET';
    request.body = null;
    const facts = { status, from: method, dropped: [] };
    run.rule('redirect.method-changed', 'note', facts, { deviation: 'redirectedDelete' });
    return;
  }
  const dropped = request.headers.filter(([name]) => isRequestBodyHeaderName(name)).map(([name]) => name);
  request.droppedHeaders = request.headers.filter(([name]) => isRequestBodyHeaderName(name));
  request.headers = request.headers.filter(([name]) => !isRequestBodyHeaderName(name));
  request.method = 'GET';
  request.body = null;
  run.rule('redirect.method-changed', 'note', { status, from: method, dropped });
}

/** Browsers that preflight again go by what the request was before. */
function keepPreflight(request: Request, run: Run): void {
  const { preflightAfterMethodChange } = run.profile;
  if (preflightAfterMethodChange === 'by the new request' || request.mode !== 'cors') return;
  const listed = preflightAfterMethodChange === 'kept, still listed' || request.initiator === 'sendBeacon';
  const { names } = unsafeHeadersOf(request, run.profile);
  const byMethod = !isSafelistedMethod(request.method) && request.tainting === 'cors';
  if (!byMethod && names.length === 0) return;
  const still = preflightAfterMethodChange === 'kept, still listed';
  if (!still && request.initiator === 'sendBeacon' && request.tainting !== 'cors') return;
  const before = request.keptPreflight;
  const kept = [...new Set([...(before?.names ?? []), ...(listed ? names : [])])];
  // A preflight that comes anyway is another only where a header that goes away is listed.
  request.keptPreflight =
    before && !names.some(isRequestBodyHeaderName)
      ? { ...before, names: kept }
      : { names: kept, deviation: 'preflightAfterMethodChange' };
}

/** https://fetch.spec.whatwg.org/#concept-http-redirect-fetch, step 13 */
function removeAuthorization(request: Request, from: Url, to: Url, run: Run): void {
  if (isSameOrigin(from.origin, to.origin)) {
    if (run.profile.droppedAuthorization === 'stays away') return;
    request.headers = [...request.headers, ...request.droppedAuthorization];
    request.droppedAuthorization = [];
    return;
  }
  if (!request.headers.some(([name]) => isNonWildcardName(name))) return;
  request.droppedAuthorization = request.headers.filter(([name]) => isNonWildcardName(name));
  request.headers = request.headers.filter(([name]) => !isNonWildcardName(name));
  const { preflightAfterAuthorization } = run.profile;
  if (preflightAfterAuthorization !== 'by the new request' && request.mode === 'cors') {
    const names = preflightAfterAuthorization === 'kept, still listed' ? ['authorization'] : [];
    const kept = [...(request.keptPreflight?.names ?? []), ...names];
    request.keptPreflight = { names: [...new Set(kept)], deviation: 'preflightAfterAuthorization' };
  }
  const facts = { from: serializeOrigin(from.origin), to: serializeOrigin(to.origin) };
  run.rule('redirect.authorization-removed', 'note', facts);
}
