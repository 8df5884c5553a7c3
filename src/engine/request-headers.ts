import { getDecodeAndSplit, normalizeHeaderValue, splitHeaderValue } from './headers';
import type { Header, HeaderList } from './http';
import { isForbiddenMethod } from './methods';
import { MIMEType } from './mime-type';
import type { BrowserProfile } from './profile';
import type { PreflightReason, UnsafeReason } from './trace';

const FORBIDDEN = new Set([
  'accept-charset',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'date',
  'dnt',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'referer',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);

const METHOD_OVERRIDES = new Set(['x-http-method', 'x-http-method-override', 'x-method-override']);

/** Whether the browser keeps a request header to itself. https://fetch.spec.whatwg.org/#forbidden-request-header */
export function isForbiddenRequestHeader(
  name: string,
  value: string,
  { overrideQuotes }: Pick<BrowserProfile, 'overrideQuotes'>,
): boolean {
  const lower = name.toLowerCase();
  if (FORBIDDEN.has(lower) || lower.startsWith('proxy-') || lower.startsWith('sec-')) return true;
  if (!METHOD_OVERRIDES.has(lower)) return false;
  const items =
    overrideQuotes === 'heeded' ? splitHeaderValue(value) : value.split(',').map(normalizeHeaderValue);
  return items.some(isForbiddenMethod);
}

/** https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header-name */
export function isNoCorsSafelistedName(name: string): boolean {
  return /^(accept|accept-language|content-language|content-type)$/i.test(name);
}

/** https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name */
export function isNonWildcardName(name: string): boolean {
  return name.toLowerCase() === 'authorization';
}

/** https://fetch.spec.whatwg.org/#request-body-header-name */
export function isRequestBodyHeaderName(name: string): boolean {
  return /^content-(encoding|language|location|type)$/i.test(name);
}

// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very bytes the standard names.
const UNSAFE_BYTE = /[\0-\x08\x0a-\x1f"():<>?@[\\\]{}\x7f]/;
const LANGUAGE_VALUE = /^[0-9A-Za-z *,\-.;=]*$/;
const SAFELISTED_ESSENCES = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
]);

/**
 * Why a header is not CORS-safelisted; null when it is. `value` is a byte string.
 * https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function unsafeReason(name: string, value: string, profile: BrowserProfile): UnsafeReason | null {
  const lower = name.toLowerCase();
  const tooLong: UnsafeReason | null = value.length > 128 ? 'longer than 128 bytes' : null;
  switch (lower) {
    case 'accept':
      return tooLong ?? (UNSAFE_BYTE.test(value) ? 'unsafe byte' : null);
    case 'accept-language':
    case 'content-language':
      return tooLong ?? (LANGUAGE_VALUE.test(value) ? null : 'unsafe byte');
    case 'content-type': {
      if (tooLong) return tooLong;
      if (UNSAFE_BYTE.test(value)) return 'unsafe byte';
      const type = MIMEType.parse(value);
      return type && SAFELISTED_ESSENCES.has(type.essence) ? null : 'content type';
    }
    case 'range':
      return tooLong ?? (isSimpleRange(value, profile) ? null : 'range');
    default:
      return profile.extraSafelisted.includes(lower) ? null : 'name';
  }
}

const BY_THE_STANDARD = { rangeLimit: 'none', rangeUnit: 'bytes' } as const;

const LARGEST = {
  none: null,
  'signed 64 bit': 2n ** 63n - 1n,
  'below signed 64 bit': 2n ** 63n - 2n,
} as const satisfies Record<BrowserProfile['rangeLimit'], bigint | null>;

/** A single range with a start and no white space. https://fetch.spec.whatwg.org/#simple-range-header-value */
function isSimpleRange(
  value: string,
  { rangeLimit, rangeUnit }: Pick<BrowserProfile, 'rangeLimit' | 'rangeUnit'>,
): boolean {
  const match = /^bytes=(\d+)-(\d*)$/i.exec(value);
  if (!match || (rangeUnit === 'bytes' && !value.startsWith('bytes'))) return false;
  const [, from = '', to = ''] = match;
  const numbers = [from, to].filter((digits) => digits !== '').map(BigInt);
  const largest = LARGEST[rangeLimit];
  if (largest !== null && numbers.some((n) => n > largest)) return false;
  const [start, end] = numbers;
  return start !== undefined && (end === undefined || start <= end);
}

export interface UnsafeHeaders {
  /** Lower case, sorted by byte, each once: what `Access-Control-Request-Headers` lists. */
  readonly names: readonly string[];
  readonly reasons: readonly PreflightReason[];
  /** The profile field that made it other names than the standard's. */
  readonly deviation: 'extraSafelisted' | 'rangeLimit' | 'rangeUnit' | 'safelistedTotal' | null;
}

/** https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names */
export function unsafeRequestHeaders(list: HeaderList, profile: BrowserProfile): UnsafeHeaders {
  const reasons: PreflightReason[] = [];
  const names = new Set<string>();
  // A header set twice is one reason.
  const needs = (name: string, value: string, why: UnsafeReason): void => {
    const lower = name.toLowerCase();
    if (names.has(lower)) return;
    names.add(lower);
    reasons.push({ kind: 'header', name: lower, value, why });
  };
  const safe: Header[] = [];
  let total = 0;
  let deviation: UnsafeHeaders['deviation'] = null;
  for (const header of list) {
    const [name, value] = header;
    const why = unsafeReason(name, value, profile);
    if (why) {
      needs(name, value, why);
      if (why === 'range' && isSimpleRange(value, BY_THE_STANDARD)) deviation = 'rangeLimit';
    } else {
      safe.push(header);
      total += value.length;
      if (name.toLowerCase() === 'range' && !isSimpleRange(value, BY_THE_STANDARD)) deviation = 'rangeUnit';
      if (profile.extraSafelisted.includes(name.toLowerCase())) deviation = 'extraSafelisted';
    }
  }
  if (profile.safelistedTotal === null) {
    if (total > 1024) deviation = 'safelistedTotal';
  } else if (total > profile.safelistedTotal) {
    for (const [name, value] of safe) {
      needs(name, value, 'more than 1024 bytes in total');
    }
  }
  return { names: [...names].sort(), reasons, deviation };
}

/** The essence of a response's MIME type; null for none. https://fetch.spec.whatwg.org/#concept-header-extract-mime-type */
export function extractMimeType(list: HeaderList): MIMEType | null {
  let found: MIMEType | null = null;
  for (const value of getDecodeAndSplit(list, 'content-type') ?? []) {
    const type = MIMEType.parse(value);
    if (type && type.essence !== '*/*') found = type;
  }
  return found;
}
