import type { ShellCommand, ShellWord } from './shell';

/**
 * Whether a command is quoted for Windows' cmd: `^` before a quote or at the end of a line, where Bash has no use
 * for it.
 */
export function looksLikeCmd(text: string): boolean {
  return /(^|\s)curl(\.exe)?\s+\^"/.test(text) || /\^\n/.test(text);
}

/**
 * The words of a command line of Windows' cmd, as curl gets them: first cmd's own rules (`^` takes the next
 * character as it is, but not within quotes; `^` and a line break go on), then those by which C programs split
 * their command line (quotes group, `\"` is a quote).
 */
export function readCmd(text: string): ShellCommand {
  const words = splitArguments(withoutCarets(text));
  const at = words.findIndex(({ text: word }) => /(^|[/\\])curl(\.exe)?$/.test(word));
  if (at < 0) return { ok: false, at: { line: 1, column: 1 }, message: '' };
  return { ok: true, words: words.slice(at + 1), brokenAt: null, cutBy: null };
}

function withoutCarets(text: string): string {
  let out = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '^' && !quoted) {
      i++;
      // A line break is passed by, and the character after it is taken as it is: a second one stays.
      if (text.charAt(i) === '\n') i++;
      out += text.charAt(i);
    } else {
      if (char === '"') quoted = !quoted;
      out += char;
    }
  }
  return out;
}

/** https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments */
function splitArguments(line: string): ShellWord[] {
  const words: ShellWord[] = [];
  let word: string | null = null;
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i);
    if (char === '\\') {
      let slashes = 1;
      while (line.charAt(i + 1) === '\\') {
        slashes++;
        i++;
      }
      if (line.charAt(i + 1) === '"') {
        word = (word ?? '') + '\\'.repeat(slashes >> 1);
        if (slashes % 2 === 1) {
          word += '"';
          i++;
        }
      } else {
        word = (word ?? '') + '\\'.repeat(slashes);
      }
    } else if (char === '"') {
      if (quoted && line.charAt(i + 1) === '"') {
        word = `${word ?? ''}"`;
        i++;
      } else quoted = !quoted;
      word ??= '';
    } else if (!quoted && /\s/.test(char)) {
      if (word !== null) words.push({ text: word, holes: [] });
      word = null;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (word !== null) words.push({ text: word, holes: [] });
  return words;
}
