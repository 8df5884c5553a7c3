import { hostAddressSpace, isIpAddress, isLoopback } from './address-space';
import type { ReferrerPolicy } from './client';
import { cacheKey } from './cors-preflight';
import type { Fetching, Header } from './http';
import { httpFetch } from './http-fetch';
import { isSafelistedMethod } from './methods';
import { MIMEType } from './mime-type';
import {
  fetchedOrigin,
  isHttpScheme,
  isPotentiallyTrustworthy,
  isSameOrigin,
  isSchemelesslySameSite,
  isWebSocketScheme,
  parseUrl,
  serializeOrigin,
  type Url,
} from './origin';
import { clearCache } from './preflight-cache';
import type { BrowserProfile } from './profile';
import { determineReferrer, toOrigin } from './referrer';
import { currentUrl, type Request, refusesUserinfo, replaceCurrentUrl, unsafeHeadersOf } from './request';
import type { InternalResponse } from './response';
import type { NetworkError, Run } from './run';
import type { PreflightReason } from './trace';

// https://fetch.spec.whatwg.org/#bad-port
const BAD_PORTS = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/**
 * Fetches, and after each redirect decides anew; the standard's recursion is a loop here.
 * https://fetch.spec.whatwg.org/#concept-main-fetch
 */
export function* mainFetch(request: Request, run: Run): Fetching<InternalResponse | NetworkError> {
  let preflighted = false;
  for (;;) {
    const plan = planFetch(request, run);
    preflighted ||= plan.type === 'http fetch' && plan.preflight === 'preflight';
    const response = plan.type === 'http fetch' ? yield* httpFetch(request, plan.preflight, run) : plan;
    if (response.type === 'redirected') continue;
    if (response.type === 'network error' && preflighted) clearAfterFailure(request, response, run);
    return response;
  }
}

interface HttpFetchPlan {
  readonly type: 'http fetch';
  readonly preflight: 'preflight' | 'no preflight';
}

/** Referrer policies that show another site more than the default does. */
const RELAXED: ReadonlySet<ReferrerPolicy> = new Set([
  'no-referrer-when-downgrade',
  'origin-when-cross-origin',
  'unsafe-url',
]);

type Plan = HttpFetchPlan | InternalResponse | NetworkError;

/**
 * Whether a URL is fetched as same-origin, without CORS, or with it, and with a preflight or not. CSP, HSTS and
 * Integrity Policy are left out. https://fetch.spec.whatwg.org/#concept-main-fetch, steps 6 to 12
 */
function planFetch(request: Request, run: Run): Plan {
  const blocked = blockedBeforeSending(request, run);
  if (blocked) return blocked;
  const url = currentUrl(request);
  updateReferrer(request, url, run);
  const origin = serializeOrigin(request.origin);
  const target = serializeOrigin(url.origin);
  const same = isSameOrigin(url.origin, request.origin);
  if (same && request.tainting === 'basic') {
    run.rule('main-fetch.same-origin', 'note', { origin, target, returned: false });
    return schemeFetch(request, run);
  }
  if (url.scheme === 'data') {
    const deviation = saysDataUrlLength(request, run) ? 'dataUrlLength' : null;
    run.rule('main-fetch.data-url', 'note', {}, { deviation });
    return schemeFetch(request, run);
  }
  if (request.mode === 'navigate' || request.mode === 'websocket') {
    run.rule('main-fetch.no-cors-protocol', 'note', { initiator: request.initiator });
    return schemeFetch(request, run);
  }
  if (same) run.rule('main-fetch.same-origin', 'note', { origin, target, returned: true });
  if (request.mode === 'same-origin') {
    return run.networkError('main-fetch.mode-same-origin', { origin, target });
  }
  if (request.mode === 'no-cors') {
    if (request.redirect !== 'follow') return run.networkError('main-fetch.no-cors-redirect-mode', {});
    request.tainting = 'opaque';
    run.rule('main-fetch.no-cors', 'note', { target });
    return schemeFetch(request, run);
  }
  if (!isHttpScheme(url.scheme)) return run.networkError('main-fetch.scheme', { scheme: url.scheme });

  request.tainting = 'cors';
  const { reasons, deviation } = preflightReasons(request, run);
  if (reasons.length === 0) {
    const facts = { method: request.method, headers: request.headers.map(([name]) => name) };
    run.rule('main-fetch.simple', 'note', facts, { deviation });
    return { type: 'http fetch', preflight: 'no preflight' };
  }
  const mixed =
    request.refusal !== null && isPreflightSent(request, run) && isMixedContent(request, url, run);
  const asks = deviation ?? (mixed ? 'mixedPreflight' : null);
  run.rule('main-fetch.preflight', 'note', { reasons }, { deviation: asks });
  return { type: 'http fetch', preflight: 'preflight' };
}

/** What one hop may not see of the referrer, the next does not learn either. https://fetch.spec.whatwg.org/#concept-main-fetch, step 9 */
function updateReferrer(request: Request, url: Url, { profile, environment }: Run): void {
  const { referrer, referrerPolicy: policy, client, mode, shownReferrer: before } = request;
  request.shownReferrer = null;
  request.referrerDeviations = [];
  if (referrer === null) {
    request.firstReferrer ??= null;
    return;
  }
  const navigates = mode === 'navigate';
  const opaque = client.origin.kind === 'opaque';
  const apart = opaque && profile.opaqueReferrer !== 'URL';
  const elsewhere =
    apart || !isSchemelesslySameSite(referrer.origin, fetchedOrigin(url), environment.registrableDomain);
  const redirected = request.urls.length > 1;
  const own = navigates && redirected ? profile.navigationReferrerAfterRedirect : 'by referrer policy';
  const same = apart ? false : undefined;
  const byTrust = determineReferrer(referrer, policy, url, same);
  const insecure = referrer.scheme === 'https' && url.scheme !== 'https';
  const asked =
    profile.referrerDowngrade === 'by scheme'
      ? determineReferrer(referrer, policy, url, same, insecure)
      : byTrust;
  const framed = client.hasCrossSiteAncestor && profile.framedReferrer === 'origin';
  const top = navigates && !client.hasCrossSiteAncestor;
  const trims = RELAXED.has(policy) && elsewhere && !top && profile.relaxedReferrer === 'origin';
  const [value, deviation] =
    own !== 'by referrer policy'
      ? ([
          insecure ? null : isSameOrigin(referrer.origin, url.origin) ? before : toOrigin(before),
          'navigationReferrerAfterRedirect',
        ] as const)
      : framed
        ? ([toOrigin(asked), 'framedReferrer'] as const)
        : trims
          ? ([insecure ? null : toOrigin(asked), 'relaxedReferrer'] as const)
          : ([asked, null] as const);
  const byPolicy = own === 'by referrer policy';
  request.referrer = asked === null && byPolicy ? null : parseUrl(asked ?? referrer.href);
  request.shownReferrer = value;
  // What a preflight goes by later is not shortened for the site of the first URL.
  if (request.firstReferrer === undefined) request.firstReferrer = trims ? asked : value;
  if (byPolicy && asked !== byTrust) request.referrerDeviations.push('referrerDowngrade');
  if (opaque && value !== null) request.referrerDeviations.push('opaqueReferrer');
  if (value !== (byPolicy ? asked : byTrust) && deviation !== null)
    request.referrerDeviations.push(deviation);
}

/** https://fetch.spec.whatwg.org/#concept-main-fetch, steps 6 and 7: bad ports, then mixed content. And user names, that some refuse. */
function blockedBeforeSending(request: Request, run: Run): NetworkError | null {
  const url = currentUrl(request);
  if (isOverHttp(url) && url.port !== null && BAD_PORTS.has(url.port)) {
    return run.networkError('main-fetch.bad-port', { port: url.port });
  }
  const { initiator, mode } = request;
  const asIs = mode === 'no-cors' || initiator === 'EventSource' || initiator === 'sendBeacon';
  if (asIs && request.urls.length === 1 && url.includesCredentials && refusesUserinfo(request, run.profile)) {
    return run.networkError('main-fetch.userinfo', { url: url.href }, { deviation: 'userinfo' });
  }
  const top = mode === 'navigate' && !request.client.hasCrossSiteAncestor;
  if (top || !isMixedContent(request, url, run)) return null;
  const upgraded = upgradedUrl(request, url, run.profile);
  if (!upgraded) {
    const facts = { page: request.client.url, url: url.withoutFragment };
    const told = request.initiator === 'sendBeacon' && run.exchanges === 0;
    const deviation = isMistrusted(request, url, run)
      ? 'mixedLoopback'
      : told && run.profile.mixedBeacon === 'false'
        ? 'mixedBeacon'
        : null;
    const fail = () => run.networkError('main-fetch.mixed-content', facts, { deviation });
    if (!isPreflightSent(request, run)) return fail();
    request.refusal = fail;
    return null;
  }
  const facts = { from: url.withoutFragment, to: upgraded.withoutFragment };
  const deviation = isIpAddress(url.host) ? 'upgradedHosts' : null;
  run.rule('main-fetch.mixed-content-upgraded', 'note', facts, { deviation });
  replaceCurrentUrl(request, upgraded, run.environment.registrableDomain);
  return null;
}

/** Whether what is blocked is asked about still. */
function isPreflightSent(request: Request, { profile }: Run): boolean {
  return profile.mixedPreflight === 'sent' && request.mode === 'cors' && request.urls.length > 1;
}

/** https://w3c.github.io/webappsec-mixed-content/#should-block-fetch */
function isMixedContent(request: Request, url: Url, run: Run): boolean {
  const page = parseUrl(request.client.url);
  if (page?.scheme !== 'https') return false;
  if (!isOverHttp(url)) return false;
  // Known by its name to be local, it is up to the person. https://wicg.github.io/local-network-access/#integration-with-mixed-content
  const asked = run.profile.localNetworkAccess !== 'unchecked' && hostAddressSpace(url.host) !== 'public';
  return !asked && (!isPotentiallyTrustworthy(url.origin) || isMistrusted(request, url, run));
}

/** Whether the browser does not trust what the standard does, for being on the machine itself. */
function isMistrusted(request: Request, { scheme, host }: Url, { profile }: Run): boolean {
  // Where a handshake is redirected to, nobody looks.
  const unseen = request.mode === 'websocket' && request.urls.length > 1;
  const trusts = profile.mixedLoopback === 'all' || isUpgradable(request) || unseen;
  return !trusts && (scheme === 'http' || scheme === 'ws') && isLoopback(host);
}

function isUpgradable({ destination }: Request): boolean {
  return destination === 'image' || destination === 'video';
}

/** Images and media are fetched over https instead, unless their host is an IP address. https://w3c.github.io/webappsec-mixed-content/#upgrade-algorithm */
function upgradedUrl(request: Request, url: Url, { upgradedHosts }: BrowserProfile): Url | null {
  if (!isUpgradable(request) || url.scheme !== 'http') return null;
  const isLeft =
    upgradedHosts === 'domains' || (upgradedHosts === 'all but IPv4' && !url.host.startsWith('['));
  if (isLeft && isIpAddress(url.host)) return null;
  return parseUrl(url.href.replace('http', 'https'));
}

function isOverHttp({ scheme }: Url): boolean {
  return isHttpScheme(scheme) || isWebSocketScheme(scheme);
}

/** https://fetch.spec.whatwg.org/#scheme-fetch: HTTP(S) goes on, `data:` and `about:blank` answer by themselves, the rest cannot be fetched here. */
function schemeFetch(request: Request, run: Run): Plan {
  const url = currentUrl(request);
  if (isHttpScheme(url.scheme) || request.mode === 'websocket') {
    return { type: 'http fetch', preflight: 'no preflight' };
  }
  const blank = isBlankDocument(request, url);
  const deviation = blank && run.profile.aboutBlank === 'failure' ? 'aboutBlank' : null;
  const type = url.scheme === 'data' ? dataUrlType(url) : blank ? 'text/html;charset=utf-8' : null;
  if (type === null || deviation) {
    return run.networkError('main-fetch.scheme', { scheme: url.scheme }, { deviation });
  }
  const headers: Header[] = [['Content-Type', type]];
  if (!blank && saysDataUrlLength(request, run))
    headers.unshift(['Content-Length', String(dataUrlLength(url))]);
  return {
    type: 'default',
    response: { status: 200, statusText: 'OK', headers, body: '' },
    exchange: -1,
  };
}

const DRAWN: readonly Request['destination'][] = ['image', 'video', 'font'];

/** Whether a URL is `about:blank`; asked for as a picture or a font it is as good as none. */
function isBlankDocument({ destination }: Request, url: Url): boolean {
  return url.scheme === 'about' && url.path === 'blank' && !DRAWN.includes(destination);
}

/** The MIME type a `data:` URL states; null where it is malformed. https://fetch.spec.whatwg.org/#data-url-processor */
function dataUrlType({ withoutFragment }: Url): string | null {
  const comma = withoutFragment.indexOf(',');
  if (comma < 0) return null;
  const stated = withoutFragment
    .slice('data:'.length, comma)
    .trim()
    .replace(/; *base64$/i, '');
  const type = MIMEType.parse(stated.startsWith(';') ? `text/plain${stated}` : stated);
  return type ? type.toString() : 'text/plain;charset=US-ASCII';
}

function saysDataUrlLength({ initiator }: Request, { profile }: Run): boolean {
  return initiator === 'fetch' && profile.dataUrlLength === 'of its body';
}

/** How many bytes a `data:` URL holds. https://fetch.spec.whatwg.org/#data-url-processor */
function dataUrlLength({ withoutFragment }: Url): number {
  const comma = withoutFragment.indexOf(',');
  const bytes = withoutFragment.slice(comma + 1).replace(/%[0-9a-f]{2}/gi, '.');
  if (!/; *base64 *$/i.test(withoutFragment.slice(0, comma))) return bytes.length;
  const digits = withoutFragment
    .slice(comma + 1)
    .replace(/%[0-9a-f]{2}/gi, (byte) => String.fromCharCode(Number.parseInt(byte.slice(1), 16)));
  return Math.floor((digits.replace(/[\s=]/g, '').length * 3) / 4);
}

interface Reasons {
  readonly reasons: readonly PreflightReason[];
  readonly deviation: keyof BrowserProfile | null;
}

/**
 * Why this request needs a preflight. Those that do not set the unsafe-request flag send no method and no header that
 * would need one. https://fetch.spec.whatwg.org/#concept-main-fetch, step 12
 */
function preflightReasons(request: Request, run: Run): Reasons {
  const reasons: PreflightReason[] = [];
  if (request.useCorsPreflight) reasons.push({ kind: request.useCorsPreflight });
  if (!isSafelistedMethod(request.method)) reasons.push({ kind: 'method', method: request.method });
  const { reasons: ofHeaders, names, deviation } = unsafeHeadersOf(request, run.profile);
  reasons.push(...ofHeaders);
  const { keptPreflight } = request;
  if (!keptPreflight) return { reasons, deviation };
  // Where the new request alone has the same asked, nothing is otherwise.
  if (reasons.length > 0 && keptPreflight.names.every((name) => names.includes(name))) {
    return { reasons, deviation };
  }
  reasons.push(keptPreflight.reason ?? { kind: 'needed one before the redirect' });
  return { reasons, deviation: keptPreflight.deviation };
}

/** https://fetch.spec.whatwg.org/#concept-cache-clear */
function clearAfterFailure(request: Request, error: NetworkError, run: Run): void {
  const step = run.steps[error.because];
  const sent = run.steps.findLast((step) => step.type === 'request');
  if (step?.type !== 'rule') return;
  const ofPreflight = sent?.purpose === 'preflight' && step.message?.exchange === sent.exchange;
  const { failureClearsCache } = run.profile;
  if (!ofPreflight && failureClearsCache === 'no') return;
  // What it allows has just been remembered.
  const refused = step.rule === 'preflight.method' || step.rule === 'preflight.header';
  if (refused && run.profile.refusedPreflight === 'remembered') return;
  if (step.rule === 'redirect.mode-error' && failureClearsCache === 'but for mode error') return;
  const before = run.preflightCache.length;
  run.preflightCache = clearCache(run.preflightCache, cacheKey(request, run));
  const entries = before - run.preflightCache.length;
  if (entries > 0) run.rule('preflight-cache.cleared', 'note', { entries });
}
