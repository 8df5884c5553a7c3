import type { Trace } from '../engine/trace';
import type { Cause } from './cause';
import { answerOf, wireRequests } from './reading';
import { toolOf } from './tooling';
import { missedCookie } from './traps';

/**
 * Who has to act. `person`: whoever sits at the browser, by a permission or an extension. `proxy`: what stands before
 * the server. `nobody`: it works as it should.
 */
export type Actor = 'page' | 'server' | 'proxy' | 'person' | 'nobody';

const ACTORS: Readonly<Record<Cause, Actor>> = {
  none: 'nobody',
  'url-invalid': 'page',
  'url-credentials': 'page',
  'mode-navigate': 'page',
  'only-if-cached': 'page',
  'method-invalid': 'page',
  'method-forbidden': 'page',
  'no-cors-method': 'page',
  'header-invalid': 'page',
  'body-with-get': 'page',
  'stream-unsupported': 'page',
  'mode-same-origin': 'page',
  'no-cors-redirect-mode': 'page',
  'scheme-unsupported': 'page',
  'blocked-port': 'server',
  'userinfo-blocked': 'page',
  'mixed-content': 'server',
  'local-network-permission': 'person',
  'local-network-insecure': 'page',
  dns: 'page',
  tls: 'server',
  'connection-refused': 'server',
  'connection-reset': 'server',
  'connection-timeout': 'server',
  'blocked-by-client': 'person',
  'allow-origin-missing': 'server',
  'error-without-cors': 'server',
  'allow-origin-mismatch': 'server',
  'allow-origin-trailing': 'server',
  'allow-origin-list': 'server',
  'allow-origin-pattern': 'server',
  'allow-origin-repeated': 'proxy',
  'origin-null': 'page',
  'origin-null-by-redirect': 'server',
  'wildcard-with-credentials': 'server',
  'allow-credentials-missing': 'server',
  'allow-credentials-value': 'server',
  'preflight-unauthorized': 'server',
  'preflight-redirected': 'page',
  'preflight-status': 'server',
  'allow-methods-syntax': 'server',
  'allow-headers-syntax': 'server',
  'method-not-allowed': 'server',
  'method-case': 'page',
  'methods-wildcard-with-credentials': 'server',
  'header-not-allowed': 'server',
  'headers-wildcard-with-credentials': 'server',
  'authorization-by-wildcard': 'server',
  'response-header-on-request': 'page',
  'redirect-refused': 'page',
  'redirect-location': 'server',
  'location-repeated': 'server',
  'redirect-loop': 'server',
  'redirect-credentials': 'server',
  'redirect-stream': 'page',
  corp: 'server',
  'embedder-policy': 'server',
  'mime-type': 'server',
  'unusable-response': 'server',
  'error-status': 'server',
  'opaque-no-cors': 'page',
  'opaque-redirect': 'nobody',
  'tainted-canvas': 'page',
  'texture-refused': 'page',
  'shape-refused': 'page',
  'header-not-exposed': 'server',
  'cookie-withheld': 'server',
  'cookie-ignored': 'server',
};

/** Who has to act on that cause. */
export function actorOf(cause: Cause, trace: Trace): Actor {
  switch (cause) {
    case 'error-without-cors':
    case 'preflight-status':
      return byProxy(trace) ? 'proxy' : ACTORS[cause];
    case 'header-not-allowed':
    case 'headers-wildcard-with-credentials':
      return byTools(trace) ? 'page' : ACTORS[cause];
    case 'cookie-withheld':
      return cookieActor(missedCookie(trace, 'network.cookies')?.why);
    case 'cookie-ignored':
      return cookieActor(missedCookie(trace, 'network.set-cookie')?.why);
    default:
      return ACTORS[cause];
  }
}

/** 502, 503 and 504 come from what stands before a server that did not answer. */
function byProxy(trace: Trace): boolean {
  const status = answerOf(trace, wireRequests(trace).at(-1)?.exchange ?? -1)?.status ?? 0;
  return status >= 502 && status <= 504;
}

/** What tools add can be left out for servers that do not need it. */
function byTools(trace: Trace): boolean {
  const refused = trace.steps.flatMap((step) =>
    step.type === 'rule' && step.rule === 'preflight.header' && step.result === 'fail'
      ? [step.facts.name]
      : [],
  );
  return refused.every((name) => toolOf(name) !== null);
}

function cookieActor(why: string | undefined): Actor {
  if (why === 'credentials not included') return 'page';
  return why === 'third-party cookies are blocked' || why === 'partitioned' ? 'person' : 'server';
}

const NOT_CORS: ReadonlySet<Cause> = new Set<Cause>([
  'url-invalid',
  'url-credentials',
  'mode-navigate',
  'only-if-cached',
  'method-invalid',
  'method-forbidden',
  'header-invalid',
  'body-with-get',
  'stream-unsupported',
  'scheme-unsupported',
  'blocked-port',
  'userinfo-blocked',
  'mixed-content',
  'local-network-permission',
  'local-network-insecure',
  'dns',
  'tls',
  'connection-refused',
  'connection-reset',
  'connection-timeout',
  'blocked-by-client',
  'redirect-refused',
  'redirect-location',
  'location-repeated',
  'redirect-loop',
  'redirect-stream',
  'corp',
  'embedder-policy',
  'mime-type',
  'unusable-response',
  'error-status',
  'cookie-withheld',
  'cookie-ignored',
]);

/** Whether a rule of CORS is behind it; where nothing stood in the way, whether CORS was asked at all. */
export function isCors(cause: Cause, trace: Trace): 'cors' | 'not CORS' {
  if (cause !== 'none') return NOT_CORS.has(cause) ? 'not CORS' : 'cors';
  const asked = trace.steps.some((step) => step.type === 'rule' && step.rule.startsWith('cors-check.'));
  return asked ? 'cors' : 'not CORS';
}
