import type { ReferrerPolicy } from './client';
import {
  isHttpScheme,
  isPotentiallyTrustworthy,
  isSameOrigin,
  parseUrl,
  serializeOrigin,
  type Url,
} from './origin';

const POLICIES: ReadonlySet<string> = new Set<ReferrerPolicy>([
  'no-referrer',
  'no-referrer-when-downgrade',
  'origin',
  'origin-when-cross-origin',
  'same-origin',
  'strict-origin',
  'strict-origin-when-cross-origin',
  'unsafe-url',
]);

/** The last policy named that is one; null for none. https://w3c.github.io/webappsec-referrer-policy/#parse-referrer-policy-from-header */
export function parseReferrerPolicy(value: string | null): ReferrerPolicy | null {
  const known = (value ?? '').split(',').map((item) => item.trim().toLowerCase());
  return known.findLast((item): item is ReferrerPolicy => POLICIES.has(item)) ?? null;
}

/** The value of `Referer` to an origin that is the same or another; null for none. https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer */
export function determineReferrer(
  source: Url,
  policy: ReferrerPolicy,
  target: Url,
  same = isSameOrigin(source.origin, target.origin),
  downgrade = isPotentiallyTrustworthy(source.origin) && !isPotentiallyTrustworthy(target.origin),
): string | null {
  if (!isHttpScheme(source.scheme)) return null;
  const origin = `${serializeOrigin(source.origin)}/`;
  const full = `${serializeOrigin(source.origin)}${source.withoutFragment.slice(pathStart(source.withoutFragment))}`;
  const whole = full.length > 4096 ? origin : full;
  switch (policy) {
    case 'no-referrer':
      return null;
    case 'origin':
      return origin;
    case 'unsafe-url':
      return whole;
    case 'strict-origin':
      return downgrade ? null : origin;
    case 'strict-origin-when-cross-origin':
      return same ? whole : downgrade ? null : origin;
    case 'same-origin':
      return same ? whole : null;
    case 'origin-when-cross-origin':
      return same ? whole : origin;
    case 'no-referrer-when-downgrade':
      return downgrade ? null : whole;
  }
}

/** A value of `Referer` cut down to its origin. */
export function toOrigin(referrer: string | null): string | null {
  const url = referrer === null ? null : parseUrl(referrer);
  return url && `${serializeOrigin(url.origin)}/`;
}

function pathStart(href: string): number {
  return href.indexOf('/', href.indexOf('//') + 2);
}
