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
  /** When a preflight's answer is refused for its status. */
  readonly preflightStatus:
    | 'after the CORS check'
    | 'before the check, where it is a redirect'
    | 'before the check';
  /** Whether both lists of a preflight's answer have to be well-formed before either is looked into. */
  readonly preflightOrder: 'both lists first' | 'one list after the other';
  /** The largest number a safelisted `Range` may name. */
  readonly rangeLimit: 'none' | 'signed 64 bit' | 'below signed 64 bit';
  /** After `Authorization` was removed by a redirect to another origin: what the preflight decision there goes by. */
  readonly preflightAfterAuthorization: 'by the new request' | 'kept, nothing listed' | 'kept, still listed';
  /** After a redirect made the method safelisted: as above, of what the request had to be asked about before. */
  readonly preflightAfterMethodChange: 'by the new request' | 'kept, nothing listed' | 'kept, still listed';
  /** Headers that a redirect dropped along with the body: whether they are back after one more; without CORS, after a 307 or 308 to the page's own origin at most. */
  readonly droppedHeaders: 'stay away' | 'back after 307 and 308' | 'back after the next redirect';
  /** `Authorization` that a redirect to another origin removed: whether it is back after one that stays there. */
  readonly droppedAuthorization: 'stays away' | 'back after a redirect within an origin';
  /** What a redirect to another origin with any status makes of DELETE. */
  readonly redirectedDelete: 'DELETE' | 'GET';
  /** The `Origin` of a preflight after a redirect that makes the request's own `null`. */
  readonly preflightOriginAfterRedirect: 'null' | 'the page’s';
  /**
   * In credentials mode `same-origin`, for a request that began at the page's origin and has left it: how the
   * CORS check takes redirects. As if credentialed, it refuses them once the next URL's preflight has gone.
   */
  readonly redirectsFromHome: 'by credentials mode' | 'as if credentialed';
  /** `Location` more than once; where two equal ones are as one, two that differ fail with any status. */
  readonly repeatedLocation: 'failure' | 'one where equal' | 'joined';
  /** A redirect whose `Location` is empty: to the same URL by the standard. */
  readonly emptyLocation: 'same URL' | 'no redirect' | 'failure';
  /** When it is seen that a redirect leads to no URL, or one to be followed to `data:`, at another origin than the page's. */
  readonly unusableLocation:
    | 'after the CORS check'
    | 'before the check, where it is no URL'
    | 'before the check, where it is no URL or of data:';
  /** The `Location` of a redirect in redirect mode `manual`, where it is no URL: of no interest by the standard. */
  readonly unfollowedLocation: 'not read' | 'parsed';
  /** A redirect to `ftp:`, whatever the redirect mode and the CORS check say. */
  readonly ftpLocation: 'as any' | 'failure at once';
  /** What script sees of two equal `Location` lines, as any two of a name. */
  readonly shownLocation: 'joined' | 'one';
  /** A redirect status without `Location`, in the redirect mode `error`. */
  readonly missingLocation: 'redirect' | 'no redirect';
  /** When a redirect that leaves the page's origin is refused for the user name in its `Location`. */
  readonly userinfoAway: 'at once' | 'after the next preflight';
  /** A URL with a user name, for all but `XMLHttpRequest`, navigations and WebSockets: in a `Location`, and at first without CORS. */
  readonly userinfo: 'as any' | 'refused';
  /** What becomes of a WebSocket's handshake that is redirected. */
  readonly redirectedWebSocket: 'failure' | 'followed';
  /** Which `XMLHttpRequest`s a listener on `upload` forces into a preflight. */
  readonly uploadListener: 'any' | 'with a body';
  /** Where no methods are listed: the request's own, if a listener on `upload` or a stream made the preflight. */
  readonly unlistedMethod: 'allowed' | 'refused';
  /** The same header set twice in `fetch()`: judged each by itself, or joined. */
  readonly repeatedHeaders: 'each' | 'joined';
  /** How a safelisted `Range` may write its unit. */
  readonly rangeUnit: 'bytes' | 'any case';
  /** The bytes all safelisted values together may have. */
  readonly safelistedTotal: number | null;
  /** Names safelisted beyond the standard's, in lower case. */
  readonly extraSafelisted: readonly string[];
  /** Quotes in `X-HTTP-Method-Override` and its kin, which may name no forbidden method: whether a comma within divides. */
  readonly overrideQuotes: 'heeded' | 'ignored';
  /** A `User-Agent` set by script. */
  readonly userAgent: 'sent' | 'dropped';
  /** A `ReadableStream` as body. */
  readonly streamBody: 'stream' | 'string' | 'NotSupportedError';
  /** A `ReadableStream` as body in mode `same-origin`: the mode it is sent in. */
  readonly sameOriginStream: 'same-origin' | 'cors';
  /** The `Content-Type` of a body that `XMLHttpRequest` drops, as the method is GET or HEAD. */
  readonly typeOfNoBody: 'dropped' | 'sent for URLSearchParams';
  /**
   * How `XMLHttpRequest` makes the charset of text UTF-8 that the author called another: parsed and written anew; by
   * changing the one word, even where it says as much; or only after it was decided whether to ask.
   */
  readonly textCharset: 'parsed' | 'in place' | 'after the preflight decision';
  /** The mode fonts are fetched in. */
  readonly fonts: 'cors' | 'no-cors';
  /** The `Content-Type` that a body brings along, where it is not safelisted, in mode no-cors. */
  readonly noCorsBodyType: 'dropped' | 'sent';
  /** `Origin` on a no-cors request that is neither GET nor HEAD. */
  readonly noCorsOrigin: 'by referrer policy' | 'the page’s';
  /** The same after a redirect of one that began at the page's own origin, or stays within another. */
  readonly noCorsOriginOnTheWay: 'judged anew' | 'not judged';
  /** `Origin` on a form's POST. */
  readonly navigationOrigin: 'by referrer policy' | 'by referrer policy, with TLS or without';
  /** `Origin` on a no-cors request that a redirect took from the page's own origin to another. */
  readonly noCorsOriginAfterRedirect: 'the page’s' | 'null';
  /** The same on a form's POST. */
  readonly navigationOriginAfterRedirect: 'the page’s' | 'null';
  /** `Origin` of elements that fetch with CORS, where that stays at the page's origin. */
  readonly elementOrigin: 'elsewhere only' | 'always' | 'always, but for video';
  /** `Origin` after a redirect that makes a POST a GET within the page's origin. */
  readonly originAfterMethodChange: 'dropped' | 'kept';
  /** `Referer` of a page whose own origin is opaque: made from its URL, and of which requests. */
  readonly opaqueReferrer: 'none' | 'for elements, as to another origin' | 'URL';
  /** What a referrer policy takes for less safe than the page: what is not to be trusted, or what is without TLS. */
  readonly referrerDowngrade: 'by trust' | 'by scheme';
  /** What another site gets by a referrer policy that would show it more than the origin, but for navigations. */
  readonly relaxedReferrer: 'as asked' | 'origin';
  /** What a page in a frame of another site shows of its URL. */
  readonly framedReferrer: 'as any' | 'origin';
  /** `Referer` of a navigation after redirects. */
  readonly navigationReferrerAfterRedirect: 'by referrer policy' | 'as it was, or its origin elsewhere';
  /** `Referer` of a preflight after redirects. */
  readonly preflightReferrer: 'as the request’s' | 'as it set out, or its origin elsewhere';
  /** `Sec-Fetch-*` of a WebSocket's handshake; `of its kind` names it as destination, and the site where it set out for. */
  readonly webSocketMetadata: 'as any' | 'none' | 'of its kind';
  /** `Sec-Fetch-*` of what a redirect has just led to another origin. */
  readonly redirectedMetadata: 'as any' | 'none with CORS';
  /** What `Sec-Fetch-Site` says after redirects that were not all to the page's own origin. */
  readonly redirectedSite: 'farthest' | 'cross-site without TLS';
  /** What `Sec-Fetch-Site` of a preflight after redirects goes by. */
  readonly preflightSite: 'the request' | 'its URL' | 'cross-site once the origin is null';
  /** Whether http and https of one domain are one site to `Sec-Fetch-Site`, unless redirected. */
  readonly metadataScheme: 'counted' | 'any';
  /** Which hosts images and media of are asked over https instead, where http would be mixed content. */
  readonly upgradedHosts: 'domains' | 'all but IPv4' | 'any';
  /** What a page with TLS may ask of the machine itself without: all, as it is trusted, or images and media. */
  readonly mixedLoopback: 'all' | 'images';
  /** What a redirect that leads to mixed content stops: all, or not the preflight for it. */
  readonly mixedPreflight: 'blocked' | 'sent';
  /** What `sendBeacon()` returns for mixed content. */
  readonly mixedBeacon: 'true' | 'false';
  /** The origin of a beacon without CORS from a page whose own origin is opaque. */
  readonly beaconOrigin: 'the page’s' | 'of its URL';
  /** A `Cross-Origin-Resource-Policy` that is none of the three, where an embedder policy asks for one. */
  readonly invalidResourcePolicy: 'as none' | 'allows all';
  /** Pages that `Cross-Origin-Resource-Policy: same-site` is open to; an IP address is of a site, and of no domain. */
  readonly sameSitePolicy: 'of the site' | 'of the domain, or opaque where the host has no dot';
  /** Whether the embedder policy `credentialless` is known. */
  readonly credentiallessPages: 'known' | 'unknown';
  /** Whether the response that `fetch()` gets for a `data:` URL has a `Content-Length`. */
  readonly dataUrlLength: 'none' | 'of its body';
  /** The statuses that scripts, modules, style sheets and fonts load with. */
  readonly elementStatus: 'ok' | 'below 400, but for modules' | 'below 400, but for style sheets';
  /** What a style sheet whose `Content-Type` says that it is none tells the page, where sniffing is not forbidden. */
  readonly mistypedStylesheet: 'error' | 'load';
  /** Cookies of a WebSocket's handshake that the server refuses or redirects. */
  readonly refusedHandshakeCookies: 'stored' | 'ignored';
  /** `about:blank` without CORS: an empty document by the standard. */
  readonly aboutBlank: 'response' | 'failure';
  /** Cache mode `only-if-cached`, with nothing cached. */
  readonly onlyIfCached: 'failure' | 'asks the server';
  /**
   * Whether a preflight that said `Origin: null` is remembered: any, or those of pages whose own origin is opaque, for
   * good or until this request is over.
   */
  readonly nullOriginPreflight: 'remembered' | 'of opaque pages' | 'of opaque pages, for the request';
  /**
   * Which method has to be remembered to spare a preflight: one that it would ask about, or none that is safelisted,
   * as long as anything is; or any but GET and POST, which are allowed for good once anything was.
   */
  readonly rememberedMethod: 'asked about' | 'unless safelisted' | 'unless GET or POST';
  /** Whether a remembered `*` stands for any method or header: always, where it was remembered or is looked up for a request without credentials, or never. */
  readonly rememberedWildcard: 'yes' | 'from one without credentials' | 'for one without credentials' | 'no';
  /** Whether what a preflight allows is remembered although it refuses the request that was asked about. */
  readonly refusedPreflight: 'forgotten' | 'remembered';
  /** What becomes of what was remembered of a URL when a new preflight is: it stays, or goes. */
  readonly newPreflight: 'adds' | 'replaces';
  /** What has to be remembered for a request with `Authorization` to be sent without a preflight. */
  readonly rememberedAuthorization: 'by name' | 'by *';
  /** Whether a preflight made with credentials is remembered for requests without. */
  readonly credentialedEntryServesAll: 'yes' | 'no';
  /** Whether the request's own failure makes the browser forget the preflight: any, any but a redirect in mode `error`, or none. */
  readonly failureClearsCache: 'yes' | 'but for mode error' | 'no';
  /** Whether `cache: 'no-store'` and `'reload'` pass the preflight cache by. */
  readonly noStoreSkipsPreflightCache: 'yes' | 'no';
  /** Whether cache mode `no-cache` does. */
  readonly noCacheSkipsPreflightCache: 'yes' | 'no';
  /** What says which site a page with an opaque origin is of, for cookies. */
  readonly cookieSite: 'origin' | 'URL';
  /** Whether http and https of one domain are one site to `SameSite`. */
  readonly cookieScheme: 'counted' | 'any';
  /** A cookie without `SameSite`. */
  readonly defaultSameSite: 'Lax' | 'None';
  /** Whether a cookie that is `Lax` by default goes with a POST that opens a page of its site from another. */
  readonly laxAllowingUnsafe: 'no' | 'for two minutes';
  /** Whether a redirect through another site keeps `SameSite` cookies from the request once it is back. */
  readonly sameSiteRedirects: 'counted' | 'not counted';
  /** In mode no-cors with credentials mode `same-origin`: what becomes of credentials that a redirect takes to another origin. */
  readonly noCorsCredentialsAway: 'left behind' | 'kept';
  /** Cookies for another site than the page's; where they are blocked, for the rest of the redirects, too. */
  readonly thirdPartyCookies: 'as set' | 'blocked' | 'partitioned';
  /** Whether reaching from a farther address space into a nearer one takes the person's permission. */
  readonly localNetworkAccess: 'permission' | 'permission for public pages' | 'unchecked';
  /** `SameSite=None` without `Secure`. */
  readonly insecureNone: 'refused' | 'stored';
  /** What `__Secure-` and `__Host-` in front of a cookie's name ask for. */
  readonly cookiePrefixes: 'heeded' | 'ignored';
  /** Bytes of a response's headers that are no UTF-8: kept as they are, or made U+FFFD, whose bytes stand for characters then. */
  readonly responseBytes: 'kept' | 'replaced';
  /** What of a cookie beyond ASCII is read: every byte; U+FFFD for what is no UTF-8 in its value; or nothing from the first such byte on. */
  readonly cookieBytes: 'kept' | 'UTF-8' | 'ASCII';
  /** A cookie without `=`: a value that has no name, or a name without a value, where none has no name. */
  readonly namelessCookies: 'value' | 'name';
  /** Cookies with `SameSite` that an answer sets after a redirect through another site. */
  readonly redirectedSameSite: 'refused' | 'stored';
  /** Whether the end of an IP address is a domain that cookies can be set for. */
  readonly addressDomains: 'refused' | 'stored';
  /** Which counts of a cookie's `Max-Age` and `Expires`. */
  readonly cookieExpiry: 'Max-Age' | 'the last';
  /** `Secure` cookies over http to a loopback host. */
  readonly secureCookiesOnLoopback: 'no' | 'yes';
}

const standard: BrowserProfile = {
  name: 'standard',
  maxAgeCap: null,
  invalidMaxAge: 'default',
  negativeMaxAge: 'default',
  authorizationByWildcard: 'no',
  preflightStatus: 'after the CORS check',
  preflightOrder: 'both lists first',
  rangeLimit: 'none',
  preflightAfterAuthorization: 'by the new request',
  preflightAfterMethodChange: 'by the new request',
  droppedHeaders: 'stay away',
  droppedAuthorization: 'stays away',
  redirectedDelete: 'DELETE',
  preflightOriginAfterRedirect: 'null',
  redirectsFromHome: 'by credentials mode',
  repeatedLocation: 'failure',
  emptyLocation: 'same URL',
  unusableLocation: 'after the CORS check',
  unfollowedLocation: 'not read',
  ftpLocation: 'as any',
  shownLocation: 'joined',
  missingLocation: 'redirect',
  userinfoAway: 'at once',
  userinfo: 'as any',
  redirectedWebSocket: 'failure',
  uploadListener: 'any',
  unlistedMethod: 'allowed',
  repeatedHeaders: 'each',
  rangeUnit: 'bytes',
  safelistedTotal: 1024,
  extraSafelisted: [],
  overrideQuotes: 'heeded',
  userAgent: 'sent',
  streamBody: 'stream',
  sameOriginStream: 'same-origin',
  typeOfNoBody: 'dropped',
  textCharset: 'parsed',
  fonts: 'cors',
  noCorsBodyType: 'dropped',
  noCorsOrigin: 'by referrer policy',
  noCorsOriginOnTheWay: 'judged anew',
  navigationOrigin: 'by referrer policy',
  noCorsOriginAfterRedirect: 'the page’s',
  navigationOriginAfterRedirect: 'the page’s',
  elementOrigin: 'elsewhere only',
  originAfterMethodChange: 'dropped',
  opaqueReferrer: 'none',
  referrerDowngrade: 'by trust',
  relaxedReferrer: 'as asked',
  framedReferrer: 'as any',
  navigationReferrerAfterRedirect: 'by referrer policy',
  preflightReferrer: 'as the request’s',
  webSocketMetadata: 'as any',
  redirectedMetadata: 'as any',
  redirectedSite: 'farthest',
  preflightSite: 'the request',
  metadataScheme: 'counted',
  upgradedHosts: 'domains',
  mixedLoopback: 'all',
  mixedPreflight: 'blocked',
  mixedBeacon: 'true',
  beaconOrigin: 'the page’s',
  invalidResourcePolicy: 'as none',
  sameSitePolicy: 'of the site',
  credentiallessPages: 'known',
  dataUrlLength: 'none',
  elementStatus: 'ok',
  mistypedStylesheet: 'error',
  refusedHandshakeCookies: 'stored',
  aboutBlank: 'response',
  onlyIfCached: 'failure',
  nullOriginPreflight: 'remembered',
  rememberedMethod: 'asked about',
  rememberedWildcard: 'yes',
  refusedPreflight: 'forgotten',
  newPreflight: 'adds',
  rememberedAuthorization: 'by name',
  credentialedEntryServesAll: 'yes',
  failureClearsCache: 'yes',
  noStoreSkipsPreflightCache: 'no',
  noCacheSkipsPreflightCache: 'no',
  cookieSite: 'origin',
  cookieScheme: 'counted',
  defaultSameSite: 'Lax',
  laxAllowingUnsafe: 'no',
  sameSiteRedirects: 'counted',
  noCorsCredentialsAway: 'left behind',
  thirdPartyCookies: 'as set',
  localNetworkAccess: 'permission',
  insecureNone: 'refused',
  cookiePrefixes: 'heeded',
  addressDomains: 'refused',
  responseBytes: 'kept',
  cookieBytes: 'kept',
  namelessCookies: 'value',
  redirectedSameSite: 'refused',
  cookieExpiry: 'Max-Age',
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
    preflightStatus: 'before the check, where it is a redirect',
    rangeLimit: 'below signed 64 bit',
    repeatedLocation: 'one where equal',
    emptyLocation: 'no redirect',
    unusableLocation: 'before the check, where it is no URL',
    unfollowedLocation: 'parsed',
    missingLocation: 'no redirect',
    userinfo: 'refused',
    uploadListener: 'with a body',
    unlistedMethod: 'refused',
    repeatedHeaders: 'joined',
    extraSafelisted: ['device-memory', 'downlink', 'dpr', 'rtt', 'save-data', 'viewport-width', 'width'],
    userAgent: 'dropped',
    sameOriginStream: 'cors',
    textCharset: 'in place',
    noCorsOrigin: 'the page’s',
    noCorsOriginAfterRedirect: 'null',
    navigationOriginAfterRedirect: 'null',
    elementOrigin: 'always, but for video',
    referrerDowngrade: 'by scheme',
    webSocketMetadata: 'none',
    preflightSite: 'its URL',
    mixedBeacon: 'false',
    sameSitePolicy: 'of the domain, or opaque where the host has no dot',
    refusedHandshakeCookies: 'ignored',
    elementStatus: 'below 400, but for modules',
    mistypedStylesheet: 'load',
    aboutBlank: 'failure',
    nullOriginPreflight: 'of opaque pages, for the request',
    rememberedMethod: 'unless safelisted',
    rememberedWildcard: 'from one without credentials',
    newPreflight: 'replaces',
    failureClearsCache: 'no',
    noStoreSkipsPreflightCache: 'yes',
    noCacheSkipsPreflightCache: 'yes',
    laxAllowingUnsafe: 'for two minutes',
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
    preflightOrder: 'one list after the other',
    rangeLimit: 'signed 64 bit',
    preflightAfterAuthorization: 'kept, nothing listed',
    preflightAfterMethodChange: 'kept, nothing listed',
    droppedHeaders: 'back after 307 and 308',
    droppedAuthorization: 'back after a redirect within an origin',
    preflightOriginAfterRedirect: 'the page’s',
    repeatedLocation: 'one where equal',
    unusableLocation: 'before the check, where it is no URL or of data:',
    shownLocation: 'one',
    unlistedMethod: 'refused',
    safelistedTotal: null,
    overrideQuotes: 'ignored',
    streamBody: 'string',
    textCharset: 'after the preflight decision',
    dataUrlLength: 'of its body',
    opaqueReferrer: 'for elements, as to another origin',
    referrerDowngrade: 'by scheme',
    relaxedReferrer: 'origin',
    redirectedSite: 'cross-site without TLS',
    preflightSite: 'its URL',
    metadataScheme: 'any',
    upgradedHosts: 'any',
    mixedBeacon: 'false',
    invalidResourcePolicy: 'allows all',
    rememberedMethod: 'unless GET or POST',
    rememberedWildcard: 'no',
    credentialedEntryServesAll: 'no',
    failureClearsCache: 'but for mode error',
    noStoreSkipsPreflightCache: 'yes',
    cookieBytes: 'UTF-8',
    namelessCookies: 'name',
    redirectedSameSite: 'stored',
    cookieScheme: 'any',
    defaultSameSite: 'None',
    thirdPartyCookies: 'partitioned',
    localNetworkAccess: 'unchecked',
    secureCookiesOnLoopback: 'yes',
  },
  webkit: {
    ...standard,
    name: 'webkit',
    maxAgeCap: 600,
    negativeMaxAge: 'not cached',
    authorizationByWildcard: 'yes',
    preflightStatus: 'before the check',
    rangeLimit: 'signed 64 bit',
    preflightAfterAuthorization: 'kept, still listed',
    preflightAfterMethodChange: 'kept, still listed',
    droppedHeaders: 'back after the next redirect',
    redirectedDelete: 'GET',
    redirectsFromHome: 'as if credentialed',
    repeatedLocation: 'joined',
    emptyLocation: 'failure',
    ftpLocation: 'failure at once',
    missingLocation: 'no redirect',
    userinfoAway: 'after the next preflight',
    redirectedWebSocket: 'followed',
    unlistedMethod: 'refused',
    repeatedHeaders: 'joined',
    rangeUnit: 'any case',
    overrideQuotes: 'ignored',
    streamBody: 'NotSupportedError',
    typeOfNoBody: 'sent for URLSearchParams',
    fonts: 'no-cors',
    noCorsBodyType: 'sent',
    noCorsOriginOnTheWay: 'not judged',
    navigationOrigin: 'by referrer policy, with TLS or without',
    navigationOriginAfterRedirect: 'null',
    elementOrigin: 'always',
    originAfterMethodChange: 'kept',
    opaqueReferrer: 'URL',
    referrerDowngrade: 'by scheme',
    relaxedReferrer: 'origin',
    framedReferrer: 'origin',
    navigationReferrerAfterRedirect: 'as it was, or its origin elsewhere',
    preflightSite: 'cross-site once the origin is null',
    preflightReferrer: 'as it set out, or its origin elsewhere',
    webSocketMetadata: 'of its kind',
    redirectedMetadata: 'none with CORS',
    upgradedHosts: 'all but IPv4',
    mixedLoopback: 'images',
    mixedPreflight: 'sent',
    mixedBeacon: 'false',
    beaconOrigin: 'of its URL',
    credentiallessPages: 'unknown',
    elementStatus: 'below 400, but for style sheets',
    aboutBlank: 'failure',
    onlyIfCached: 'asks the server',
    rememberedMethod: 'unless safelisted',
    rememberedAuthorization: 'by *',
    refusedPreflight: 'remembered',
    newPreflight: 'replaces',
    rememberedWildcard: 'for one without credentials',
    nullOriginPreflight: 'of opaque pages',
    cookieSite: 'URL',
    cookieScheme: 'any',
    failureClearsCache: 'no',
    defaultSameSite: 'None',
    insecureNone: 'stored',
    cookiePrefixes: 'ignored',
    addressDomains: 'stored',
    responseBytes: 'replaced',
    cookieBytes: 'ASCII',
    cookieExpiry: 'the last',
    noCorsCredentialsAway: 'kept',
    thirdPartyCookies: 'blocked',
    localNetworkAccess: 'unchecked',
  },
};
