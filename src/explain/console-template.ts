/**
 * The lines browsers print, as data: text with named slots, `Access to {kind} at '{url}'`. One table
 * (`console-lines.ts`) serves to print a line, to recognise one that somebody pastes, and to say what each part of it
 * means; so a template has to be such that what `fill` writes `match` reads.
 */

/** What a slot stands for. Those without a value of their own in the text say that an optional piece is there. */
export type Slot =
  /** `fetch`, `XMLHttpRequest`, `image`: what asked. */
  | 'kind'
  /** The URL that failed, serialised. */
  | 'url'
  /** The first of a chain of redirects. */
  | 'first'
  /** The page's origin, serialised. */
  | 'origin'
  /** The document's URL. */
  | 'page'
  /** Three digits; Firefox has `(null)` for none. */
  | 'status'
  /** The reason phrase. */
  | 'phrase'
  | 'method'
  /** A request header's name. */
  | 'header'
  /** A response header's value. */
  | 'value'
  /** An item of it. */
  | 'token'
  /** Where a redirect leads. */
  | 'location'
  | 'scheme'
  /** `loopback`, `local`. */
  | 'space'
  /** A MIME type. */
  | 'type'
  | 'port'
  /** Set where the line is about a preflight's answer. */
  | 'preflight'
  /** Set where the line ends in a general advice. */
  | 'advice'
  /** Set where it ends in the advice of earlier versions. */
  | 'earlier'
  /** Set where it explains the credentials of an `XMLHttpRequest`. */
  | 'xhr';

export type Slots = Partial<Readonly<Record<Slot, string>>>;

/** A stretch of a line. */
export interface Piece<About extends string = string> {
  readonly text: string;
  /** What it is about: the key of its explanation. */
  readonly about: About;
  /** Only there where this slot has a value. */
  readonly when?: Slot;
}

export interface Match<About extends string = string> {
  readonly slots: Slots;
  /** Where the line starts and ends in the text. */
  readonly start: number;
  readonly end: number;
  /** The pieces found, in order and without gaps, from `start` to `end`. */
  readonly pieces: readonly { readonly about: About; readonly start: number; readonly end: number }[];
}

const SLOT = /\{([a-z]+)\}/;

/** The line with its slots filled: pieces whose `when` has no value are left out, other missing values are empty. */
export function fill(pieces: readonly Piece[], slots: Slots): string {
  return pieces
    .filter(({ when }) => when === undefined || (slots[when] ?? '') !== '')
    .map(({ text }) => text.replace(/\{([a-z]+)\}/g, (_, name: Slot) => slots[name] ?? ''))
    .join('');
}

/** What a slot's value looks like; anything, where nothing is said. */
const SHAPES: Partial<Readonly<Record<Slot, RegExp>>> = {
  kind: /^[A-Za-z][A-Za-z ]{0,30}$/,
  url: /^\S+$/,
  first: /^\S+$/,
  origin: /^\S+$/,
  page: /^\S+$/,
  status: /^(?:\d{3}|\(null\)|0)$/,
  method: /^[!#$%&'*+.^`|~\w-]+$/,
  header: /^[!#$%&'*+.^`|~\w-]+$/,
  scheme: /^[a-z][a-z0-9+.-]*$/i,
  space: /^[a-z]+$/,
  port: /^\d{1,5}$/,
  type: /^[^"“”]*$/,
};

type Token =
  | { readonly kind: 'literal'; readonly text: string; readonly piece: number }
  | { readonly kind: 'slot'; readonly name: Slot; readonly piece: number };

/** One way of leaving out optional pieces. */
interface Variant<About extends string> {
  readonly pieces: readonly Piece<About>[];
  readonly tokens: readonly Token[];
  /** The literal text from each token on, up to the next slot; empty at a slot. */
  readonly runs: readonly string[];
}

const compiled = new WeakMap<readonly Piece[], readonly Variant<string>[]>();

/** Every way of leaving out optional pieces; kept, as templates are matched over and over. */
function variantsOf<About extends string>(pieces: readonly Piece<About>[]): readonly Variant<About>[] {
  // The pieces that are the key have that type.
  const known = compiled.get(pieces) as readonly Variant<About>[] | undefined;
  if (known) return known;
  const chosen = pieces.reduce<(readonly Piece<About>[])[]>(
    (sofar, piece) => [
      ...sofar.map((variant) => [...variant, piece]),
      ...(piece.when === undefined ? [] : sofar),
    ],
    [[]],
  );
  const variants = chosen.map((variant) => {
    const tokens = variant.flatMap((piece, index) => tokensOf(piece.text, index));
    return { pieces: variant, tokens, runs: tokens.map((_, i) => runOf(tokens, i)) };
  });
  compiled.set(pieces, variants);
  return variants;
}

/**
 * Where the line stands in the text, the first place where it does; null where it does not. What is before and after
 * it does not matter. Takes time linear in the text's length.
 */
export function match<About extends string>(
  pieces: readonly Piece<About>[],
  text: string,
): Match<About> | null {
  let best: Match<About> | null = null;
  for (const variant of variantsOf(pieces)) {
    const found = matchVariant(variant, text);
    if (
      found &&
      (best === null || found.start < best.start || (found.start === best.start && found.end > best.end))
    )
      best = found;
  }
  return best;
}

function matchVariant<About extends string>(
  { pieces, tokens, runs }: Variant<About>,
  text: string,
): Match<About> | null {
  const start = tokens[0]?.kind === 'literal' ? text.indexOf(runs[0] ?? '') : wordStart(text, runs[1] ?? '');
  if (start < 0) return null;
  const slots: Partial<Record<Slot, string>> = {};
  const ends: number[] = [];
  let at = start;
  for (const [i, token] of tokens.entries()) {
    if (token.kind === 'literal') {
      if (!text.startsWith(token.text, at)) return null;
      at += token.text.length;
    } else {
      const next = runs[i + 1] ?? '';
      const last = tokens.slice(i + 1).every(({ kind }) => kind === 'literal');
      const end =
        next === ''
          ? endOf(text, at, token.name)
          : last
            ? lastBefore(text, at, token.name, next)
            : text.indexOf(next, at);
      if (end < 0) return null;
      const value = text.slice(at, end);
      const before = slots[token.name];
      if (before !== undefined && before !== value) return null;
      if (SHAPES[token.name]?.test(value) === false) return null;
      slots[token.name] = value;
      at = end;
    }
    ends[token.piece] = at;
  }
  for (const { when } of pieces) if (when !== undefined && slots[when] === undefined) slots[when] = 'yes';
  let from = start;
  return {
    slots,
    start,
    end: at,
    pieces: pieces.map(({ about }, index) => {
      const piece = { about, start: from, end: ends[index] ?? from };
      from = piece.end;
      return piece;
    }),
  };
}

function tokensOf(text: string, piece: number): Token[] {
  return text.split(SLOT).flatMap((part, i): Token[] => {
    if (i % 2 === 1) return [{ kind: 'slot', name: part as Slot, piece }];
    return part === '' ? [] : [{ kind: 'literal', text: part, piece }];
  });
}

/** The literal text that stands from a token on, up to the next slot. */
function runOf(tokens: readonly Token[], from: number): string {
  let run = '';
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.kind !== 'literal') break;
    run += token.text;
  }
  return run;
}

/** Where a line that starts with a slot starts: the beginning, or after the place in the code that consoles put first. */
function wordStart(text: string, next: string): number {
  if (!text.includes(next)) return -1;
  return /^\s*(?:\S+:\d+\s+)?/.exec(text)?.[0].length ?? 0;
}

/** Where a value ends that is the last of its line, with `next` after it: a `.`, say, of which it may have some itself. */
function lastBefore(text: string, at: number, slot: Slot, next: string): number {
  const word =
    SHAPES[slot] && !SHAPES[slot].test('a b') ? /^\S*/.exec(text.slice(at))?.[0].length : undefined;
  const found = text.lastIndexOf(next, word === undefined ? text.length : at + word);
  return found < at ? -1 : found;
}

/** Where a value that ends the line ends. */
function endOf(text: string, at: number, slot: Slot): number {
  const rest = text.slice(at);
  const found =
    slot === 'status'
      ? /^(?:\d{3}|\(null\)|0)/.exec(rest)
      : SHAPES[slot]
        ? /^\S+/.exec(rest)
        : /^[^\r\n]*/.exec(rest);
  return found === null ? -1 : at + found[0].length;
}
