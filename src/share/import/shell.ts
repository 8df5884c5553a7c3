import type { Command, CommandArgument, SyntaxNode, Word, WordPart } from 'unbash';
import type { Place } from './javascript/parse';

/** One word of a command, quotes and escapes resolved, with what the shell alone could fill in left as written. */
export interface ShellWord {
  readonly text: string;
  /** What that is: `$TOKEN`, `$(date)`. */
  readonly holes: readonly string[];
}

/** A command's words after its name, or why it cannot be read. */
export type ShellCommand =
  | {
      readonly ok: true;
      readonly words: readonly ShellWord[];
      /** Where the text stops being a whole command: a quote that is never closed. */
      readonly brokenAt: Place | null;
      /** What follows the command after a `&` that is not in quotes. */
      readonly cutBy: '&' | null;
    }
  | { readonly ok: false; readonly at: Place; readonly message: string };

/**
 * The first command in a Bash text whose name `isNamed` takes. Loads the parser on demand; runs nothing. Text that
 * breaks off is read as far as it goes.
 */
export async function readShell(text: string, isNamed: (name: string) => boolean): Promise<ShellCommand> {
  const { parse, forEachChild } = await import('unbash');
  const script = parse(text);
  const [error] = script.errors ?? [];
  const at = error ? placeOf(text, error.pos) : null;
  const found: Command[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command' && node.name !== undefined && isNamed(node.name.value)) found.push(node);
    else if (found.length === 0) forEachChild(node, visit);
  };
  for (const statement of script.commands) visit(statement);
  const [command] = found;
  if (command === undefined)
    return { ok: false, at: at ?? { line: 1, column: 1 }, message: error?.message ?? '' };
  return {
    ok: true,
    words: command.args.map(wordOf),
    brokenAt: at,
    cutBy: /^\s{0,20}&(?!&)/.test(text.slice(command.end, command.end + 30)) ? '&' : null,
  };
}

function wordOf(argument: CommandArgument): ShellWord {
  if (argument.type === 'Word') return resolved(argument);
  if (argument.value.type !== 'Word') return { text: argument.text, holes: [argument.text] };
  const { text, holes } = resolved(argument.value);
  return { text: `${argument.name}=${text}`, holes };
}

function resolved({ value, parts }: Word): ShellWord {
  if (parts === undefined) return { text: value, holes: [] };
  const holes: string[] = [];
  const text = parts.map((part) => textOf(part, holes)).join('');
  return { text, holes };
}

function textOf(part: WordPart, holes: string[]): string {
  switch (part.type) {
    case 'Literal':
    case 'Glob':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return part.value;
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.map((inner) => textOf(inner, holes)).join('');
    case 'ExtendedGlob':
    case 'BraceExpansion':
      // curl has globs of its own: the URL stays as written.
      return part.text;
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
    case 'ProcessSubstitution':
      holes.push(part.text);
      return standIn(part.text);
    default:
      return part satisfies never;
  }
}

/** `$API_TOKEN` as something that can stand in a URL or a header. */
function standIn(expansion: string): string {
  return /[A-Za-z_]\w{0,40}/.exec(expansion.slice(0, 200))?.[0] ?? 'value';
}

/** A text as one word of a command that a person is shown to copy: whatever stands in it, a shell reads it as text. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A place in a text from an index into it. */
export function placeOf(text: string, index: number): Place {
  const before = text.slice(0, index);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let i = before.indexOf('\n'); i >= 0; i = before.indexOf('\n', i + 1)) line++;
  return { line, column: index - lineStart + 1 };
}
