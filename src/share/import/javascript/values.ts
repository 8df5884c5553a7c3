/** A piece of a text that the snippet does not say: the expression that would give it. */
export interface Hole {
  readonly code: string;
}

/** What an expression comes to, as far as the snippet says. Nothing is ever run. */
export type Value =
  | { readonly type: 'text'; readonly parts: readonly (string | Hole)[] }
  | { readonly type: 'plain'; readonly value: number | boolean | null | undefined }
  | {
      readonly type: 'object';
      readonly fields: ReadonlyMap<string, Value>;
      /** Whether something was spread into it that the snippet does not say. */
      readonly open: 'no' | 'yes';
    }
  | { readonly type: 'list'; readonly items: readonly Value[] }
  /** `new Name(…)` of a platform object, or what a library makes, with what was done to it since. */
  | {
      readonly type: 'made';
      readonly by: string;
      readonly args: readonly Value[];
      readonly effects: readonly Effect[];
    }
  | { readonly type: 'unknown'; readonly code: string };

/** Something done to a value that a name stands for: `xhr.withCredentials = true`, `headers.append('a', 'b')`. */
export interface Effect {
  readonly type: 'assign' | 'call';
  /** The names between the value and what is assigned or called. */
  readonly path: readonly string[];
  readonly args: readonly Value[];
}

export const UNDEFINED: Value = { type: 'plain', value: undefined };

export function textValue(...parts: readonly (string | Hole)[]): Value {
  return { type: 'text', parts };
}

/** A value within an object; undefined where there is none. */
export function field(value: Value | undefined, name: string): Value | undefined {
  return value?.type === 'object' ? value.fields.get(name) : undefined;
}

/** A text with its holes, from a text or a number; null from anything else. */
export function textParts(value: Value | undefined): readonly (string | Hole)[] | null {
  if (value?.type === 'text') return value.parts;
  if (value?.type === 'plain' && value.value !== undefined) return [String(value.value)];
  if (value?.type === 'unknown') return [{ code: value.code }];
  return null;
}

/** A text without holes; null from anything else. */
export function wholeText(value: Value | undefined): string | null {
  const parts = textParts(value);
  return parts?.every((part) => typeof part === 'string') ? parts.join('') : null;
}

/** A text with a stand-in for every hole, made of the name that stands there; and the holes. */
export interface Filled {
  readonly text: string;
  readonly holes: readonly string[];
}

/** Fills the holes of a text by what their expressions are called: `${user.id}` becomes `id`. */
export function filled(parts: readonly (string | Hole)[]): Filled {
  const holes: string[] = [];
  const text = parts
    .map((part) => {
      if (typeof part === 'string') return part;
      holes.push(part.code);
      return standIn(part.code);
    })
    .join('');
  return { text, holes };
}

/** The last name in an expression, as something that can stand in a URL or a header. */
function standIn(code: string): string {
  return (
    code
      .slice(-200)
      .match(/[A-Za-z_]\w{0,30}/g)
      ?.at(-1) ?? 'value'
  );
}
