import type { Options, Parser, Program } from 'acorn';

/** Where a text stops being what it should be. Counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A parsed text, or where and why it is no JavaScript. */
export type ParsedCode =
  | { readonly ok: true; readonly program: Program; readonly types: 'none' | 'TypeScript' }
  | {
      readonly ok: false;
      readonly at: Place;
      readonly message: string;
      /** `breaks off` where all that is there can be the beginning of a program. */
      readonly reason: 'breaks off' | 'wrong';
    };

const OPTIONS: Options = {
  ecmaVersion: 'latest',
  allowAwaitOutsideFunction: true,
  allowReturnOutsideFunction: true,
  allowHashBang: true,
  allowImportExportEverywhere: true,
  allowSuperOutsideMethod: true,
};

/**
 * Parses JavaScript, as a module or else as a script, or else TypeScript with JSX. Loads its parsers on demand;
 * throws a `RangeError` for what is nested too deep.
 */
export async function parseCode(text: string): Promise<ParsedCode> {
  if (isTooDeep(text)) throw new RangeError('Nested too deep');
  const acorn = await import('acorn');
  const attempt = (parser: typeof Parser, options: Options): Program | SyntaxError => {
    try {
      return parser.parse(text, options);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // acorn says so in its own words.
      if (error.message.startsWith('Not enough stack')) throw new RangeError(error.message);
      return error;
    }
  };
  const asModule = attempt(acorn.Parser, { ...OPTIONS, sourceType: 'module' });
  if (!(asModule instanceof SyntaxError)) return { ok: true, program: asModule, types: 'none' };
  const asScript = attempt(acorn.Parser, { ...OPTIONS, sourceType: 'script' });
  if (!(asScript instanceof SyntaxError)) return { ok: true, program: asScript, types: 'none' };
  const typed = await parseTyped(text, acorn.Parser);
  if (typed) return { ok: true, program: typed, types: 'TypeScript' };
  return failure(asModule, text.trimEnd().length);
}

/** No snippet that people write nests deeper; a parser that tries several readings would run out of memory far below. */
const DEEPEST = 500;

/** Whether brackets nest too deep, those in strings counted too. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === 40 || char === 91 || char === 123) depth++;
    else if ((char === 41 || char === 93 || char === 125) && depth > 0) depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** Types and JSX, which pages are written in but browsers do not read; null where it is neither. */
async function parseTyped(text: string, Base: typeof Parser): Promise<Program | null> {
  const { tsPlugin } = await import('@sveltejs/acorn-typescript');
  for (const jsx of [false, true]) {
    try {
      // The plugin needs positions by line for its own bookkeeping.
      return Base.extend(tsPlugin(jsx ? { jsx: {} } : {}), within(budgetFor(text))).parse(text, {
        ...OPTIONS,
        sourceType: 'module',
        locations: true,
      });
    } catch (error) {
      if (error instanceof RangeError) throw error;
    }
  }
  return null;
}

/** How often tokens may be read: types are found by trying, and what is nested in a hostile way by trying without end. */
function budgetFor(text: string): number {
  return 100_000 + 20 * text.length;
}

/** A parser that gives up with a `RangeError` when it has read that many tokens. */
function within(budget: number): (Base: typeof Parser) => typeof Parser {
  let read = 0;
  return (Base) =>
    class extends (Base as typeof CountedBase) {
      override nextToken(): void {
        if (++read > budget) throw new RangeError('It takes too many attempts to read');
        super.nextToken();
      }
    } as typeof Parser;
}

/** What acorn's plugins override, which its types leave out. */
declare class CountedBase extends Parser {
  nextToken(): void;
}

function failure(error: SyntaxError, end: number): ParsedCode {
  const loc: unknown = Reflect.get(error, 'loc');
  const [line, column] =
    typeof loc === 'object' && loc !== null
      ? [Number(Reflect.get(loc, 'line')), Number(Reflect.get(loc, 'column')) + 1]
      : [1, 1];
  // What is never closed is reported where it begins, but read to the end.
  const unclosed = error.message.startsWith('Unterminated');
  const breaksOff = Number(Reflect.get(error, unclosed ? 'raisedAt' : 'pos')) >= end;
  return {
    ok: false,
    at: { line, column },
    message: error.message.replace(/ \(\d+:\d+\)$/, ''),
    reason: breaksOff ? 'breaks off' : 'wrong',
  };
}
