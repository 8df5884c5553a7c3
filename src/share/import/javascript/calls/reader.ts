import type { Header } from '../../../../engine/http';
import type { BodyKind, RequestSpec } from '../../../../engine/initiator';
import type { Rich } from '../../../../explain/rich';
import type { FieldPath } from '../../../../scenario/scenario';
import { type Findings, type Found, sure } from '../../findings';
import type { Guess, ImportKind, Missing } from '../../imported';
import { type Evaluation, urlParts } from '../evaluate';
import { type Effect, field, filled, textParts, type Value } from '../values';
import { CODE } from '../words';

/** One request that a snippet makes. */
export interface FoundCall {
  /** Where in the text it stands. */
  readonly pos: number;
  readonly findings: Findings;
}

/** Finds one kind of call. A new one is a file here, and a line in the index. */
export interface CallReader {
  readonly kind: ImportKind;
  /** Whether a text may hold such a call: a quick look. */
  readonly looksLike: (text: string) => boolean;
  readonly find: (evaluation: Evaluation) => readonly FoundCall[];
}

/** A request's findings while they are gathered. */
export interface Draft {
  readonly request: { -readonly [F in keyof RequestSpec]?: Found<RequestSpec[F]> };
  readonly guessed: Guess[];
  readonly missing: Missing[];
  readonly understood: Rich[];
  readonly notUnderstood: Rich[];
}

export function emptyDraft(): Draft {
  return { request: {}, guessed: [], missing: [], understood: [], notUnderstood: [] };
}

/** A text; where the snippet does not say all of it, with stand-ins, marked as guesses. */
export function textAt(draft: Draft, value: Value | undefined, path: FieldPath): string | null {
  const parts = textParts(value);
  if (parts === null) return null;
  const { text, holes } = filled(parts);
  for (const hole of holes) draft.guessed.push({ path, why: CODE.hole(hole) });
  return text;
}

/** A URL as the call has it; one that begins with something unknown gets a server to stand in. */
export function readUrl(draft: Draft, value: Value | undefined): void {
  const parts = value?.type === 'made' && value.by === 'new URL' ? urlParts(value.args) : textParts(value);
  if (parts === null) {
    draft.request.url = { value: 'https://bar.other/', why: CODE.urlUnknown() };
    draft.missing.push({ path: 'request.url', ask: CODE.urlAsk() });
    return;
  }
  const [first] = parts;
  const { text, holes } = filled(parts);
  if (first !== undefined && typeof first !== 'string') {
    // `${API}/items`: a variable holds the server.
    const rest = filled(parts.slice(1)).text;
    const url = `https://bar.other${rest === '' || /^[/?#]/.test(rest) ? rest : `/${rest}`}`;
    draft.request.url = { value: url, why: CODE.baseUnknown(first.code) };
    draft.missing.push({ path: 'request.url', ask: CODE.baseAsk(first.code) });
    return;
  }
  draft.request.url = holes.length === 0 ? sure(text) : { value: text, why: CODE.hole(holes.join(', ')) };
}

/** Adds headers from an object, a list of pairs, or a `Headers`. */
export function readHeaders(draft: Draft, value: Value | undefined): Header[] {
  const list: [string, Value][] = [];
  collect(draft, value, list);
  return list.flatMap(([name, given], index): Header[] => {
    const text = textAt(draft, given, `request.headers.${index}.value`);
    if (text !== null) return [[name, text]];
    if (given.type !== 'plain') draft.notUnderstood.push(CODE.headerUnknown(name));
    return [];
  });
}

function collect(draft: Draft, value: Value | undefined, list: [string, Value][]): void {
  if (value === undefined || value.type === 'plain') return;
  if (value.type === 'object') {
    for (const [name, given] of value.fields) list.push([name, given]);
    if (value.open === 'yes') draft.notUnderstood.push(CODE.headersOpen());
  } else if (value.type === 'list') {
    for (const item of value.items) {
      const name = item.type === 'list' ? textParts(item.items[0]) : null;
      const given = item.type === 'list' ? item.items[1] : undefined;
      if (name?.every((part) => typeof part === 'string') && given) list.push([name.join(''), given]);
      else draft.notUnderstood.push(CODE.headersOpen());
    }
  } else if (value.type === 'made' && value.by.endsWith('new Headers')) {
    collect(draft, value.args[0], list);
    for (const { type, path, args } of value.effects) {
      const method = path.at(-1);
      const name = textParts(args[0]);
      if (type !== 'call' || !name?.every((part) => typeof part === 'string')) continue;
      const key = name.join('');
      if (method === 'set' || method === 'delete') {
        for (let i = list.length - 1; i >= 0; i--) {
          if (list[i]?.[0].toLowerCase() === key.toLowerCase()) list.splice(i, 1);
        }
      }
      if ((method === 'set' || method === 'append') && args[1]) list.push([key, args[1]]);
    }
  } else {
    draft.notUnderstood.push(CODE.headersOpen());
  }
}

type Body = RequestSpec['body'];

const BODIES: ReadonlyMap<string, BodyKind> = new Map(
  Object.entries<BodyKind>({
    'new URLSearchParams': 'URLSearchParams',
    'new FormData': 'FormData',
    'new Blob': 'Blob',
    'new File': 'Blob',
    'new ArrayBuffer': 'ArrayBuffer',
    'new Uint8Array': 'ArrayBuffer',
    'new ReadableStream': 'ReadableStream',
  }),
);

/** A body as `fetch()` and `XMLHttpRequest` take it; null for none. */
export function readBody(draft: Draft, value: Value | undefined): Found<Body> | null {
  if (value === undefined || (value.type === 'plain' && value.value == null)) return null;
  const plain = (kind: BodyKind, text: string, type = ''): Body => ({ kind, text, type });
  if (value.type === 'made') {
    const made = value.by.replace(/^new (window|globalThis|self)\./, 'new ');
    const kind = BODIES.get(made);
    if (kind === undefined) return { value: plain('string', ''), why: CODE.bodyUnknown(value.by) };
    if (kind === 'Blob') {
      const [parts, options] = value.by === 'new File' ? [value.args[0], value.args[2]] : value.args;
      const first = parts?.type === 'list' ? parts.items[0] : undefined;
      const text = textAt(draft, first, 'request.body') ?? '';
      return sure(plain('Blob', text, textAt(draft, field(options, 'type'), 'request.body') ?? ''));
    }
    if (kind === 'URLSearchParams' || kind === 'FormData') {
      return sure(plain(kind, formText(draft, value)));
    }
    return sure(plain(kind, ''));
  }
  if (value.type === 'unknown') {
    draft.missing.push({ path: 'request.body', ask: CODE.bodyAsk() });
    return { value: plain('string', ''), why: CODE.bodyUnknown(value.code) };
  }
  const parts = textParts(value);
  if (parts === null) {
    // An object that nobody turns into text is sent as such.
    return { value: plain('string', '[object Object]'), why: CODE.objectAsBody() };
  }
  const { text, holes } = filled(parts);
  return holes.length === 0
    ? sure(plain('string', text))
    : { value: plain('string', text), why: CODE.hole(holes.slice(0, 3).join(', ')) };
}

/** A form's fields as `name=value&…`. */
export function formText(draft: Draft, value: Value): string {
  const params = new URLSearchParams();
  const add = (name: string, given: Value | undefined) =>
    params.append(name, textAt(draft, given, 'request.body') ?? '');
  if (value.type === 'made') {
    const [init] = value.args;
    const text =
      init === undefined ? null : init.type === 'text' ? textAt(draft, init, 'request.body') : null;
    if (text !== null) for (const [name, given] of new URLSearchParams(text)) params.append(name, given);
    if (init?.type === 'object') for (const [name, given] of init.fields) add(name, given);
    if (init?.type === 'list') {
      for (const item of init.items) {
        if (item.type === 'list') add(textAt(draft, item.items[0], 'request.body') ?? '', item.items[1]);
      }
    }
    for (const { type, path, args } of value.effects) {
      if (type !== 'call') continue;
      const name = textAt(draft, args[0], 'request.body') ?? '';
      if (path.at(-1) === 'set') params.delete(name);
      if (path.at(-1) === 'append' || path.at(-1) === 'set') add(name, args[1]);
    }
  } else if (value.type === 'object') {
    for (const [name, given] of value.fields) add(name, given);
  }
  return params.toString();
}

/** One of a few words at a place; null for anything else, which is noted. */
export function wordAt<T extends string>(
  draft: Draft,
  value: Value | undefined,
  name: string,
  words: readonly T[],
): T | null {
  if (value === undefined || (value.type === 'plain' && value.value === undefined)) return null;
  const parts = textParts(value);
  const text = parts?.every((part) => typeof part === 'string') ? parts.join('') : null;
  const word = words.find((known) => known === text);
  if (word === undefined) draft.notUnderstood.push(CODE.optionUnknown(name, text));
  return word ?? null;
}

/** true, false, or null where it is not said. */
export function flagAt(value: Value | undefined): boolean | null {
  return value?.type === 'plain' && typeof value.value === 'boolean' ? value.value : null;
}

/** What was last assigned at a path; undefined where nothing was. */
export function lastAssigned(effects: readonly Effect[], ...path: string[]): Value | undefined {
  return effects.findLast((effect) => effect.type === 'assign' && effect.path.join('.') === path.join('.'))
    ?.args[0];
}

/** A draft as findings: nobody has made this request yet, so no server has answered. */
export function findingsOf(
  kind: ImportKind,
  what: Rich,
  draft: Draft,
  more: Partial<Findings> = {},
): Findings {
  return { kind, what, answers: [], by: 'nobody', ...draft, ...more };
}
