import type { Header, HeaderList } from './http';

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** A token of RFC 9110, section 5.6.2. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** https://fetch.spec.whatwg.org/#header-name */
export function isHeaderName(text: string): boolean {
  return TOKEN.test(text);
}

/** Strips leading and trailing HTTP whitespace bytes. https://fetch.spec.whatwg.org/#concept-header-value-normalize */
export function normalizeHeaderValue(value: string): string {
  return trim(value, '\t\n\r ');
}

/** Strips `characters` from both ends; in linear time, which a regular expression for the end would not be. */
function trim(text: string, characters: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && characters.includes(text.charAt(start))) start++;
  while (end > start && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Whether a text is a header value: bytes only, no NUL, LF or CR, no space around. https://fetch.spec.whatwg.org/#header-value */
export function isHeaderValue(value: string): boolean {
  return !/^[\t ]|[\t ]$|[\0\n\r]|[^\0-\xff]/.test(value);
}

/** A copy with repeated headers joined by `, ` in the first one's place: how browsers put a request on the wire. */
export function joinRepeated(list: HeaderList): Header[] {
  const places = new Map<string, number>();
  const joined: Header[] = [];
  for (const header of list) {
    const name = header[0].toLowerCase();
    const place = places.get(name) ?? joined.length;
    const before = joined[place];
    joined[place] = before ? [before[0], `${before[1]}, ${header[1]}`] : header;
    places.set(name, place);
  }
  return joined;
}

/** Whether a header goes by that name. `name` in lower case. */
function isNamed(header: Header, name: string): boolean {
  const key = header[0];
  return key.length === name.length && key.toLowerCase() === name;
}

/** The values of all headers of that name, in order. `name` in lower case. */
export function headerValues(list: HeaderList, name: string): readonly string[] {
  const values: string[] = [];
  for (const header of list) if (isNamed(header, name)) values.push(header[1]);
  return values;
}

/**
 * The values of all headers of that name joined by `, `; null for none. `name` in lower case.
 * https://fetch.spec.whatwg.org/#concept-header-list-get
 */
export function getHeader(list: HeaderList, name: string): string | null {
  let joined: string | null = null;
  for (const header of list) {
    if (isNamed(header, name)) joined = joined === null ? header[1] : `${joined}, ${header[1]}`;
  }
  return joined;
}

/** `name` in lower case. */
export function hasHeader(list: HeaderList, name: string): boolean {
  return list.some((header) => isNamed(header, name));
}

/**
 * The items of a `#token` header over all its lines; null when absent; `failure` as soon as one item is no
 * token. Empty items are skipped. https://fetch.spec.whatwg.org/#extract-header-list-values
 */
export function extractTokenList(list: HeaderList, name: string): readonly string[] | null | 'failure' {
  const values = headerValues(list, name);
  if (values.length === 0) return null;
  const items: string[] = [];
  for (const value of values) {
    for (const part of value.split(',')) {
      const item = trim(part, '\t ');
      if (item === '') continue;
      if (!TOKEN.test(item)) return 'failure';
      items.push(item);
    }
  }
  return items;
}

/**
 * A header's values split at commas outside quoted strings, each trimmed of tabs and spaces; null when absent.
 * https://fetch.spec.whatwg.org/#concept-header-list-get-decode-split
 */
export function getDecodeAndSplit(list: HeaderList, name: string): readonly string[] | null {
  const value = getHeader(list, name);
  return value === null ? null : splitHeaderValue(value);
}

/** Bytes that are given one a code unit. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (byte) => byte.charCodeAt(0));
}

/** The bytes of U+FFFD, one a code unit: what a browser puts for a byte that is no UTF-8 (`responseBytes`). */
export const REPLACEMENT = '\xef\xbf\xbd';

/** https://fetch.spec.whatwg.org/#header-value-get-decode-and-split */
export function splitHeaderValue(value: string): readonly string[] {
  const items: string[] = [];
  let item = '';
  let quoted = false;
  for (let i = 0; i < value.length; i++) {
    const char = value[i];
    if (quoted && char === '\\' && i + 1 < value.length) {
      item += `\\${value[++i]}`;
      continue;
    }
    if (char === '"') quoted = !quoted;
    if (char === ',' && !quoted) {
      items.push(item);
      item = '';
    } else {
      item += char;
    }
  }
  items.push(item);
  return items.map((text) => trim(text, '\t '));
}
