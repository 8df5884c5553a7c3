import type { HeaderList } from './http';

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
  return value.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
}

/** Whether a text is a header value: bytes only, no NUL, LF or CR, no space around. https://fetch.spec.whatwg.org/#header-value */
export function isHeaderValue(value: string): boolean {
  return !/^[\t ]|[\t ]$|[\0\n\r]|[^\0-\xff]/.test(value);
}

/** ASCII lower case, as header names compare. */
export function lowerCase(name: string): string {
  return name.toLowerCase();
}

/** The values of all headers of that name, in order. `name` in lower case. */
export function headerValues(list: HeaderList, name: string): readonly string[] {
  const values: string[] = [];
  for (const [key, value] of list) {
    if (key.length === name.length && key.toLowerCase() === name) values.push(value);
  }
  return values;
}

/**
 * The values of all headers of that name joined by `, `; null for none. `name` in lower case.
 * https://fetch.spec.whatwg.org/#concept-header-list-get
 */
export function getHeader(list: HeaderList, name: string): string | null {
  const values = headerValues(list, name);
  return values.length === 0 ? null : values.join(', ');
}

/** `name` in lower case. */
export function hasHeader(list: HeaderList, name: string): boolean {
  return list.some(([key]) => key.length === name.length && key.toLowerCase() === name);
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
      const item = part.replace(/^[\t ]+|[\t ]+$/g, '');
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
  return items.map((text) => text.replace(/^[\t ]+|[\t ]+$/g, ''));
}
