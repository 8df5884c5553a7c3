import { type CookieJar, type StoredCookies, storeCookie } from '../engine/cookies';
import {
  isHttpScheme,
  isSameSite,
  isSchemelesslySameSite,
  parseUrl,
  type RegistrableDomain,
  type Url,
} from '../engine/origin';
import { type BrowserProfile, PROFILES } from '../engine/profile';
import { clientOf } from './page';
import type { Page, Scenario, StoredCookie } from './scenario';

/** What a cookie that the browser was given before does to the jar; null where its URL is no http(s) URL. */
export function keep(
  jar: CookieJar,
  stored: StoredCookie,
  { page, browser }: Scenario,
  registrableDomain: RegistrableDomain,
  profile: BrowserProfile = PROFILES[browser.profile],
): StoredCookies | null {
  const url = parseUrl(stored.url);
  if (url === null || !isHttpScheme(url.scheme)) return null;
  const crossSite = stored.fromPage === true && isCrossSite(url, page, profile, registrableDomain);
  const treatment = browser.thirdPartyCookies === 'blocked' ? 'blocked' : profile.thirdPartyCookies;
  // Where they are blocked, it is as if it had never been set.
  if (crossSite && treatment === 'blocked') return { jar, name: null, refused: null };
  return storeCookie(jar, stored.cookie, {
    url,
    sameSite: crossSite ? 'cross-site' : 'same-site',
    detoured: false,
    sameSiteToSet: crossSite ? 'cross-site' : 'same-site',
    blocked: crossSite && treatment !== 'as set' ? treatment : 'allowed',
    profile,
    registrableDomain,
    now: 0,
  });
}

/** Whether to a browser's cookies a URL is of another site than the page. */
function isCrossSite(
  url: Url,
  page: Page,
  profile: BrowserProfile,
  registrableDomain: RegistrableDomain,
): boolean {
  const byUrl = profile.cookieSite === 'URL' && page.kind === 'sandbox' ? parseUrl(page.url) : null;
  const origin = byUrl?.origin ?? clientOf(page)?.origin;
  if (page.framed || origin === undefined) return true;
  const isOwn = profile.cookieScheme === 'any' ? isSchemelesslySameSite : isSameSite;
  return !isOwn(origin, url.origin, registrableDomain);
}

/** The jar as the scenario's request finds it. */
export function storedCookies(
  scenario: Scenario,
  registrableDomain: RegistrableDomain,
  profile: BrowserProfile,
): CookieJar {
  let jar: CookieJar = [];
  for (const stored of scenario.cookies) {
    jar = keep(jar, stored, scenario, registrableDomain, profile)?.jar ?? jar;
  }
  // That was long before.
  return jar.map(({ created: _, ...cookie }) => cookie);
}
