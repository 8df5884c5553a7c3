import { parseSetCookie } from 'set-cookie-parser';
import { isIpAddress } from './address-space';
import { bytesOf } from './headers';
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
  | '__Secure- prefix'
  | '__Host- prefix'
  | 'prefix without a name'
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
  /** The same, for cookies that the answer sets. */
  readonly sameSiteToSet: CookieContext['sameSite'];
  /** Whether a redirect has left the site, which not every browser counts; of a navigation, no. */
  readonly detoured: boolean;
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
  return host === domain || (host.endsWith(`.${domain}`) && !isIpAddress(host));
}

/** RFC 6265bis, section 5.1.4. */
function pathMatches(path: string, cookiePath: string): boolean {
  if (path === cookiePath) return true;
  return path.startsWith(cookiePath) && (cookiePath.endsWith('/') || path[cookiePath.length] === '/');
}

/** RFC 6265bis, section 5.1.4: the directory of the URL's path. */
function defaultPath(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
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
    if (isExpired(cookie, context.now)) continue;
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

/** The fields of a profile by which a cookie is stored otherwise than by the standard; where several are at work, the first goes. */
export const COOKIE_FIELDS = [
  'cookiePrefixes',
  'cookieBytes',
  'namelessCookies',
  'addressDomains',
  'insecureNone',
  'cookieExpiry',
  'secureCookiesOnLoopback',
  'thirdPartyCookies',
  'redirectedSameSite',
  'sameSiteRedirects',
  'defaultSameSite',
] as const satisfies readonly (keyof BrowserProfile)[];

export type CookieField = (typeof COOKIE_FIELDS)[number];

/** Bytes, one a code unit, with U+FFFD for what is no UTF-8 among them. */
function asUtf8(bytes: string): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytesOf(bytes));
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/** A cookie as those read it who take what has no `=` for a name; null where there is no name. */
function withName<T extends { name: string; value: string }>(parsed: T, value: string): T | null {
  if (parsed.name !== '') return parsed;
  return value.startsWith('=') ? null : { ...parsed, name: parsed.value, value: '' };
}

/** What a `Set-Cookie` value does to the jar: the name of what is stored or deleted, null where `refused` says why not. */
export interface StoredCookies {
  readonly jar: CookieJar;
  readonly name: string | null;
  readonly refused: CookieReason | null;
}

/** The same, with the field by which it is otherwise than by the standard. */
interface JudgedCookies extends StoredCookies {
  readonly deviation: CookieField | null;
}

/**
 * Parses and stores one `Set-Cookie` value. https://fetch.spec.whatwg.org/#parse-and-store-response-set-cookie-headers
 * and RFC 6265bis, section 5.7.
 */
export function storeCookie(jar: CookieJar, value: string, context: CookieContext): JudgedCookies {
  const { cookieBytes } = context.profile;
  const read = cookieBytes === 'ASCII' ? value.replace(/[\x80-\xff].*/, '') : value;
  const parsed = parseSetCookie(read, { decodeValues: false, silent: true, split: false })[0];
  const named = parsed && context.profile.namelessCookies === 'name' ? withName(parsed, read) : parsed;
  const refuse = (refused: CookieReason, deviation: CookieField | null = null): JudgedCookies => {
    return { jar, name: null, refused, deviation };
  };
  if (!parsed) return refuse('malformed', read === value ? null : 'cookieBytes');
  if (!named) return refuse('malformed', 'namelessCookies');
  if (context.blocked === 'blocked') return refuse('third-party cookies are blocked', 'thirdPartyCookies');
  const { host } = context.url;
  const domain = (parsed.domain ?? '').replace(/^\./, '').toLowerCase();
  const hostOnly = domain === '' || domain === host;
  const ofAddress = !hostOnly && isIpAddress(host) && host.endsWith(`.${domain}`);
  const isStored = ofAddress && context.profile.addressDomains === 'stored';
  const isOwn = domainMatches(host, domain) && context.registrableDomain(domain) !== null;
  if (!hostOnly && !isOwn && !isStored) return refuse('domain');
  const secure = parsed.secure === true;
  if (secure && !isSecure(context)) return refuse('Secure');
  const sameSite = sameSiteOf(parsed.sameSite);
  const insecureNone = sameSite === 'None' && !secure;
  if (insecureNone && context.profile.insecureNone === 'refused') {
    return refuse('SameSite=None without Secure');
  }
  const reasonAt = (place: CookieContext['sameSite']): CookieReason | null =>
    place === 'cross-site' ? sameSiteReason(sameSite, { ...context, sameSite: place }) : null;
  const reason = reasonAt(context.sameSiteToSet);
  if (reason) return refuse(reason);
  const byMaxAge = expiryOf(parsed.maxAge, parsed.expires, context.now);
  const cookie: Cookie = {
    name: named.name,
    value: cookieBytes === 'UTF-8' ? asUtf8(named.value) : named.value,
    // One of an address goes to no other.
    domain: domain === '' || isStored ? host : domain,
    // One of no domain, of an address, or of a public suffix itself.
    hostOnly: context.registrableDomain(domain) === null,
    path: parsed.path?.startsWith('/') ? parsed.path : defaultPath(context.url.path),
    secure,
    sameSite,
    expires: overrulesMaxAge(read, context.profile)
      ? expiryOf(undefined, parsed.expires, context.now)
      : byMaxAge,
    ...(context.blocked === 'partitioned' && { partitioned: true }),
  };
  const misnamed = prefixReason(cookie, parsed.path);
  if (misnamed && context.profile.cookiePrefixes === 'heeded') return refuse(misnamed);
  const fields: Readonly<Record<CookieField, boolean>> = {
    cookiePrefixes: misnamed !== null,
    cookieBytes: read !== value || cookie.value !== named.value,
    namelessCookies: named.name !== parsed.name,
    redirectedSameSite: reasonAt(context.sameSite) !== null,
    sameSiteRedirects:
      context.detoured && context.sameSite === 'same-site' && reasonAt('cross-site') !== null,
    addressDomains: isStored,
    insecureNone,
    cookieExpiry: cookie.expires !== byMaxAge,
    secureCookiesOnLoopback: secure && !isEncrypted(context.url),
    thirdPartyCookies: context.blocked === 'partitioned',
    defaultSameSite: sameSite === 'unset' && context.sameSite === 'cross-site',
  };
  const deviation = COOKIE_FIELDS.find((field) => fields[field]) ?? null;
  // One that replaces another is as old as that.
  const old = jar.findIndex((c) => isSameCookie(c, cookie));
  const replaced = jar[old];
  const created = replaced ? replaced.created : context.now;
  const next = isExpired(cookie, context.now)
    ? []
    : [{ ...cookie, ...(created !== undefined && { created }) }];
  const at = old < 0 ? jar.length : old;
  return { jar: jar.toSpliced(at, 1, ...next), name: cookie.name, refused: null, deviation };
}

/**
 * Why a cookie is not what its name says that it is, or might pass for one that is; null where it is. For `__Host-`,
 * the path has to be stated. RFC 6265bis, section 5.7, steps 20 to 22.
 */
function prefixReason(
  { name, value, secure, hostOnly }: Cookie,
  statedPath: string | undefined,
): CookieReason | null {
  if (/^__Secure-/i.test(name)) return secure ? null : '__Secure- prefix';
  if (/^__Host-/i.test(name)) {
    return secure && hostOnly && statedPath === '/' ? null : '__Host- prefix';
  }
  return name === '' && /^__(Secure|Host)-/i.test(value) ? 'prefix without a name' : null;
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

const SAME_SITE: ReadonlyMap<string | undefined, Cookie['sameSite']> = new Map([
  ['strict', 'Strict'],
  ['lax', 'Lax'],
  ['none', 'None'],
]);

function sameSiteOf(value: string | undefined): Cookie['sameSite'] {
  return SAME_SITE.get(value?.toLowerCase()) ?? 'unset';
}

/** The clock starts at 0, whatever the date is: `Expires` counts only where it is the usual date long gone that deletes. */
const LONG_GONE = Date.UTC(2000, 0, 1);

/** Whether a `Set-Cookie` value has an `Expires` that wins over its `Max-Age`. */
function overrulesMaxAge(value: string, { cookieExpiry }: BrowserProfile): boolean {
  return cookieExpiry === 'the last' && /;\s*max-age\s*=.*;\s*expires\s*=/i.test(value);
}

/** `Max-Age` wins over `Expires`. RFC 6265bis, section 5.7. */
function expiryOf(maxAge: number | undefined, expires: Date | undefined, now: number): number | null {
  if (maxAge !== undefined) return now + Math.max(0, maxAge);
  return expires !== undefined && expires.getTime() < LONG_GONE ? now : null;
}

function isExpired(cookie: Cookie, now: number): boolean {
  return cookie.expires !== null && cookie.expires <= now;
}
