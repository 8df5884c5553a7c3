import { corsCheck, passesByStandard } from './cors-check';
import { cacheKey, corsPreflightFetch } from './cors-preflight';
import { crossOriginResourcePolicyCheck } from './cross-origin-resource-policy';
import { getHeader } from './headers';
import type { Fetching, HttpResponse } from './http';
import { httpRedirectFetch, locationFacts, locationUrl } from './http-redirect';
import { isSafelistedMethod } from './methods';
import { effectiveCacheMode, httpNetworkOrCacheFetch } from './network';
import { matchCache } from './preflight-cache';
import { currentUrl, type Request, unsafeHeadersOf } from './request';
import { type InternalResponse, isRedirectStatus, type Redirected } from './response';
import type { NetworkError, Run } from './run';
import { timingAllowCheck } from './timing-allow';
import type { MessageRef } from './trace';

/**
 * Preflight where one is needed, the request, the CORS check, redirects. Service workers are left out.
 * https://fetch.spec.whatwg.org/#concept-http-fetch
 */
export function* httpFetch(
  request: Request,
  makeCorsPreflight: 'preflight' | 'no preflight',
  run: Run,
): Fetching<InternalResponse | NetworkError | Redirected> {
  if (makeCorsPreflight === 'preflight') {
    const failed = yield* preflightUnlessCached(request, run);
    if (failed) return failed;
  }
  if (request.refusal) return request.refusal();
  const fetched = yield* httpNetworkOrCacheFetch(request, 'fetch', run);
  if ('type' in fetched) return fetched;
  const { response, exchange } = fetched;
  const refused = ftpLocation(request, response, exchange, run);
  if (refused) return refused;
  if (request.tainting === 'cors') {
    const unusable = unusableLocation(request, response, exchange, run);
    if (unusable) return unusable;
    const blocked = corsCheck(request, 'fetch', response, exchange, run);
    if (blocked) return blocked;
  }
  timingAllowCheck(request, response, exchange, run);
  if (request.tainting === 'opaque') {
    const blocked = crossOriginResourcePolicyCheck(request, fetched, run);
    if (blocked) return blocked;
  }
  if (!isRedirectStatus(response.status)) return { type: 'default', response, exchange };
  const message = { exchange, side: 'response' } as const;
  const { status } = response;
  const ignored = ignoredRedirect(request, getHeader(response.headers, 'location'), run);
  if (ignored) {
    run.rule('redirect.no-location', 'note', { status }, { message, deviation: ignored });
    return { type: 'default', response, exchange };
  }
  switch (request.redirect) {
    case 'error':
      if (request.mode === 'websocket' && run.profile.redirectedWebSocket === 'followed') {
        return httpRedirectFetch(request, response, exchange, run);
      }
      return run.networkError('redirect.mode-error', { status }, { message });
    case 'manual': {
      const invalid = unfollowedLocation(request, response, message, run);
      if (invalid) return invalid;
      run.rule('redirect.mode-manual', 'note', { status }, { message });
      return { type: 'opaqueredirect', response, exchange };
    }
    case 'follow':
      return httpRedirectFetch(request, response, exchange, run);
  }
}

/** A network error where the browser knows FTP for what it cannot do before it looks at anything else. */
function ftpLocation(
  request: Request,
  response: HttpResponse,
  exchange: number,
  run: Run,
): NetworkError | null {
  const location = getHeader(response.headers, 'location');
  if (run.profile.ftpLocation !== 'failure at once') return null;
  if (!isRedirectStatus(response.status) || location === null) return null;
  const url = locationUrl(response, location, currentUrl(request), run.profile);
  if (url?.scheme !== 'ftp') return null;
  const reached = request.tainting !== 'cors' || passesByStandard(request, response);
  const deviation = request.redirect === 'follow' && reached ? null : 'ftpLocation';
  const context = { message: { exchange, side: 'response' }, headers: ['Location'], deviation } as const;
  return run.networkError('redirect.scheme', { location: url.href }, context);
}

/** A network error where the browser looks at where a redirect leads before it looks for permission. */
function unusableLocation(
  request: Request,
  response: HttpResponse,
  exchange: number,
  run: Run,
): NetworkError | null {
  const { unusableLocation: when, unfollowedLocation } = run.profile;
  const location = getHeader(response.headers, 'location');
  if (when === 'after the CORS check') return null;
  if (request.redirect !== 'follow' && when !== 'before the check, where it is no URL') return null;
  if (request.redirect === 'manual' && unfollowedLocation === 'not read') return null;
  if (!isRedirectStatus(response.status) || location === null) return null;
  const message = { exchange, side: 'response' } as const;
  const passes = passesByStandard(request, response);
  // What is not to be followed, the standard does not read at all.
  const unread = request.redirect === 'manual' ? 'unfollowedLocation' : 'unusableLocation';
  const deviation = !passes ? 'unusableLocation' : request.redirect === 'follow' ? null : unread;
  const context = { message, headers: ['Location'], deviation } as const;
  const url = locationUrl(response, location, currentUrl(request), run.profile);
  if (url === null)
    return run.networkError(
      'redirect.location-invalid',
      locationFacts(response, location, run.profile),
      context,
    );
  if (url.scheme !== 'data' || when === 'before the check, where it is no URL') return null;
  return run.networkError('redirect.scheme', { location: url.href }, context);
}

/** A network error where the browser reads a `Location` that it is not to follow, and cannot. */
function unfollowedLocation(
  request: Request,
  response: HttpResponse,
  message: MessageRef,
  run: Run,
): NetworkError | null {
  const location = getHeader(response.headers, 'location');
  if (location === null) return null;
  const url = locationUrl(response, location, currentUrl(request), run.profile);
  if (url !== null || run.profile.unfollowedLocation === 'not read') return null;
  const context = { message, headers: ['Location'], deviation: 'unfollowedLocation' } as const;
  return run.networkError(
    'redirect.location-invalid',
    locationFacts(response, location, run.profile),
    context,
  );
}

/** The profile field by which a redirect that leads nowhere is none. */
function ignoredRedirect(
  request: Request,
  location: string | null,
  { profile }: Run,
): 'emptyLocation' | 'missingLocation' | null {
  if (location === '' && request.redirect === 'manual') return null;
  if (location === '') {
    const fails = profile.emptyLocation === 'failure' && request.redirect === 'follow';
    return profile.emptyLocation === 'same URL' || fails ? null : 'emptyLocation';
  }
  // Where redirects are followed, it is none by the standard, too.
  const matters = location === null && request.redirect === 'error';
  return matters && profile.missingLocation === 'no redirect' ? 'missingLocation' : null;
}

/** https://fetch.spec.whatwg.org/#concept-http-fetch, step 4.1 */
function* preflightUnlessCached(request: Request, run: Run): Fetching<NetworkError | null> {
  const { keptPreflight } = request;
  const { names } = unsafeHeadersOf(request, run.profile);
  const asked = keptPreflight ? [...new Set([...names, ...keptPreflight.names])].sort() : names;
  const asksByStandard = !isSafelistedMethod(request.method) || request.useCorsPreflight !== null;
  const always = request.method === 'HEAD' && run.profile.rememberedMethod === 'unless GET or POST';
  const asksMethod = asksByStandard || keptPreflight !== null || always;
  const cached = matchCache(run.preflightCache, cacheKey(request, run));
  const missing = asked.filter((name) => !cached.allowsHeader(name));
  if (asksMethod && !cached.allowsMethod(request.method)) missing.unshift(request.method);
  const skips = skipsPreflightCache(request, run);
  if (missing.length === 0 && skips === null) {
    const facts = { method: request.method, headers: asked, left: cached.secondsLeft };
    const deviates = cached.coversAuthorization && asked.includes('authorization');
    const implied = asksMethod && !cached.listsMethod(request.method);
    const deviation = deviates ? 'rememberedAuthorization' : implied ? 'rememberedMethod' : null;
    run.rule('http-fetch.preflight-cache-hit', 'pass', facts, { deviation });
    return null;
  }
  // By the standard, the headers would do.
  const onlyMethod = missing.length === 1 && missing[0] === request.method;
  const ownMethod = !asksByStandard && names.length > 0 && onlyMethod;
  // Where the standard asks, too, nothing that was passed by makes a difference.
  const serving = { ...run.profile, rememberedWildcard: 'yes', credentialedEntryServesAll: 'yes' } as const;
  const all = matchCache(run.preflightCache, { ...cacheKey(request, run), profile: serving });
  const served = missing.every((each) =>
    each === request.method ? !asksByStandard || all.allowsMethod(each) : all.allowsHeader(each),
  );
  const passedBy = served ? cached.deviation : null;
  const asks = ownMethod ? (keptPreflight?.deviation ?? 'rememberedMethod') : passedBy;
  const deviation = missing.length === 0 ? skips : asks;
  run.rule('http-fetch.preflight-cache-miss', 'note', { missing }, { deviation });
  return yield* corsPreflightFetch(request, asked, run);
}

/** The profile field by which a request's cache mode makes the browser preflight again; null where it does not. */
function skipsPreflightCache(
  request: Request,
  { profile }: Run,
): 'noStoreSkipsPreflightCache' | 'noCacheSkipsPreflightCache' | null {
  switch (effectiveCacheMode(request)) {
    case 'no-store':
    case 'reload':
      return profile.noStoreSkipsPreflightCache === 'yes' ? 'noStoreSkipsPreflightCache' : null;
    case 'no-cache':
      return profile.noCacheSkipsPreflightCache === 'yes' ? 'noCacheSkipsPreflightCache' : null;
    default:
      return null;
  }
}
