/** Where a text of JSON breaks off. */
export interface JsonEnd {
  /** whole: to the end of the list. cut: the text ends within it. wrong: something in it is no JSON. */
  readonly type: 'whole' | 'cut' | 'wrong';
  /** Index into the text. */
  readonly at: number;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const COMMA = 44;

/**
 * Hands over the items of a list in a text of JSON one by one, from the index of its `[`: as much of a text is read
 * as is there, and no more than one item is held at a time. Stops early where `onItem` says so.
 */
export function eachItem(
  text: string,
  from: number,
  onItem: (item: unknown, at: number) => 'go on' | 'stop',
): JsonEnd {
  let at = from + 1;
  for (;;) {
    at = skipSpace(text, at);
    const code = text.charCodeAt(at);
    if (at >= text.length) return { type: 'cut', at };
    if (code === CLOSE_BRACKET) return { type: 'whole', at };
    if (code === COMMA) {
      at++;
      continue;
    }
    const end = endOfValue(text, at);
    if (end < 0) return { type: 'cut', at };
    let item: unknown;
    try {
      item = JSON.parse(text.slice(at, end));
    } catch (error) {
      if (error instanceof RangeError) throw error;
      return { type: 'wrong', at };
    }
    if (onItem(item, end) === 'stop') return { type: 'whole', at: end };
    at = end;
  }
}

/** The index of the `[` or `{` that follows a key of an object at a depth of one within another; -1 where there is none. */
export function placeOfKey(text: string, from: number, key: string): number {
  let at = skipSpace(text, from);
  if (text.charCodeAt(at) !== OPEN_BRACE) return -1;
  at++;
  for (;;) {
    at = skipSpace(text, at);
    if (text.charCodeAt(at) === COMMA) {
      at++;
      continue;
    }
    if (text.charCodeAt(at) !== QUOTE) return -1;
    const endOfKey = endOfString(text, at);
    if (endOfKey < 0) return -1;
    const name = text.slice(at + 1, endOfKey - 1);
    at = skipSpace(text, endOfKey);
    if (text.charAt(at) !== ':') return -1;
    at = skipSpace(text, at + 1);
    if (name === key) return at;
    const end = endOfValue(text, at);
    if (end < 0) return -1;
    at = end;
  }
}

/** Whether a text's first value has its end, as far as brackets and quotes tell. */
export function isWhole(text: string): boolean {
  return endOfValue(text, skipSpace(text, 0)) >= 0;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
    at++;
  }
}

/** The index behind a string's closing quote; -1 where it has none. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at + 1;
  }
  return -1;
}

/** The index behind a value, found by its brackets and strings alone; -1 where the text ends before. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at) - 1;
      if (at < 0) return -1;
      if (depth === 0) return at + 1;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth--;
      if (depth === 0) return at + 1;
      if (depth < 0) return at;
    } else if (depth === 0 && code === COMMA) return at;
  }
  return -1;
}
