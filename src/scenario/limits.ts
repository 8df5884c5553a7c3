import type { FieldPath, Problem } from './scenario';

/** The most a text may hold, in UTF-16 code units, and a list in items, so that no scenario stalls the page. */
export const LIMITS = {
  text: 65_536,
  title: 200,
  /** Origin patterns are matched against the page's origin. */
  pageUrl: 8_192,
  pattern: 500,
  items: 1_000,
  servers: 20,
  cookies: 100,
  earlier: 10,
  /** All texts together. */
  allText: 1_048_576,
  /** All fields and items together. */
  allFields: 20_000,
} as const;

/** Deeper than any scenario goes. */
const DEEPEST = 8;

const HEADER = /(^|\.)headers\.\d+$/;
const PATTERN = /\.policy\.pattern$/;
const COOKIES = /(^|\.)cookies$/;

/** The path of a field within the one at `parent`: a header is a pair, and its parts go by `name` and `value`. */
export function fieldPath(parent: FieldPath, key: string): FieldPath {
  if (parent === '') return key;
  if (key === '0' && HEADER.test(parent)) return `${parent}.name`;
  if (key === '1' && HEADER.test(parent)) return `${parent}.value`;
  return `${parent}.${key}`;
}

function textLimit(path: FieldPath): number {
  if (path === 'title') return LIMITS.title;
  if (path === 'page.url') return LIMITS.pageUrl;
  return PATTERN.test(path) ? LIMITS.pattern : LIMITS.text;
}

function itemLimit(path: FieldPath): number {
  if (path === 'servers') return LIMITS.servers;
  if (path === 'earlier') return LIMITS.earlier;
  return COOKIES.test(path) ? LIMITS.cookies : LIMITS.items;
}

/**
 * The texts and lists that are too large, in a scenario or in what claims to be one; the detail is the limit. Looks
 * to a fixed depth and number of fields, so that a hostile or cyclic value costs no more than a large one.
 */
export function checkLimits(input: unknown): readonly Problem[] {
  const problems: Problem[] = [];
  let text = 0;
  let fields = 0;
  const tooLarge = (path: FieldPath, code: 'too-long' | 'too-many', limit: number): void => {
    problems.push({ path, code, reason: 'prohibited', detail: String(limit) });
  };
  const walk = (value: unknown, path: FieldPath, depth: number): void => {
    if (typeof value === 'string') {
      text += value.length;
      // Short texts are the rule: they need no look at their path.
      if (value.length > LIMITS.title && value.length > textLimit(path)) {
        tooLarge(path, 'too-long', textLimit(path));
      }
      return;
    }
    if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
    if (Array.isArray(value) && value.length > itemLimit(path)) {
      tooLarge(path, 'too-many', itemLimit(path));
      return;
    }
    for (const key in value) {
      if (text > LIMITS.allText || ++fields > LIMITS.allFields) return;
      walk(Reflect.get(value, key), fieldPath(path, key), depth + 1);
    }
  };
  walk(input, '', 0);
  if (text > LIMITS.allText) tooLarge('', 'too-long', LIMITS.allText);
  if (fields > LIMITS.allFields) tooLarge('', 'too-many', LIMITS.allFields);
  return problems;
}
