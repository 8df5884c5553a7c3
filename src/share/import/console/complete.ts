import { CONSOLE_LINES } from '../../../explain/console-lines';
import { type RecognisedLine, recogniseConsole } from '../../../explain/console-recognise';

/** The least of a message's last words that has to be there to tell which message it is. */
const ENOUGH = 10;

/** Some versions of Firefox quote the URL where others do not. */
const FIREFOX_URL = /(remote resource at )([^\s‘’]+)\. /g;

/**
 * The console lines in a text: as it stands; else, where consoles or mails have wrapped it, as one line; else, where it
 * breaks off, with the end that the table of messages knows. `cut` says whether it broke off.
 */
export function recogniseAll(text: string): {
  readonly lines: readonly RecognisedLine[];
  readonly cut: 'yes' | 'no';
} {
  const lines = recogniseConsole(text);
  if (lines.some(({ causes }) => causes.length > 0)) return { lines, cut: 'no' };
  const quoted = recogniseConsole(text.replaceAll(FIREFOX_URL, '$1‘$2’. '));
  if (quoted.some(({ causes }) => causes.length > 0)) return { lines: [...quoted, ...lines], cut: 'no' };
  const joined = text
    .split('\n', 20)
    .map((line) => line.trim())
    .join(' ');
  const whole = recogniseConsole(joined);
  if (whole.some(({ causes }) => causes.length > 0)) return { lines: [...whole, ...lines], cut: 'no' };
  for (const line of [...text.split('\n', 40), joined]) {
    const completed = completedLine(line.trimEnd());
    if (completed) return { lines: [completed, ...lines], cut: 'yes' };
  }
  return { lines, cut: 'no' };
}

/** A line that breaks off, completed by the literal text that the message it began with goes on with. */
function completedLine(line: string): RecognisedLine | null {
  const start = line.replace(/(…|\.\.\.)$/, '');
  let best: { readonly found: RecognisedLine; readonly overlap: number } | null = null;
  for (const known of Object.values(CONSOLE_LINES)) {
    for (const { pieces, causes } of Object.values(known)) {
      if (causes.length === 0) continue;
      const needed = pieces.filter(({ when }) => when === undefined);
      const literal =
        needed
          .map(({ text }) => text)
          .join('')
          .split(/\{[a-z]+\}/)
          .at(-1) ?? '';
      const overlap = overlapOf(start, literal);
      if (overlap < ENOUGH || (best && overlap <= best.overlap)) continue;
      const found = recogniseConsole(start + literal.slice(overlap)).find((one) => one.causes.length > 0);
      if (found) best = { found, overlap };
    }
  }
  return best?.found ?? null;
}

/** How much of a literal's beginning ends a line. */
function overlapOf(line: string, literal: string): number {
  for (let length = Math.min(line.length, literal.length - 1); length >= ENOUGH; length--) {
    if (line.endsWith(literal.slice(0, length))) return length;
  }
  return 0;
}
