/** A sentence with code in it: plain strings and code spans, in order. Never HTML. */
export type Rich = readonly (string | { readonly code: string })[];

/** Template tag: a string or number that is interpolated becomes a code span; a sentence is put in as it is. */
export function rich(strings: TemplateStringsArray, ...parts: readonly (string | number | Rich)[]): Rich {
  const out: (string | { code: string })[] = [];
  strings.forEach((text, i) => {
    if (text) out.push(text);
    const part = parts[i];
    if (typeof part === 'object') out.push(...part);
    else if (part !== undefined) out.push({ code: String(part) });
  });
  return out;
}

/** The sentence as plain text, code spans as they are. */
export function plain(text: Rich): string {
  return text.map((part) => (typeof part === 'string' ? part : part.code)).join('');
}

/** Sentences one after another, a space between; those left out (null or false) leave none. */
export function sentences(...parts: readonly (Rich | null | false)[]): Rich {
  return parts
    .flatMap((part) => (part ? [part] : []))
    .flatMap((part, i) => (i === 0 ? part : [' ', ...part]));
}

/** Code spans in a row: `a`, `b` and `c`; of more than `most`, the first and how many more there are. */
export function codes(names: readonly string[], most = 12): Rich {
  const items: Rich[] = names.slice(0, most).map((name) => [{ code: clip(name) }]);
  if (names.length > most) items.push([`${names.length - most} more`]);
  return items.flatMap((item, i) => (i === 0 ? item : [i === items.length - 1 ? ' and ' : ', ', ...item]));
}

/** A value short enough to stand in a sentence: at most 100 characters. */
export function clip(value: string): string {
  return value.length > 100 ? `${value.slice(0, 99)}…` : value;
}

/** A header's value as a code span, or words for one that is empty. */
export function quoted(value: string): Rich {
  return value === '' ? ['an empty value'] : [{ code: clip(value) }];
}

/** `1 second`, `5 seconds`. */
export function plural(count: number, one: string, many = `${one}s`): Rich {
  return [`${count} ${count === 1 ? one : many}`];
}
