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
  /** A method or `*`; null in an entry for something else. */
  readonly method: string | null;
  /** A header name in lower case, or `*`; null in an entry for something else. */
  readonly headerName: string | null;
  /** A method that the browser takes for allowed wherever it has asked, whatever the answer listed. */
  readonly implied: string | null;
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

/** Whether a browser takes a method for allowed wherever it has asked about any. */
export function isImplied(method: string, { rememberedMethod }: BrowserProfile): boolean {
  return IMPLIED[rememberedMethod].includes(method);
}

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

/** Whether an entry for `*` stands for more than a method or header of that name. */
function isWildcard(entry: CacheEntry, { credentials, profile }: CacheKey): boolean {
  switch (profile.rememberedWildcard) {
    case 'yes':
      return true;
    case 'from one without credentials':
      return !entry.credentials;
    case 'for one without credentials':
      return credentials !== 'include';
    case 'no':
      return false;
  }
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
  /** Whether an answer listed a method, so that it is not allowed only for something having been asked about. */
  readonly listsMethod: (method: string) => boolean;
  /** The methods taken for allowed, listed or not. */
  readonly implied: ReadonlySet<string | null>;
  /** Set where the browser passed by an entry that the standard takes. */
  readonly deviation: 'credentialedEntryServesAll' | 'rememberedWildcard' | null;
}

/** https://fetch.spec.whatwg.org/#concept-cache-match-method and #concept-cache-match-header */
export function matchCache(cache: PreflightCache, key: CacheKey): CacheMatch {
  const found = cache.filter((entry) => isFor(entry, key));
  const taken = found.filter((entry) => servesCredentials(entry, key));
  const methods = new Set(taken.map(({ method }) => method));
  const names = new Set(taken.map(({ headerName }) => headerName));
  const implied = new Set(taken.map((entry) => entry.implied));
  const stars = taken.filter(({ method, headerName }) => method === '*' || headerName === '*');
  const wildcards = stars.filter((entry) => isWildcard(entry, key));
  const anyMethod = wildcards.some(({ method }) => method !== null);
  const anyName = wildcards.some(({ headerName }) => headerName !== null);
  const secondsLeft = Math.min(...taken.map(({ storedAt, maxAge }) => storedAt + maxAge - key.now));
  const deviation =
    wildcards.length < stars.length
      ? 'rememberedWildcard'
      : found.some((entry) => entry.credentials && !taken.includes(entry))
        ? 'credentialedEntryServesAll'
        : null;
  const coversAuthorization =
    anyName && !names.has('authorization') && key.profile.rememberedAuthorization === 'by *';
  const wildcardFor = (name: string) => anyName && (name !== 'authorization' || coversAuthorization);
  const listsMethod = (method: string) => methods.has(method) || anyMethod;
  return {
    allowsMethod: (method) => listsMethod(method) || implied.has(method),
    listsMethod,
    implied,
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
  const { newPreflight, rememberedMethod } = key.profile;
  const before = newPreflight === 'replaces' ? clearCache(cache, key) : cache;
  const covered = matchCache(before, key);
  const sent = new Set(methods);
  const sentNames = new Set(headerNames.map((name) => name.toLowerCase()));
  const lasting = rememberedMethod === 'unless GET or POST' ? Number.POSITIVE_INFINITY : maxAge;
  const next: CacheEntry[] = [];
  for (const entry of before) {
    if (!isLive(entry, key.now)) continue;
    const isImplied = entry.implied !== null;
    const renewed = matches(entry, key) && (isImplied || isRenewed(entry, sent, sentNames));
    const kept = renewed ? { ...entry, maxAge: isImplied ? lasting : maxAge, storedAt: key.now } : entry;
    if (kept.maxAge > 0) next.push(kept);
  }
  if (maxAge > 0) {
    for (const method of sent) {
      if (!covered.listsMethod(method)) next.push(createEntry(key, maxAge, { method }));
    }
    for (const headerName of sentNames) {
      if (!covered.allowsHeader(headerName)) next.push(createEntry(key, maxAge, { headerName }));
    }
    for (const implied of IMPLIED[rememberedMethod]) {
      if (!covered.implied.has(implied)) next.push(createEntry(key, lasting, { implied }));
    }
  }
  return next;
}

/** https://fetch.spec.whatwg.org/#concept-cache-create-entry */
function createEntry(
  key: CacheKey,
  maxAge: number,
  what: Partial<Pick<CacheEntry, 'method' | 'headerName' | 'implied'>>,
): CacheEntry {
  const { origin, url, now: storedAt } = key;
  const credentials = key.credentials === 'include';
  const nothing = { method: null, headerName: null, implied: null };
  return { origin, url, maxAge, storedAt, credentials, ...nothing, ...what };
}

/** An entry for `*` matches every method or name that was sent, so it is renewed by any. */
function isRenewed(
  { method, headerName }: CacheEntry,
  methods: ReadonlySet<string | null>,
  names: ReadonlySet<string | null>,
): boolean {
  const sent = method === null ? names : methods;
  const own = method ?? headerName;
  return sent.has(own) || (own === '*' && sent.size > 0);
}

/** Whether something that could still be used, the clock being at `now` seconds, is gone from a cache. */
export function hasLost(before: PreflightCache, after: PreflightCache, now: number): boolean {
  const isSame = (a: CacheEntry, b: CacheEntry): boolean =>
    a.url === b.url &&
    a.origin === b.origin &&
    a.method === b.method &&
    a.headerName === b.headerName &&
    a.implied === b.implied &&
    a.credentials === b.credentials;
  return before.some((old) => isLive(old, now) && !after.some((entry) => isSame(old, entry)));
}

/** https://fetch.spec.whatwg.org/#concept-cache-clear */
export function clearCache(cache: PreflightCache, key: Pick<CacheKey, 'origin' | 'url'>): PreflightCache {
  return cache.filter((entry) => entry.origin !== key.origin || entry.url !== key.url);
}
