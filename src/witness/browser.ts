import type { ProfileName } from '../engine/profile';

/** A browser as it names itself. */
export interface Browser {
  /** The engine behind it; `standard` for one that is not known. */
  readonly profile: ProfileName;
  /** As people call it: `Chrome`. Null for one that is not known. */
  readonly name: string | null;
  /** `156`, `26.1`; null where it does not say. */
  readonly version: string | null;
}

interface Sign {
  readonly pattern: RegExp;
  readonly name: string;
  readonly profile: Exclude<ProfileName, 'standard'>;
}

/** The first that fits: browsers name those they want to pass for, too. On iOS all are WebKit. */
const SIGNS: readonly Sign[] = [
  { pattern: /\bCriOS\/(\d+)/, name: 'Chrome on iOS', profile: 'webkit' },
  { pattern: /\bFxiOS\/(\d+)/, name: 'Firefox on iOS', profile: 'webkit' },
  { pattern: /\bEdgiOS\/(\d+)/, name: 'Edge on iOS', profile: 'webkit' },
  { pattern: /\bEdgA?\/(\d+)/, name: 'Edge', profile: 'chromium' },
  { pattern: /\bOPR\/(\d+)/, name: 'Opera', profile: 'chromium' },
  { pattern: /\bSamsungBrowser\/(\d+)/, name: 'Samsung Internet', profile: 'chromium' },
  { pattern: /\b(?:Headless)?Chrome\/(\d+)/, name: 'Chrome', profile: 'chromium' },
  { pattern: /\bFirefox\/(\d+)/, name: 'Firefox', profile: 'firefox' },
  // There is no Safari on Linux; its `Version` is not that of WebKitGTK.
  { pattern: /\bX11;.*\bVersion\/[\d.]+ Safari\//, name: 'WebKitGTK', profile: 'webkit' },
  { pattern: /\bVersion\/(\d+(?:\.\d+)?).*\bSafari\//, name: 'Safari', profile: 'webkit' },
];

/** Which browser sends a `User-Agent`. */
export function browserOf(userAgent: string): Browser {
  for (const { pattern, name, profile } of SIGNS) {
    const found = pattern.exec(userAgent);
    if (found) return { profile, name, version: found[1] ?? null };
  }
  return { profile: 'standard', name: null, version: null };
}

/** The versions that the profiles were measured with. */
export const MEASURED: Readonly<Record<Exclude<ProfileName, 'standard'>, string>> = {
  chromium: 'Chrome 156',
  firefox: 'Firefox 153',
  webkit: 'WebKitGTK 2.50',
};
