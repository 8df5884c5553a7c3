import type { HttpResponse } from '../engine/http';
import { isRedirectStatus } from '../engine/response';
import type { RuleStep, Trace } from '../engine/trace';
import { answerOf, lastFacts, wireRequests } from './reading';
import { unexposed } from './rules';
import { missedCookie } from './traps';

/**
 * Why it came out as it did: names that stay the same, whatever the words. Each is read off the rule that decided;
 * several stand for one rule where what people have to do differs.
 */
export type Cause =
  /** Nothing stands in the way. */
  | 'none'
  // The call itself: script's own mistakes, before anything is fetched.
  | 'url-invalid'
  | 'url-credentials'
  | 'mode-navigate'
  | 'only-if-cached'
  | 'method-invalid'
  | 'method-forbidden'
  | 'no-cors-method'
  | 'header-invalid'
  | 'body-with-get'
  | 'stream-unsupported'
  | 'mode-same-origin'
  | 'no-cors-redirect-mode'
  | 'scheme-unsupported'
  // Before or without CORS.
  | 'blocked-port'
  | 'userinfo-blocked'
  | 'mixed-content'
  | 'local-network-permission'
  | 'local-network-insecure'
  | 'dns'
  | 'tls'
  | 'connection-refused'
  | 'connection-reset'
  | 'connection-timeout'
  | 'blocked-by-client'
  // The CORS check, of whichever answer.
  | 'allow-origin-missing'
  | 'error-without-cors'
  | 'allow-origin-mismatch'
  | 'allow-origin-trailing'
  | 'allow-origin-list'
  | 'allow-origin-pattern'
  | 'allow-origin-repeated'
  | 'origin-null'
  | 'origin-null-by-redirect'
  | 'wildcard-with-credentials'
  | 'allow-credentials-missing'
  | 'allow-credentials-value'
  // The preflight alone.
  | 'preflight-unauthorized'
  | 'preflight-redirected'
  | 'preflight-status'
  | 'allow-methods-syntax'
  | 'allow-headers-syntax'
  | 'method-not-allowed'
  | 'method-case'
  | 'methods-wildcard-with-credentials'
  | 'header-not-allowed'
  | 'headers-wildcard-with-credentials'
  | 'authorization-by-wildcard'
  | 'response-header-on-request'
  // Redirects.
  | 'redirect-refused'
  | 'redirect-location'
  | 'location-repeated'
  | 'redirect-loop'
  | 'redirect-credentials'
  | 'redirect-stream'
  // After the answer.
  | 'corp'
  | 'embedder-policy'
  | 'mime-type'
  | 'unusable-response'
  | 'error-status'
  | 'opaque-no-cors'
  | 'opaque-redirect'
  | 'tainted-canvas'
  | 'texture-refused'
  | 'shape-refused'
  | 'header-not-exposed'
  | 'cookie-withheld'
  | 'cookie-ignored';

/** The cause of a run's outcome. */
export function causeOf(trace: Trace): Cause {
  if (trace.outcome.type === 'response') return causeOfResponse(trace);
  const step = trace.steps[trace.outcome.because];
  return step?.type === 'rule' ? causeOfFailure(trace, step) : 'none';
}

function causeOfFailure(trace: Trace, step: RuleStep): Cause {
  const exchange = step.message?.exchange ?? -1;
  const answer = answerOf(trace, exchange);
  const preflight = wireRequests(trace).some(
    (wire) => wire.exchange === exchange && wire.purpose === 'preflight',
  );
  switch (step.rule) {
    case 'request.url':
      return 'url-invalid';
    case 'request.url-credentials':
      return 'url-credentials';
    case 'request.mode-navigate':
      return 'mode-navigate';
    case 'request.only-if-cached':
    case 'network.only-if-cached':
      return 'only-if-cached';
    case 'request.method-invalid':
      return 'method-invalid';
    case 'request.method-forbidden':
      return 'method-forbidden';
    case 'request.no-cors-method':
      return 'no-cors-method';
    case 'request.header-invalid':
      return 'header-invalid';
    case 'request.body-with-get':
      return 'body-with-get';
    case 'request.stream':
    case 'network.stream-http1':
      return 'stream-unsupported';
    case 'main-fetch.mode-same-origin':
      return 'mode-same-origin';
    case 'main-fetch.no-cors-redirect-mode':
      return 'no-cors-redirect-mode';
    case 'main-fetch.scheme':
      return 'scheme-unsupported';
    case 'main-fetch.bad-port':
      return 'blocked-port';
    case 'main-fetch.userinfo':
      return 'userinfo-blocked';
    case 'main-fetch.mixed-content':
      return 'mixed-content';
    case 'network.local-network':
      return step.facts.why === 'not secure' ? 'local-network-insecure' : 'local-network-permission';
    case 'network.connection':
      return CONNECTION[step.facts.failure] ?? 'connection-reset';
    case 'cors-check.allow-origin-missing':
      return step.facts.origin === 'null' && madeNull(trace)
        ? 'origin-null-by-redirect'
        : withoutAllowOrigin(answer, preflight);
    case 'cors-check.allow-origin':
      return allowOriginCause(trace, step.facts);
    case 'cors-check.wildcard-with-credentials':
      return 'wildcard-with-credentials';
    case 'cors-check.allow-credentials':
      return step.facts.value === null ? 'allow-credentials-missing' : 'allow-credentials-value';
    case 'preflight.status':
      return preflightStatusCause(step.facts.status);
    case 'preflight.allow-methods-syntax':
      return 'allow-methods-syntax';
    case 'preflight.allow-headers-syntax':
      return 'allow-headers-syntax';
    case 'preflight.method': {
      const { method, allowed } = step.facts;
      if (allowed?.includes('*')) return 'methods-wildcard-with-credentials';
      return method !== method.toUpperCase() &&
        (method.toUpperCase() === 'PATCH' || allowed?.includes(method.toUpperCase()))
        ? 'method-case'
        : 'method-not-allowed';
    }
    case 'preflight.header': {
      const { name, literalWildcard } = step.facts;
      if (isResponseHeader(name)) return 'response-header-on-request';
      if (!literalWildcard) return 'header-not-allowed';
      return lastFacts(trace, 'request.initiator')?.credentials === 'include'
        ? 'headers-wildcard-with-credentials'
        : 'authorization-by-wildcard';
    }
    case 'redirect.mode-error':
      return 'redirect-refused';
    case 'redirect.location-invalid':
      return step.facts.lines > 1 ? 'location-repeated' : 'redirect-location';
    case 'redirect.scheme':
      return 'redirect-location';
    case 'redirect.count':
      return 'redirect-loop';
    case 'redirect.credentials':
      return step.deviation === 'userinfo' ? 'userinfo-blocked' : 'redirect-credentials';
    case 'redirect.body':
      return 'redirect-stream';
    case 'corp.check':
      return step.facts.policy !== null && step.facts.policy === step.facts.value
        ? 'corp'
        : 'embedder-policy';
    case 'response.mime-type':
      return 'mime-type';
    default:
      return 'none';
  }
}

const CONNECTION: Readonly<Record<string, Cause>> = {
  dns: 'dns',
  tls: 'tls',
  refused: 'connection-refused',
  reset: 'connection-reset',
  timeout: 'connection-timeout',
  'blocked by the client': 'blocked-by-client',
};

function madeNull(trace: Trace): boolean {
  const tainted = lastFacts(trace, 'redirect.origin-null');
  return tainted !== undefined && tainted.origin !== 'null';
}

function withoutAllowOrigin(answer: HttpResponse | null, preflight: boolean): Cause {
  const status = answer?.status ?? 200;
  if (preflight)
    return status >= 200 && status <= 299 ? 'allow-origin-missing' : preflightStatusCause(status);
  return status >= 400 ? 'error-without-cors' : 'allow-origin-missing';
}

function preflightStatusCause(status: number): Cause {
  if (isRedirectStatus(status)) return 'preflight-redirected';
  return [401, 403, 407].includes(status) ? 'preflight-unauthorized' : 'preflight-status';
}

function allowOriginCause(
  trace: Trace,
  { origin, value, lines }: { readonly origin: string; readonly value: string; readonly lines: number },
): Cause {
  if (lines > 1) return 'allow-origin-repeated';
  if (origin === 'null') return madeNull(trace) ? 'origin-null-by-redirect' : 'origin-null';
  if (/[,\s]/.test(value)) return 'allow-origin-list';
  if (value.includes('*')) return 'allow-origin-pattern';
  return value.startsWith(`${origin}/`) ? 'allow-origin-trailing' : 'allow-origin-mismatch';
}

/** Whether a name on a request is one that only servers send. Lower case. */
export function isResponseHeader(name: string): boolean {
  return /^access-control-(allow|expose|max)-/.test(name);
}

function causeOfResponse(trace: Trace): Cause {
  const { outcome, script, initiator } = trace;
  if (outcome.type !== 'response' || initiator === 'sendBeacon' || initiator === 'form') return 'none';
  const { response } = outcome;
  if ((script.kind === 'element' || script.kind === 'connection') && script.event === 'error')
    return 'unusable-response';
  if (response.type === 'opaqueredirect') return 'opaque-redirect';
  if (script.kind === 'element' && script.pixels === 'tainted') return 'tainted-canvas';
  if (script.kind === 'element' && script.pixels === 'refused')
    return lastFacts(trace, 'use.needs-cors')?.use === 'CSS shape' ? 'shape-refused' : 'texture-refused';
  if (response.type === 'opaque') return initiator === 'fetch' ? 'opaque-no-cors' : 'none';
  const scripted = initiator === 'fetch' || initiator === 'XMLHttpRequest';
  if (scripted && response.status >= 400) {
    // Whoever is asked to log in for want of a cookie has a cookie to look after.
    const forCookie = response.status === 401 || response.status === 403;
    return forCookie && missedCookie(trace, 'network.cookies') ? 'cookie-withheld' : 'error-status';
  }
  if (scripted && unexposed(lastFacts(trace, 'response.exposed-headers')?.hidden ?? []).length > 0)
    return 'header-not-exposed';
  if (missedCookie(trace, 'network.cookies')) return 'cookie-withheld';
  if (missedCookie(trace, 'network.set-cookie')) return 'cookie-ignored';
  return 'none';
}
