import { parseSetCookie } from 'set-cookie-parser';
import { isPotentiallyTrustworthy, type RegistrableDomain, type Url } from './origin';
import type { BrowserProfile } from './profile';

/** Why a cookie was not sent, or not stored. */
export type CookieReason =
  | 'SameSite'
  | 'Secure'
  | 'SameSite=None without Secure'
  | 'third-party cookies are blocked'
  | 'partitioned'
  | 'credentials not included'
  | 'refused handshake'
  | 'domain'
  | 'malformed';

export interface CookieNote {
  readonly name: string;
  readonly why: CookieReason;
}

export interface Cookie {
  readonly name: string;
  readonly value: string;
  /** Lower case, without a leading dot. */
  readonly domain: string;
  /** No `Domain` attribute: this host only. */
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly sameSite: 'Strict' | 'Lax' | 'None' | 'unset';
  /** The clock, in seconds, after which it is gone; null for a session cookie. */
  readonly expires: number | null;
  /** The clock, in seconds, when it was first set; absent where that was long before. */
  readonly created?: number;
  /** Kept for the page's site alone: a third-party cookie in a browser that partitions them. */
  readonly partitioned?: true;
}

/** The cookies a browser holds, oldest first. */
export type CookieJar = readonly Cookie[];

/** How a request relates to the page, as far as cookies care. */
export interface CookieContext {
  readonly url: Url;
  /**
   * `cross-site navigation`: a GET that opens a page, which cookies with `SameSite=Lax` still go with. Any
   * navigation may set cookies, a POST too.
   */
  readonly sameSite: 'same-site' | 'cross-site' | 'cross-site navigation' | 'cross-site POST navigation';
  /**
   * Whether cookies of this site are another site's on this page, and for that blocked, or `partitioned`: those set on
   * this page are its alone, and no others go.
   */
  readonly blocked: 'blocked' | 'partitioned' | 'allowed';
  readonly profile: BrowserProfile;
  readonly registrableDomain: RegistrableDomain;
  /** The clock, in seconds. */
  readonly now: number;
}

/** Whether a URL is asked over TLS. */
export function isEncrypted({ scheme }: Url): boolean {
  return scheme === 'https' || scheme === 'wss';
}

function isSecure({ url, profile }: CookieContext): boolean {
  if (isEncrypted(url)) return true;
  return profile.secureCookiesOnLoopback === 'yes' && isPotentiallyTrustworthy(url.origin);
}

/** Chromium's kLaxAllowUnsafeMaxAge, in seconds. RFC 6265bis, section 5.6.7.2. */
const YOUNG = 120;

/** Whether a cookie goes with a POST only because it is young. */
export function goesForItsYouth(cookie: Cookie, { profile, sameSite, now }: CookieContext): boolean {
  return (
    profile.laxAllowingUnsafe === 'for two minutes' &&
    profile.defaultSameSite === 'Lax' &&
    sameSite === 'cross-site POST navigation' &&
    cookie.sameSite === 'unset' &&
    cookie.created !== undefined &&
    now - cookie.created <= YOUNG
  );
}

/** Why SameSite keeps a cookie from a request; null when it does not. */
function sameSiteReason(sameSite: Cookie['sameSite'], context: CookieContext): CookieReason | null {
  const effective = sameSite === 'unset' ? context.profile.defaultSameSite : sameSite;
  if (effective === 'None' || context.sameSite === 'same-site') return null;
  return effective === 'Lax' && context.sameSite === 'cross-site navigation' ? null : 'SameSite';
}

/** RFC 6265bis, section 5.1.3. */
function domainMatches(host: string, domain: string): boolean {
  return host === domain || (host.endsWith(`.${domain}`) && !/^[\d.]+$|^\[/.test(host));
}

/** RFC 6265bis, section 5.1.4. */
function pathMatches(path: string, cookiePath: string): boolean {
  if (path === cookiePath) return true;
  return path.startsWith(cookiePath) && (cookiePath.endsWith('/') || path[cookiePath.length] === '/');
}

/** RFC 6265bis, section 5.1.4: the directory of the URL's path. */
function defaultPath(path: string): string {
  const end = path.lastIndexOf('/');
  return end <= 0 ? '/' : path.slice(0, end);
}

/** Whether a cookie is for the host and the path of a URL. RFC 6265bis, section 5.8.3. */
export function isCookieFor(cookie: Cookie, { host, path }: Url): boolean {
  const forHost = cookie.hostOnly ? host === cookie.domain : domainMatches(host, cookie.domain);
  return forHost && pathMatches(path, cookie.path);
}

export interface CookiesToSend {
  readonly sent: readonly Cookie[];
  readonly withheld: readonly CookieNote[];
}

/**
 * The cookies a request would carry, and those of its host and path that stay behind, with the reason.
 * https://fetch.spec.whatwg.org/#append-a-request-cookie-header
 */
export function retrieveCookies(jar: CookieJar, context: CookieContext): CookiesToSend {
  const sent: Cookie[] = [];
  const withheld: CookieNote[] = [];
  for (const cookie of jar) {
    if (cookie.expires !== null && cookie.expires <= context.now) continue;
    if (!isCookieFor(cookie, context.url)) continue;
    const why =
      context.blocked === 'blocked'
        ? 'third-party cookies are blocked'
        : (context.blocked === 'partitioned') !== (cookie.partitioned === true)
          ? 'partitioned'
          : cookie.secure && !isSecure(context)
            ? 'Secure'
            : goesForItsYouth(cookie, context)
              ? null
              : sameSiteReason(cookie.sameSite, context);
    if (why) withheld.push({ name: cookie.name, why });
    else sent.push(cookie);
  }
  sent.sort((a, b) => b.path.length - a.path.length);
  return { sent, withheld };
}

/** What a `Set-Cookie` value does to the jar: `refused` says why it is not stored. */
export interface StoredCookies {
  readonly jar: CookieJar;
  readonly name: string;
  readonly refused: CookieReason | null;
}

/**
 * Parses and stores one `Set-Cookie` value. https://fetch.spec.whatwg.org/#parse-and-store-response-set-cookie-headers
 * and RFC 6265bis, section 5.7.
 */
export function storeCookie(jar: CookieJar, value: string, context: CookieContext): StoredCookies {
  const parsed = parseSetCookie(value, { decodeValues: false, silent: true, split: false })[0];
  const name = parsed?.name ?? value.split(/[=;]/, 1)[0] ?? '';
  const refuse = (refused: CookieReason): StoredCookies => ({ jar, name, refused });
  if (!parsed) return refuse('malformed');
  if (context.blocked === 'blocked') return refuse('third-party cookies are blocked');
  const { host } = context.url;
  const domain = (parsed.domain ?? '').replace(/^\./, '').toLowerCase();
  const hostOnly = domain === '' || domain === host;
  if (!hostOnly && (!domainMatches(host, domain) || context.registrableDomain(domain) === null)) {
    return refuse('domain');
  }
  const secure = parsed.secure === true;
  if (secure && !isSecure(context)) return refuse('Secure');
  const sameSite = sameSiteOf(parsed.sameSite);
  if (sameSite === 'None' && !secure && context.profile.insecureNone === 'refused') {
    return refuse('SameSite=None without Secure');
  }
  const reason = context.sameSite === 'cross-site' ? sameSiteReason(sameSite, context) : null;
  if (reason) return refuse(reason);
  const cookie: Cookie = {
    name,
    value: parsed.value,
    domain: domain === '' ? host : domain,
    hostOnly: domain === '' || context.registrableDomain(domain) === null,
    path: parsed.path?.startsWith('/') ? parsed.path : defaultPath(context.url.path),
    secure,
    sameSite,
    expires: expiryOf(
      overrulesMaxAge(value, context.profile) ? undefined : parsed.maxAge,
      parsed.expires,
      context.now,
    ),
    ...(context.blocked === 'partitioned' && { partitioned: true }),
  };
  const heeded = context.profile.cookiePrefixes === 'heeded';
  if (heeded && isMisnamed({ ...cookie, path: parsed.path ?? '' }))
    return refuse(secure ? 'domain' : 'Secure');
  // One that replaces another is as old as that.
  const old = jar.findIndex((c) => isSameCookie(c, cookie));
  const replaced = jar[old];
  const created = replaced ? replaced.created : context.now;
  const next = expiresAtOnce(cookie, context.now)
    ? []
    : [{ ...cookie, ...(created !== undefined && { created }) }];
  return { jar: jar.toSpliced(old < 0 ? jar.length : old, old < 0 ? 0 : 1, ...next), name, refused: null };
}

/** Whether a cookie is not what its name says that it is. RFC 6265bis, section 5.7, steps 20 and 21. */
export function isMisnamed({ name, secure, hostOnly, path }: Cookie): boolean {
  if (/^__Secure-/i.test(name)) return !secure;
  return /^__Host-/i.test(name) && !(secure && hostOnly && path === '/');
}

function isSameCookie(a: Cookie, b: Cookie): boolean {
  return (
    a.name === b.name &&
    a.domain === b.domain &&
    a.hostOnly === b.hostOnly &&
    a.path === b.path &&
    a.partitioned === b.partitioned
  );
}

function sameSiteOf(value: string | boolean | undefined): Cookie['sameSite'] {
  switch (String(value ?? '').toLowerCase()) {
    case 'strict':
      return 'Strict';
    case 'lax':
      return 'Lax';
    case 'none':
      return 'None';
    default:
      return 'unset';
  }
}

/** The clock starts at 0, whatever the date is: `Expires` counts only where it is the usual date long gone that deletes. */
const LONG_GONE = Date.UTC(2000, 0, 1);

/** Whether a `Set-Cookie` value has an `Expires` that wins over its `Max-Age`. */
export function overrulesMaxAge(value: string, { cookieExpiry }: BrowserProfile): boolean {
  return cookieExpiry === 'the last' && /;\s*max-age\s*=.*;\s*expires\s*=/i.test(value);
}

/** `Max-Age` wins over `Expires`. RFC 6265bis, section 5.7. */
function expiryOf(maxAge: number | undefined, expires: Date | undefined, now: number): number | null {
  if (maxAge !== undefined) return now + Math.max(0, maxAge);
  return expires !== undefined && expires.getTime() < LONG_GONE ? now : null;
}

function expiresAtOnce(cookie: Cookie, now: number): boolean {
  return cookie.expires !== null && cookie.expires <= now;
}
