import { getHeader, headerValues } from './headers';
import type { HttpResponse } from './http';
import { isSameOrigin } from './origin';
import { currentUrl, type Request } from './request';
import type { NetworkError, Run } from './run';

const ALLOW_ORIGIN = ['Access-Control-Allow-Origin'];
const ALLOW_CREDENTIALS = ['Access-Control-Allow-Credentials'];

/**
 * Null for success. `origin` is the serialised origin the request was sent with.
 * https://fetch.spec.whatwg.org/#concept-cors-check
 */
export function corsCheck(
  request: Request,
  origin: string,
  response: HttpResponse,
  exchange: number,
  run: Run,
): NetworkError | null {
  const message = { exchange, side: 'response' } as const;
  const onOrigin = { message, headers: ALLOW_ORIGIN };
  const values = headerValues(response.headers, 'access-control-allow-origin');
  if (values.length === 0) return run.networkError('cors-check.allow-origin-missing', { origin }, onOrigin);
  const value = values.join(', ');
  const withCredentials = request.credentials === 'include';
  if (value === '*' && !withCredentials) {
    run.rule('cors-check.wildcard', 'pass', { origin }, onOrigin);
    return null;
  }
  if (value === '*') return run.networkError('cors-check.wildcard-with-credentials', { origin }, onOrigin);
  const facts = { origin, value, lines: values.length };
  if (value !== origin) return run.networkError('cors-check.allow-origin', facts, onOrigin);
  if (isNullRefusedAtHome(request, value, run)) {
    return run.networkError('cors-check.allow-origin', facts, { ...onOrigin, deviation: 'nullBackHome' });
  }
  run.rule('cors-check.allow-origin', 'pass', facts, onOrigin);
  if (!withCredentials) {
    run.rule('cors-check.no-credentials', 'pass', { mode: request.credentials }, { message });
    return null;
  }
  const credentials = getHeader(response.headers, 'access-control-allow-credentials');
  const onCredentials = { message, headers: ALLOW_CREDENTIALS };
  if (credentials !== 'true') {
    return run.networkError('cors-check.allow-credentials', { value: credentials }, onCredentials);
  }
  run.rule('cors-check.allow-credentials', 'pass', { value: credentials }, onCredentials);
  return null;
}

function isNullRefusedAtHome(request: Request, value: string, run: Run): boolean {
  return (
    run.profile.nullBackHome === 'blocked' &&
    value === 'null' &&
    isSameOrigin(currentUrl(request).origin, request.origin)
  );
}
