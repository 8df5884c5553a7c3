import type { CredentialsMode } from './initiator';
import type { BrowserProfile } from './profile';

/** https://fetch.spec.whatwg.org/#concept-cache. The key (network partition) is left out: one page, one partition. */
export interface CacheEntry {
  /** Serialised, as sent: `null` after a tainting redirect. */
  readonly origin: string;
  /** Without fragment. */
  readonly url: string;
  /** Seconds; infinite for what is never forgotten. */
  readonly maxAge: number;
  /** The clock when it was stored, in seconds. */
  readonly storedAt: number;
  /** Whether the credentials mode was `include`. */
  readonly credentials: boolean;
  /** A method or `*`; null in an entry for a header name. */
  readonly method: string | null;
  /** A header name in lower case, or `*`; null in an entry for a method. */
  readonly headerName: string | null;
  /** A method that the browser takes for allowed wherever it has asked, whatever the answer listed. */
  readonly implied?: true;
}

export type PreflightCache = readonly CacheEntry[];

/** What the cache asks of a request. */
export interface CacheKey {
  readonly origin: string;
  readonly url: string;
  readonly credentials: CredentialsMode;
  readonly profile: BrowserProfile;
  /** The clock, in seconds. */
  readonly now: number;
}

function isLive(entry: CacheEntry, now: number): boolean {
  return now < entry.storedAt + entry.maxAge;
}

/** What a browser remembers besides what is listed. */
const IMPLIED: Readonly<Record<BrowserProfile['rememberedMethod'], readonly string[]>> = {
  'asked about': [],
  'unless safelisted': ['GET', 'HEAD', 'POST'],
  'unless GET or POST': ['GET', 'POST'],
};

/** https://fetch.spec.whatwg.org/#concept-cache-match, of entries still live */
function matches(entry: CacheEntry, key: CacheKey): boolean {
  return isFor(entry, key) && servesCredentials(entry, key);
}

function isFor(entry: CacheEntry, key: CacheKey): boolean {
  return entry.url === key.url && entry.origin === key.origin && isLive(entry, key.now);
}

function servesCredentials(entry: CacheEntry, key: CacheKey): boolean {
  if (key.credentials === 'include') return entry.credentials;
  return !entry.credentials || key.profile.credentialedEntryServesAll === 'yes';
}

/** All that the cache knows about one request. */
export interface CacheMatch {
  readonly allowsMethod: (method: string) => boolean;
  /** `name` in lower case. */
  readonly allowsHeader: (name: string) => boolean;
  /** Whether the browser lets `*` stand for `Authorization`, where the standard does not. */
  readonly coversAuthorization: boolean;
  /** Seconds until the first of the matching entries is gone; null where none of them goes. */
  readonly secondsLeft: number | null;
  /** Whether a method is allowed, but listed in nothing that is remembered. */
  readonly implies: (method: string) => boolean;
  /** Set where the browser passed by an entry that the standard takes. */
  readonly deviation: 'credentialedEntryServesAll' | 'rememberedWildcard' | null;
}

/** https://fetch.spec.whatwg.org/#concept-cache-match-method and #concept-cache-match-header */
export function matchCache(cache: PreflightCache, key: CacheKey): CacheMatch {
  const methods = new Set<string>();
  const implied = new Set<string>();
  const names = new Set<string>();
  let secondsLeft = Number.POSITIVE_INFINITY;
  let deviation: CacheMatch['deviation'] = null;
  for (const entry of cache) {
    if (!isFor(entry, key)) continue;
    if (!servesCredentials(entry, key)) {
      if (entry.credentials) deviation = 'credentialedEntryServesAll';
      continue;
    }
    if (entry.method !== null) (entry.implied ? implied : methods).add(entry.method);
    if (entry.headerName !== null) names.add(entry.headerName);
    secondsLeft = Math.min(secondsLeft, entry.storedAt + entry.maxAge - key.now);
  }
  const anyMethod = methods.has('*') && key.profile.rememberedWildcard === 'any';
  const anyName = names.has('*') && key.profile.rememberedWildcard === 'any';
  if ((methods.has('*') && !anyMethod) || (names.has('*') && !anyName)) deviation = 'rememberedWildcard';
  const coversAuthorization =
    anyName && !names.has('authorization') && key.profile.rememberedAuthorization === 'by *';
  const wildcardFor = (name: string) => anyName && (name !== 'authorization' || coversAuthorization);
  const listsMethod = (method: string) => methods.has(method) || anyMethod;
  return {
    allowsMethod: (method) => listsMethod(method) || implied.has(method),
    implies: (method) => !listsMethod(method) && implied.has(method),
    allowsHeader: (name) => names.has(name) || wildcardFor(name),
    coversAuthorization,
    secondsLeft: Number.isFinite(secondsLeft) ? secondsLeft : null,
    deviation,
  };
}

/**
 * The cache after a successful preflight: matching entries get the new max-age, the rest become new entries;
 * what has expired is gone. https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7.12 to 7.15
 */
export function storeInCache(
  cache: PreflightCache,
  key: CacheKey,
  maxAge: number,
  methods: readonly string[],
  headerNames: readonly string[],
): PreflightCache {
  const covered = matchCache(cache, key);
  const sent = new Set(methods);
  const sentNames = new Set(headerNames.map((name) => name.toLowerCase()));
  const next: CacheEntry[] = [];
  for (const entry of cache) {
    if (!isLive(entry, key.now)) continue;
    const again = matches(entry, key);
    // These come anew with each answer.
    if (again && entry.implied && maxAge > 0) continue;
    const renewed = again && isRenewed(entry, sent, sentNames);
    const kept = renewed ? { ...entry, maxAge, storedAt: key.now } : entry;
    if (kept.maxAge > 0) next.push(kept);
  }
  if (maxAge > 0) {
    for (const method of sent) {
      if (!covered.allowsMethod(method) || covered.implies(method))
        next.push(createEntry(key, maxAge, method, null));
    }
    for (const headerName of sentNames) {
      if (!covered.allowsHeader(headerName)) next.push(createEntry(key, maxAge, null, headerName));
    }
    const { rememberedMethod } = key.profile;
    const lasting = rememberedMethod === 'unless GET or POST' ? Number.POSITIVE_INFINITY : maxAge;
    for (const method of IMPLIED[rememberedMethod]) {
      next.push({ ...createEntry(key, lasting, method, null), implied: true });
    }
  }
  return next;
}

/** https://fetch.spec.whatwg.org/#concept-cache-create-entry */
function createEntry(
  key: CacheKey,
  maxAge: number,
  method: string | null,
  headerName: string | null,
): CacheEntry {
  const { origin, url, now: storedAt } = key;
  return { origin, url, maxAge, storedAt, credentials: key.credentials === 'include', method, headerName };
}

/** An entry for `*` matches every method or name that was sent, so it is renewed by any. */
function isRenewed(entry: CacheEntry, methods: ReadonlySet<string>, names: ReadonlySet<string>): boolean {
  if (entry.implied) return false;
  if (entry.method !== null) return entry.method === '*' ? methods.size > 0 : methods.has(entry.method);
  if (entry.headerName === null) return false;
  return entry.headerName === '*' ? names.size > 0 : names.has(entry.headerName);
}

/** https://fetch.spec.whatwg.org/#concept-cache-clear */
export function clearCache(cache: PreflightCache, key: Pick<CacheKey, 'origin' | 'url'>): PreflightCache {
  return cache.filter((entry) => entry.origin !== key.origin || entry.url !== key.url);
}
