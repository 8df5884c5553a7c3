import { type CookieJar, type StoredCookies, storeCookie } from '../engine/cookies';
import { isHttpScheme, parseUrl, type RegistrableDomain } from '../engine/origin';
import { PROFILES } from '../engine/profile';
import type { Scenario, StoredCookie } from './scenario';

/** What a cookie set by a visit to its own site does to the jar; null where its URL is no http(s) URL. */
export function visit(
  jar: CookieJar,
  stored: StoredCookie,
  profile: Scenario['browser']['profile'],
  registrableDomain: RegistrableDomain,
): StoredCookies | null {
  const url = parseUrl(stored.url);
  if (url === null || !isHttpScheme(url.scheme)) return null;
  return storeCookie(jar, stored.cookie, {
    url,
    sameSite: 'same-site',
    blocked: 'allowed',
    profile: PROFILES[profile],
    registrableDomain,
    now: 0,
  });
}

/** The jar as the scenario's request finds it. */
export function storedCookies(scenario: Scenario, registrableDomain: RegistrableDomain): CookieJar {
  let jar: CookieJar = [];
  for (const stored of scenario.cookies) {
    jar = visit(jar, stored, scenario.browser.profile, registrableDomain)?.jar ?? jar;
  }
  // The visits were long before.
  return jar.map(({ created: _, ...cookie }) => cookie);
}
