import type { Cause } from './cause';
import { type About, CONSOLE_LINES, type ConsoleBrowser } from './console-lines';
import { type Match, match, type Slots } from './console-template';

/** A line of a browser's console, found in a text. */
export interface RecognisedLine {
  readonly browser: ConsoleBrowser;
  /** The line's name in `CONSOLE_LINES`. */
  readonly name: string;
  /** What can be behind it, the usual first; empty where the line does not say. */
  readonly causes: readonly Cause[];
  /** What it names: `url`, `origin`, `status`, `value`, … */
  readonly slots: Slots;
  /** The line as it was found, without what stood around it. */
  readonly text: string;
}

/** More is not read: a console's line is short, and what is pasted can be anything. */
const MOST_LINES = 400;
const MOST_CHARACTERS = 8_192;

/**
 * The console lines in a text that somebody pastes, in order: each line of the text is one of the browsers' or none.
 * What consoles put around them (`app.js:10`, `[Error]`) does not matter. Reads the first 400 lines that are not
 * empty, and 8192 characters of each.
 */
export function recogniseConsole(text: string): readonly RecognisedLine[] {
  const lines = text.split(/\r\n|\r|\n/, MOST_LINES * 4).filter((line) => line.trim() !== '');
  return lines.slice(0, MOST_LINES).flatMap((line) => {
    const found = recogniseLine(line.slice(0, MOST_CHARACTERS));
    if (found === null) return [];
    const { browser, name, causes, match: at } = found;
    return [{ browser, name, causes, slots: at.slots, text: line.slice(at.start, at.end) }];
  });
}

/** A line, and where in the text it stands. */
export interface FoundLine {
  readonly browser: ConsoleBrowser;
  readonly name: string;
  readonly causes: readonly Cause[];
  readonly match: Match<About>;
}

/**
 * One line; the template that explains most of it wins. Of those that read the same, the first, with the causes of
 * all. null where it is nobody's of `browsers`.
 */
export function recogniseLine(
  line: string,
  browsers: readonly ConsoleBrowser[] = BROWSERS,
): FoundLine | null {
  const found = browsers.flatMap((browser) =>
    Object.entries(CONSOLE_LINES[browser]).flatMap(([name, { pieces, causes }]): FoundLine[] => {
      const at = match(pieces, line);
      return at === null ? [] : [{ browser, name, causes, match: at }];
    }),
  );
  const most = Math.max(...found.map((each) => lengthOf(each.match)));
  const alike = found.filter((each) => lengthOf(each.match) === most);
  const [first] = alike;
  return first === undefined
    ? null
    : { ...first, causes: [...new Set(alike.flatMap(({ causes }) => causes))] };
}

const BROWSERS: readonly ConsoleBrowser[] = ['chromium', 'firefox', 'webkit'];

function lengthOf({ start, end }: Match): number {
  return end - start;
}
