import { isHeaderName, isHeaderValue, normalizeHeaderValue } from '../engine/headers';
import type { Header, HeaderList } from '../engine/http';
import type { RawAnswer } from './policy';

/** What is wrong with one raw line. */
export interface RawLineProblem {
  /** Counted from 1, empty lines included. */
  readonly line: number;
  /** line: not `Name: value`. value: a NUL or a stray CR in the value. bytes: a character beyond U+00FF, which is no byte. */
  readonly what: 'line' | 'value' | 'bytes';
}

export interface RawHeaders {
  /** The lines that are headers, in order, each name as written. */
  readonly headers: HeaderList;
  readonly problems: readonly RawLineProblem[];
}

const parsed = new WeakMap<RawAnswer, RawHeaders>();

/**
 * The header lines of a raw answer: one `Name: value` a line, empty lines skipped, nothing merged or corrected.
 * A space before the colon makes a line invalid (RFC 9112, section 5.1).
 */
export function parseRaw(raw: RawAnswer): RawHeaders {
  const known = parsed.get(raw);
  if (known) return known;
  const headers: Header[] = [];
  const problems: RawLineProblem[] = [];
  raw.lines.split(/\r?\n/).forEach((text, index) => {
    if (text.trim() === '') return;
    const colon = text.indexOf(':');
    const name = text.slice(0, Math.max(colon, 0));
    const value = normalizeHeaderValue(text.slice(colon + 1));
    const what = lineProblem(name, value);
    if (what) problems.push({ line: index + 1, what });
    else headers.push([name, value]);
  });
  const result = { headers, problems };
  parsed.set(raw, result);
  return result;
}

function lineProblem(name: string, value: string): RawLineProblem['what'] | null {
  if (!isHeaderName(name)) return 'line';
  if (isHeaderValue(value)) return null;
  return /[^\0-\xff]/.test(value) ? 'bytes' : 'value';
}
