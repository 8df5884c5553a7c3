import { isIpAddress } from './address-space';
import { getHeader } from './headers';
import type { Fetched } from './network';
import { isSameOrigin, isSchemelesslySameSite, serializeOrigin } from './origin';
import { currentUrl, type Request } from './request';
import type { NetworkError, Run } from './run';

type Policy = 'same-origin' | 'same-site' | 'cross-origin';

/**
 * What a response lets pages of other origins load without CORS; null for allowed.
 * https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check
 */
export function crossOriginResourcePolicyCheck(
  request: Request,
  { response, exchange, credentials }: Fetched,
  run: Run,
): NetworkError | null {
  const known =
    request.client.embedderPolicy !== 'credentialless' || run.profile.credentiallessPages === 'known';
  const embedderPolicy = known ? request.client.embedderPolicy : 'unsafe-none';
  const value = getHeader(response.headers, 'cross-origin-resource-policy');
  let policy: Policy | null =
    value === 'same-origin' || value === 'same-site' || value === 'cross-origin' ? value : null;
  let deviation: 'invalidResourcePolicy' | null = null;
  if (value !== null && policy === null && run.profile.invalidResourcePolicy === 'allows all') {
    if (embedderPolicy !== 'unsafe-none') deviation = 'invalidResourcePolicy';
  } else if (policy === null) {
    if (embedderPolicy === 'require-corp') policy = 'same-origin';
    if (embedderPolicy === 'credentialless' && credentials === 'included') policy = 'same-origin';
  }
  const target = currentUrl(request).origin;
  const facts = {
    value,
    policy,
    origin: serializeOrigin(request.origin),
    target: serializeOrigin(target),
    embedderPolicy,
  };
  const headers = value === null ? [] : ['Cross-Origin-Resource-Policy'];
  const context = { message: { exchange, side: 'response' }, headers, deviation } as const;
  const ofAddress = target.kind === 'tuple' && isIpAddress(target.host);
  const otherPort = policy === 'same-site' && ofAddress && !isSameOrigin(request.origin, target);
  if (otherPort && run.profile.sameSitePolicy !== 'of the site' && isAllowed(policy, request, run)) {
    return run.networkError('corp.check', facts, { ...context, deviation: 'sameSitePolicy' });
  }
  const dotless =
    target.kind === 'tuple' && target.scheme !== 'https' && !ofAddress && !target.host.includes('.');
  const opaque = policy === 'same-site' && request.origin.kind === 'opaque' && dotless;
  if (opaque && run.profile.sameSitePolicy !== 'of the site') {
    run.rule('corp.check', 'pass', facts, { ...context, deviation: 'sameSitePolicy' });
    return null;
  }
  if (!isAllowed(policy, request, run)) return run.networkError('corp.check', facts, context);
  if (value !== null || embedderPolicy !== 'unsafe-none') run.rule('corp.check', 'pass', facts, context);
  return null;
}

function isAllowed(policy: Policy | null, request: Request, run: Run): boolean {
  const { origin } = request;
  const target = currentUrl(request).origin;
  switch (policy) {
    case null:
    case 'cross-origin':
      return true;
    case 'same-origin':
      return isSameOrigin(origin, target);
    case 'same-site': {
      if (!isSchemelesslySameSite(origin, target, run.environment.registrableDomain)) return false;
      const fromHttps = origin.kind === 'tuple' && origin.scheme === 'https';
      return fromHttps || !(target.kind === 'tuple' && target.scheme === 'https');
    }
  }
}
