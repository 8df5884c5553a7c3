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
  const values = headerValues(response.headers, 'access-control-allow-origin');
  if (values.length === 0) return run.networkError('cors-check.allow-origin-missing', { origin }, onOrigin);
  const value = values.join(', ');
  const strict = purpose === 'fetch' && isCheckedAsIfCredentialed(request, response, run);
  const deviation = strict ? 'redirectsFromHome' : null;
  const withCredentials = request.credentials === 'include' || strict;
  if (value === '*' && !withCredentials) {
    run.rule('cors-check.wildcard', 'pass', { origin }, onOrigin);
    return null;
  }
  if (value === '*') {
    const context = { message, headers: ALLOW_ORIGIN, deviation } as const;
    return refuse(request, deviation, () =>
      run.networkError('cors-check.wildcard-with-credentials', { origin }, context),
    );
  }
  const facts = { origin, value, lines: values.length };
  if (value !== origin) return run.networkError('cors-check.allow-origin', facts, onOrigin);
  run.rule('cors-check.allow-origin', 'pass', facts, onOrigin);
  if (!withCredentials) {
    run.rule('cors-check.no-credentials', 'pass', { mode: request.credentials }, { message });
    return null;
  }
  const credentials = getHeader(response.headers, 'access-control-allow-credentials');
  const onCredentials = { message, headers: ALLOW_CREDENTIALS, deviation } as const;
  if (credentials !== 'true') {
    return refuse(request, deviation, () =>
      run.networkError('cors-check.allow-credentials', { value: credentials }, onCredentials),
    );
  }
  run.rule('cors-check.allow-credentials', 'pass', { value: credentials }, onCredentials);
  return null;
}

/** Whether the standard's check passes, to tell where a browser that decides before it decides otherwise. */
export function passesByStandard(request: Request, response: HttpResponse): boolean {
  const withCredentials = request.credentials === 'include';
  const value = getHeader(response.headers, 'access-control-allow-origin');
  if (value === '*') return !withCredentials;
  const allowed = getHeader(response.headers, 'access-control-allow-credentials') === 'true';
  return value === serializeRequestOrigin(request) && (!withCredentials || allowed);
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
