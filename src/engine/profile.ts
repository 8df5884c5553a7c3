export type ProfileName = 'standard' | 'chromium' | 'firefox' | 'webkit';

/**
 * Where browsers differ from the standard or from each other: each difference a field, its evidence in
 * `PROFILE_SOURCES`.
 */
export interface BrowserProfile {
  readonly name: ProfileName;
  /** The most seconds a preflight is remembered; null for no limit of its own. */
  readonly maxAgeCap: number | null;
  /** An `Access-Control-Max-Age` that is no number: 5 seconds by the standard. */
  readonly invalidMaxAge: 'default' | 'not cached';
  /** An `Access-Control-Max-Age` below zero: no number by the letter, so 5 seconds. */
  readonly negativeMaxAge: 'default' | 'not cached';
  /** Whether `Access-Control-Allow-Headers: *` covers `Authorization`. */
  readonly authorizationByWildcard: 'no' | 'yes';
  /** The largest number a safelisted `Range` may name. */
  readonly rangeLimit: 'none' | 'signed 64 bit';
  /** After `Authorization` was removed by a redirect to another origin: what the preflight decision there goes by. */
  readonly preflightAfterAuthorization: 'by the new request' | 'kept, nothing listed' | 'kept, still listed';
  /** After a redirect made the method safelisted. */
  readonly preflightAfterMethodChange: 'by the new request' | 'kept';
  /** The `Origin` of a preflight after a redirect that makes the request's own `null`. */
  readonly preflightOriginAfterRedirect: 'null' | 'the page’s';
  /**
   * In credentials mode `same-origin`, for a request that began at the page's origin and has left it: how the
   * CORS check takes redirects.
   */
  readonly redirectsFromHome: 'by credentials mode' | 'as if credentialed';
  /** Which `XMLHttpRequest`s a listener on `upload` forces into a preflight. */
  readonly uploadListener: 'any' | 'with a body';
  /** The same header set twice in `fetch()`: judged each by itself, or joined. */
  readonly repeatedHeaders: 'each' | 'joined';
  /** The bytes all safelisted values together may have. */
  readonly safelistedTotal: number | null;
  /** Names safelisted beyond the standard's, in lower case. */
  readonly extraSafelisted: readonly string[];
  /** A `User-Agent` set by script. */
  readonly userAgent: 'sent' | 'dropped';
  /** A `ReadableStream` as body. */
  readonly streamBody: 'stream' | 'string' | 'NotSupportedError';
  /** The `Content-Type` that a body brings along, where it is not safelisted, in mode no-cors. */
  readonly noCorsBodyType: 'dropped' | 'sent';
  /** `Origin` on a no-cors request that is neither GET nor HEAD. */
  readonly noCorsOrigin: 'by referrer policy' | 'the page’s';
  /** Whether a preflight made with credentials is remembered for requests without. */
  readonly credentialedEntryServesAll: 'yes' | 'no';
  /** Whether a failing answer to the request itself makes the browser forget the preflight. */
  readonly failureClearsCache: 'yes' | 'no';
  /** Whether `cache: 'no-store'` and `'reload'` pass the preflight cache by. */
  readonly noStoreSkipsPreflightCache: 'yes' | 'no';
  /** A cookie without `SameSite`. */
  readonly defaultSameSite: 'Lax' | 'None';
  /** Whether a redirect through another site keeps `SameSite` cookies from the request once it is back. */
  readonly sameSiteRedirects: 'counted' | 'not counted';
  /** Cookies for another site than the page's. */
  readonly thirdPartyCookies: 'as set' | 'blocked';
  /** Whether reaching from a farther address space into a nearer one takes the person's permission. */
  readonly localNetworkAccess: 'permission' | 'permission for public pages' | 'unchecked';
  /** `Secure` cookies over http to a loopback host. */
  readonly secureCookiesOnLoopback: 'no' | 'yes';
}

const standard: BrowserProfile = {
  name: 'standard',
  maxAgeCap: null,
  invalidMaxAge: 'default',
  negativeMaxAge: 'default',
  authorizationByWildcard: 'no',
  rangeLimit: 'none',
  preflightAfterAuthorization: 'by the new request',
  preflightAfterMethodChange: 'by the new request',
  preflightOriginAfterRedirect: 'null',
  redirectsFromHome: 'by credentials mode',
  uploadListener: 'any',
  repeatedHeaders: 'each',
  safelistedTotal: 1024,
  extraSafelisted: [],
  userAgent: 'sent',
  streamBody: 'stream',
  noCorsBodyType: 'dropped',
  noCorsOrigin: 'by referrer policy',
  credentialedEntryServesAll: 'yes',
  failureClearsCache: 'yes',
  noStoreSkipsPreflightCache: 'no',
  defaultSameSite: 'Lax',
  sameSiteRedirects: 'counted',
  thirdPartyCookies: 'as set',
  localNetworkAccess: 'permission',
  secureCookiesOnLoopback: 'no',
};

/** What each browser does; a field that equals the standard's is no deviation. */
export const PROFILES: Readonly<Record<ProfileName, BrowserProfile>> = {
  standard,
  chromium: {
    ...standard,
    name: 'chromium',
    maxAgeCap: 7200,
    negativeMaxAge: 'not cached',
    authorizationByWildcard: 'yes',
    rangeLimit: 'signed 64 bit',
    uploadListener: 'with a body',
    repeatedHeaders: 'joined',
    extraSafelisted: ['device-memory', 'downlink', 'dpr', 'rtt', 'viewport-width', 'width'],
    userAgent: 'dropped',
    noCorsOrigin: 'the page’s',
    failureClearsCache: 'no',
    noStoreSkipsPreflightCache: 'yes',
    sameSiteRedirects: 'not counted',
    localNetworkAccess: 'permission for public pages',
    secureCookiesOnLoopback: 'yes',
  },
  firefox: {
    ...standard,
    name: 'firefox',
    maxAgeCap: 86400,
    invalidMaxAge: 'not cached',
    negativeMaxAge: 'not cached',
    authorizationByWildcard: 'yes',
    rangeLimit: 'signed 64 bit',
    preflightAfterAuthorization: 'kept, nothing listed',
    preflightAfterMethodChange: 'kept',
    preflightOriginAfterRedirect: 'the page’s',
    safelistedTotal: null,
    streamBody: 'string',
    credentialedEntryServesAll: 'no',
    noStoreSkipsPreflightCache: 'yes',
    defaultSameSite: 'None',
    localNetworkAccess: 'unchecked',
    secureCookiesOnLoopback: 'yes',
  },
  webkit: {
    ...standard,
    name: 'webkit',
    maxAgeCap: 600,
    negativeMaxAge: 'not cached',
    authorizationByWildcard: 'yes',
    rangeLimit: 'signed 64 bit',
    preflightAfterAuthorization: 'kept, still listed',
    preflightAfterMethodChange: 'kept',
    redirectsFromHome: 'as if credentialed',
    repeatedHeaders: 'joined',
    streamBody: 'NotSupportedError',
    noCorsBodyType: 'sent',
    failureClearsCache: 'no',
    defaultSameSite: 'None',
    sameSiteRedirects: 'not counted',
    thirdPartyCookies: 'blocked',
    localNetworkAccess: 'unchecked',
  },
};

const SEEN = 'seen in Chromium 156, Firefox ESR 153 and WebKitGTK 2.50';

/** The evidence for each field: what was observed, or read, and where. */
export const PROFILE_SOURCES: Readonly<Record<Exclude<keyof BrowserProfile, 'name'>, string>> = {
  maxAgeCap:
    'Measured: 7200 s in Chromium 156, 600 s in WebKitGTK 2.50. Firefox: 86400 s in nsCORSListenerProxy.cpp.',
  invalidMaxAge: `abc, 1.5 and 0, 600: ${SEEN}.`,
  negativeMaxAge: 'web-platform-tests, cors/preflight-cache.htm, which all three pass.',
  authorizationByWildcard: `whatwg/fetch issue 1919; ${SEEN}.`,
  rangeLimit: `Range: bytes=0-99999999999999999999: ${SEEN}; the exact limit is assumed.`,
  preflightAfterAuthorization: `Author's Authorization, redirected to another origin: ${SEEN}.`,
  preflightAfterMethodChange: `A preflighted PUT answered 303, a JSON POST answered 302: ${SEEN}.`,
  preflightOriginAfterRedirect: `A redirect from one foreign origin to another: ${SEEN}.`,
  redirectsFromHome: `The page's origin to another and on from there, its redirect allowing *, the origin, or the origin with credentials: ${SEEN}.`,
  uploadListener: `An upload listener on a GET: ${SEEN}.`,
  repeatedHeaders: `Accept appended twice, each within 128 bytes: ${SEEN}.`,
  safelistedTotal: `Safelisted values over 1024 bytes in total: ${SEEN}.`,
  extraSafelisted: `Client-hint names set by the page: ${SEEN}.`,
  userAgent: `User-Agent set by the page: ${SEEN}.`,
  streamBody: `A ReadableStream as body over HTTP/1.1: ${SEEN}.`,
  noCorsBodyType: `A no-cors POST of a Blob of type application/json: ${SEEN}.`,
  noCorsOrigin: `A no-cors POST under no-referrer: ${SEEN}.`,
  credentialedEntryServesAll: `A preflight with credentials, then the same request without: ${SEEN}.`,
  failureClearsCache: `A request that fails the CORS check after its preflight: ${SEEN}.`,
  noStoreSkipsPreflightCache: `cache: no-store and reload: ${SEEN}.`,
  defaultSameSite: `Cookies without SameSite from 127.0.0.1 to localhost: ${SEEN}; only Chromium treats them as Lax.`,
  sameSiteRedirects: `From 127.0.0.1 through localhost and back, cookies with SameSite: ${SEEN}.`,
  thirdPartyCookies: `WebKit's tracking prevention blocks them: ${SEEN}.`,
  localNetworkAccess: `A page made public by treat-as-public-address that asks for loopback: ${SEEN}. A page from a local address that asks for loopback: Chromium 156 asks nobody.`,
  secureCookiesOnLoopback:
    'MDN, Set-Cookie, Secure: https is not required on localhost since Chrome 89 and Firefox 75.',
};
