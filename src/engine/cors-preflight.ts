import { corsCheck, passesByStandard } from './cors-check';
import { extractTokenList, getHeader, hasHeader, headerValues } from './headers';
import type { Fetching, Header, HttpResponse } from './http';
import { isSafelistedMethod } from './methods';
import { httpNetworkOrCacheFetch } from './network';
import { type CacheKey, hasLost, isImplied, type PreflightCache, storeInCache } from './preflight-cache';
import type { BrowserProfile } from './profile';
import { currentUrl, type Request, serializeRequestOrigin } from './request';
import { isNonWildcardName } from './request-headers';
import { isOkStatus, isRedirectStatus } from './response';
import type { NetworkError, Run } from './run';

const ALLOW_METHODS = ['Access-Control-Allow-Methods'];
const ALLOW_HEADERS = ['Access-Control-Allow-Headers'];
const MAX_AGE = ['Access-Control-Max-Age'];

/** What the preflight cache keys a request on. */
export function cacheKey(request: Request, run: Run): CacheKey {
  return {
    origin: serializeRequestOrigin(request),
    url: currentUrl(request).withoutFragment,
    credentials: request.credentials,
    profile: run.profile,
    now: run.now,
  };
}

/**
 * Asks the server whether it allows the request; null when it does. `unsafeNames` are the CORS-unsafe
 * request-header names, lower case and sorted. https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export function* corsPreflightFetch(
  request: Request,
  unsafeNames: readonly string[],
  run: Run,
): Fetching<NetworkError | null> {
  const headers: Header[] = [
    ['Accept', '*/*'],
    ['Access-Control-Request-Method', request.method],
  ];
  // Joined without a space, as every browser does.
  if (unsafeNames.length > 0) headers.push(['Access-Control-Request-Headers', unsafeNames.join(',')]);
  const preflight: Request = {
    ...request,
    method: 'OPTIONS',
    headers,
    body: null,
    mode: 'cors',
    credentials: 'same-origin',
    cache: 'default',
    tainting: 'cors',
  };
  const fetched = yield* httpNetworkOrCacheFetch(preflight, 'preflight', run);
  if ('type' in fetched) return fetched;
  const { response, exchange } = fetched;
  const message = { exchange, side: 'response' } as const;

  const { status } = response;
  if (isRefusedForItsStatus(response, run.profile)) {
    const deviation = passesByStandard(request, response) ? null : 'preflightStatus';
    return run.networkError('preflight.status', { status }, { message, deviation });
  }
  const blocked = corsCheck(request, 'preflight', response, exchange, run);
  if (blocked) return blocked;
  if (!isOkStatus(status)) return run.networkError('preflight.status', { status }, { message });
  run.rule('preflight.status', 'pass', { status }, { message });

  const listed = extractTokenList(response.headers, 'access-control-allow-methods');
  const listedHeaders = extractTokenList(response.headers, 'access-control-allow-headers');
  if (listed === 'failure') {
    const value = getHeader(response.headers, 'access-control-allow-methods') ?? '';
    return run.networkError('preflight.allow-methods-syntax', { value }, { message, headers: ALLOW_METHODS });
  }
  const unlisted = listed === null && request.useCorsPreflight !== null;
  const implied = unlisted && run.profile.unlistedMethod === 'allowed';
  const methods = implied ? [request.method] : listed;

  const unread = listedHeaders === 'failure' && run.profile.preflightOrder !== 'both lists first';
  let refused: NetworkError | null = null;
  if (listedHeaders !== 'failure' || unread) {
    const deviation = unread ? 'preflightOrder' : unlisted && !implied ? 'unlistedMethod' : null;
    refused = checkMethod(request, methods, { implied, deviation }, response, exchange, run);
  }
  if (listedHeaders === 'failure') {
    if (refused) return refused;
    const value = getHeader(response.headers, 'access-control-allow-headers') ?? '';
    return run.networkError('preflight.allow-headers-syntax', { value }, { message, headers: ALLOW_HEADERS });
  }
  refused ??= checkHeaders(request, unsafeNames, listedHeaders, exchange, run);
  if (refused && run.profile.refusedPreflight === 'forgotten') return refused;
  remember(request, methods ?? [], listedHeaders ?? [], refused, response, exchange, run);
  return refused;
}

/** Puts what a preflight allows into the cache: of one that refuses the request only where the browser does so. */
function remember(
  request: Request,
  methods: readonly string[],
  headers: readonly string[],
  refused: NetworkError | null,
  response: HttpResponse,
  exchange: number,
  run: Run,
): void {
  const before = run.preflightCache;
  const seconds = maxAge(request, response, exchange, run);
  run.preflightCache = storeInCache(before, cacheKey(request, run), seconds, methods, headers);
  noteCached(request, methods, headers, seconds, refused, exchange, before, run);
}

/** Records what is new in the cache: what the answer lists, or else what the browser takes for allowed by any. */
function noteCached(
  request: Request,
  methods: readonly string[],
  headers: readonly string[],
  seconds: number,
  refused: NetworkError | null,
  exchange: number,
  before: PreflightCache,
  run: Run,
): void {
  const message = { exchange, side: 'response' } as const;
  const lasts = seconds > 0 && !isForThisRequest(request, run.profile);
  const isListed = methods.length + headers.length > 0;
  const added = run.preflightCache.filter((entry) => entry.implied && !before.includes(entry));
  // No early return: all of it is noted, and nothing decided.
  if (lasts && isListed) {
    const lost = hasLost(before, run.preflightCache, run.now);
    const deviation = refused ? 'refusedPreflight' : lost ? 'newPreflight' : null;
    run.rule('preflight.cached', 'note', { methods, headers, seconds }, { message, deviation });
  }
  if (lasts && !isListed && added.length > 0) {
    const lasting = added.some(({ maxAge }) => maxAge === Number.POSITIVE_INFINITY);
    const allowed = added.flatMap(({ implied }) => implied ?? []);
    const facts = { methods: allowed, headers, seconds: lasting ? null : seconds };
    const deviation = refused ? 'refusedPreflight' : 'rememberedMethod';
    run.rule('preflight.cached', 'note', facts, { message, deviation });
  }
}

/** Whether the browser looks no further than to the status. */
function isRefusedForItsStatus(
  { status, headers }: HttpResponse,
  { preflightStatus }: BrowserProfile,
): boolean {
  switch (preflightStatus) {
    case 'after the CORS check':
      return false;
    case 'before the check, where it is a redirect':
      return isRedirectStatus(status) && hasHeader(headers, 'location');
    case 'before the check':
      return !isOkStatus(status);
  }
}

/** https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7.5 */
function checkMethod(
  request: Request,
  methods: readonly string[] | null,
  {
    implied,
    deviation,
  }: { readonly implied: boolean; readonly deviation: 'preflightOrder' | 'unlistedMethod' | null },
  response: HttpResponse,
  exchange: number,
  run: Run,
): NetworkError | null {
  const { method } = request;
  const headers =
    headerValues(response.headers, 'access-control-allow-methods').length > 0 ? ALLOW_METHODS : [];
  const context = { message: { exchange, side: 'response' }, headers } as const;
  const allowed = implied ? null : methods;
  const wildcard = request.credentials !== 'include' && methods?.includes('*');
  const by = implied
    ? 'upload listener'
    : methods?.includes(method)
      ? 'listed'
      : isSafelistedMethod(method)
        ? 'safelisted'
        : wildcard
          ? 'wildcard'
          : null;
  const facts = { method, allowed, by } as const;
  if (by === null) {
    return run.networkError('preflight.method', facts, { ...context, headers: ALLOW_METHODS, deviation });
  }
  // By the standard, what was not listed is remembered like what was.
  const forgets = deviation === 'unlistedMethod' && !isImplied(method, run.profile);
  run.rule('preflight.method', 'pass', facts, { ...context, deviation: forgets ? deviation : null });
  return null;
}

/** All names that are not allowed are recorded, then the fetch fails. https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7.6 and 7.7 */
function checkHeaders(
  request: Request,
  unsafeNames: readonly string[],
  allowed: readonly string[] | null,
  exchange: number,
  run: Run,
): NetworkError | null {
  const message = { exchange, side: 'response' } as const;
  const names = new Set(allowed?.map((name) => name.toLowerCase()));
  const star = names.has('*');
  const wildcard = star && request.credentials !== 'include';
  let failure: NetworkError | null = null;
  for (const name of unsafeNames) {
    const needsName = isNonWildcardName(name);
    const deviates = needsName && wildcard && run.profile.authorizationByWildcard === 'yes';
    const covered = wildcard && (!needsName || deviates);
    const by = names.has(name) ? 'listed' : covered ? 'wildcard' : null;
    const facts = { name, allowed, by, literalWildcard: star && by === null } as const;
    if (by === null) {
      const error = run.networkError('preflight.header', facts, { message, headers: ALLOW_HEADERS });
      failure ??= error;
    } else {
      const deviation = by === 'wildcard' && deviates ? 'authorizationByWildcard' : null;
      run.rule('preflight.header', 'pass', facts, { message, headers: ALLOW_HEADERS, deviation });
    }
  }
  return failure;
}

/** Whether a preflight is not remembered because it said `Origin: null`. */
function isForgotten(request: Request, { nullOriginPreflight }: BrowserProfile): boolean {
  if (serializeRequestOrigin(request) !== 'null' || nullOriginPreflight === 'remembered') return false;
  if (request.origin.kind === 'tuple') return true;
  return nullOriginPreflight !== 'of opaque pages' && request.redirectTaint !== 'same-origin';
}

/** Whether a preflight is remembered until the request is over, and no longer. */
function isForThisRequest(request: Request, { nullOriginPreflight }: BrowserProfile): boolean {
  return (
    serializeRequestOrigin(request) === 'null' && nullOriginPreflight === 'of opaque pages, for the request'
  );
}

/** The seconds a preflight may be remembered. https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7.8 to 7.10 */
function maxAge(request: Request, response: HttpResponse, exchange: number, run: Run): number {
  const { profile } = run;
  const value = getHeader(response.headers, 'access-control-max-age');
  // A blank value counts as absent in all three browsers.
  const text = value ?? '';
  const cap = profile.maxAgeCap;
  const valid = /^\d+$/.test(text);
  const context = {
    message: { exchange, side: 'response' },
    headers: value === null ? [] : MAX_AGE,
  } as const;
  if (isForgotten(request, profile)) {
    const facts = { value, valid, seconds: 0, cap };
    run.rule('preflight.max-age', 'note', facts, { ...context, deviation: 'nullOriginPreflight' });
    return 0;
  }
  const forgotten = isForThisRequest(request, profile) ? 'nullOriginPreflight' : null;
  if (valid) {
    // A number of any length is valid; what it says must stay one the clock can be added to.
    const given = Math.min(Number(value), Number.MAX_SAFE_INTEGER);
    const seconds = cap === null ? given : Math.min(given, cap);
    const deviation = forgotten ?? (seconds === given ? null : 'maxAgeCap');
    run.rule('preflight.max-age', 'note', { value, valid, seconds, cap }, { ...context, deviation });
    return seconds;
  }
  const field = /^-\d+$/.test(text) ? 'negativeMaxAge' : 'invalidMaxAge';
  const forgets = text !== '' && profile[field] === 'not cached';
  const seconds = forgets ? 0 : 5;
  run.rule(
    'preflight.max-age',
    'note',
    { value, valid, seconds, cap },
    {
      ...context,
      deviation: forgets ? field : forgotten,
    },
  );
  return seconds;
}
