import { getHeader, headerValues } from './headers';
import type { HttpResponse } from './http';
import { isSameOrigin } from './origin';
import { currentUrl, type Request, serializePreflightOrigin, serializeRequestOrigin } from './request';
import { isRedirectStatus } from './response';
import type { NetworkError, Run } from './run';

const ALLOW_ORIGIN = ['Access-Control-Allow-Origin'];
const ALLOW_CREDENTIALS = ['Access-Control-Allow-Credentials'];

/** Null for success. https://fetch.spec.whatwg.org/#concept-cors-check */
export function corsCheck(
  request: Request,
  purpose: 'preflight' | 'fetch',
  response: HttpResponse,
  exchange: number,
  run: Run,
): NetworkError | null {
  const message = { exchange, side: 'response' } as const;
  const onOrigin = { message, headers: ALLOW_ORIGIN };
  const origin =
    purpose === 'preflight'
      ? serializePreflightOrigin(request, run.profile)
      : serializeRequestOrigin(request);
  const isHome = isSameOrigin(request.origin, currentUrl(request).origin);
  if (purpose === 'preflight' && isHome && run.profile.preflightOriginAfterRedirect === 'the page’s') {
    run.rule(
      'cors-check.same-origin',
      'pass',
      { origin },
      { message, deviation: 'preflightOriginAfterRedirect' },
    );
    return null;
  }
  const strict = purpose === 'fetch' && isCheckedAsIfCredentialed(request, response, run);
  const deviation = strict ? 'redirectsFromHome' : null;
  const withCredentials = request.credentials === 'include' || strict;
  const decision = decide(response, origin, withCredentials);
  const facts = { origin, value: decision.value ?? '', lines: decision.lines };
  const onCredentials = { message, headers: ALLOW_CREDENTIALS, deviation } as const;
  const { credentials } = decision;
  switch (decision.by) {
    case 'missing':
      return run.networkError('cors-check.allow-origin-missing', { origin }, onOrigin);
    case 'wildcard':
      run.rule('cors-check.wildcard', 'pass', { origin }, onOrigin);
      return null;
    case 'wildcard with credentials':
      return refuse(request, deviation, () =>
        run.networkError('cors-check.wildcard-with-credentials', { origin }, { ...onOrigin, deviation }),
      );
    case 'mismatch':
      return run.networkError('cors-check.allow-origin', facts, onOrigin);
    case 'no credentials':
      run.rule('cors-check.allow-origin', 'pass', facts, onOrigin);
      run.rule('cors-check.no-credentials', 'pass', { mode: request.credentials }, { message });
      return null;
    case 'credentials refused':
      run.rule('cors-check.allow-origin', 'pass', facts, onOrigin);
      return refuse(request, deviation, () =>
        run.networkError('cors-check.allow-credentials', { value: credentials }, onCredentials),
      );
    case 'credentials':
      run.rule('cors-check.allow-origin', 'pass', facts, onOrigin);
      run.rule('cors-check.allow-credentials', 'pass', { value: credentials }, onCredentials);
      return null;
  }
}

interface Decision {
  readonly by:
    | 'missing'
    | 'mismatch'
    | 'wildcard'
    | 'wildcard with credentials'
    | 'no credentials'
    | 'credentials'
    | 'credentials refused';
  /** Of `Access-Control-Allow-Origin`, its lines joined; null for none. */
  readonly value: string | null;
  readonly lines: number;
  /** Of `Access-Control-Allow-Credentials`; null for none. */
  readonly credentials: string | null;
}

/** `origin`: serialised, or `null`. https://fetch.spec.whatwg.org/#concept-cors-check */
function decide({ headers }: HttpResponse, origin: string, withCredentials: boolean): Decision {
  const value = getHeader(headers, 'access-control-allow-origin');
  const lines = headerValues(headers, 'access-control-allow-origin').length;
  const credentials = getHeader(headers, 'access-control-allow-credentials');
  const because = (by: Decision['by']): Decision => ({ by, value, lines, credentials });
  if (value === null) return because('missing');
  if (value === '*') return because(withCredentials ? 'wildcard with credentials' : 'wildcard');
  if (value !== origin) return because('mismatch');
  if (!withCredentials) return because('no credentials');
  return because(credentials === 'true' ? 'credentials' : 'credentials refused');
}

/**
 * Whether the standard's check passes: it tells where a browser that decides before the check decides otherwise.
 * https://fetch.spec.whatwg.org/#concept-cors-check
 */
export function passesByStandard(request: Request, response: HttpResponse): boolean {
  const { by } = decide(response, serializeRequestOrigin(request), request.credentials === 'include');
  return by === 'wildcard' || by === 'no credentials' || by === 'credentials';
}

/** Refuses at once; what only `redirectsFromHome` refuses, when the next preflight has gone. */
function refuse(
  request: Request,
  deviation: 'redirectsFromHome' | null,
  refusal: () => NetworkError,
): NetworkError | null {
  if (deviation === null || request.redirect !== 'follow') return refusal();
  request.refusal = refusal;
  return null;
}

function isCheckedAsIfCredentialed(request: Request, response: HttpResponse, run: Run): boolean {
  const [first] = request.urls;
  return (
    run.profile.redirectsFromHome === 'as if credentialed' &&
    request.credentials === 'same-origin' &&
    isRedirectStatus(response.status) &&
    first !== undefined &&
    isSameOrigin(first.origin, request.origin)
  );
}
