import { serializeOrigin } from '../../engine/origin';
import type { CompilePattern } from '../../policy/answer';
import type { Server } from '../../policy/policy';
import { rawFrom } from '../../policy/raw';
import { reasonPhrase } from '../../policy/reason-phrases';
import { clientOf, documentUrl } from '../../scenario/page';
import type { Scenario } from '../../scenario/scenario';
import { clip, type Rich, rich } from '../rich';

/** A line that stays, goes, or comes; `skipped`: so many that stay, left out. */
export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new' | 'skipped';
  readonly text: string;
}

/** One text, before and after. */
export interface Difference {
  readonly title: Rich;
  readonly lines: readonly DiffLine[];
}

/**
 * What is different between two scenarios, as people read it: the page, the cookies, and what each server answers to
 * the page, as header lines. The call is left out: how it is written is for the screen to say.
 */
export function differencesOf(
  before: Scenario,
  after: Scenario,
  compilePattern: CompilePattern,
): readonly Difference[] {
  const differences: Difference[] = [];
  const add = (title: Rich, old: readonly string[], now: readonly string[]): void => {
    const lines = diffOf(old, now);
    if (lines.length > 0) differences.push({ title, lines });
  };
  add(['The page'], [documentUrl(before.page)], [documentUrl(after.page)]);
  after.servers.forEach((server, i) => {
    const old = before.servers[i] ?? server;
    const at = (of: Server): Rich => rich`${clip(of.origin + of.path)}`;
    add(['The server'], [old.origin], [server.origin]);
    for (const answer of ['preflight', 'response'] as const) {
      add(
        answer === 'preflight'
          ? rich`${at(server)} answers ${'OPTIONS'}`
          : rich`${at(server)} answers the request`,
        answerLines(before, old, answer, compilePattern),
        answerLines(after, server, answer, compilePattern),
      );
    }
  });
  add(
    ['The cookies that the browser holds'],
    before.cookies.map(({ cookie }) => cookie),
    after.cookies.map(({ cookie }) => cookie),
  );
  return differences;
}

function answerLines(
  scenario: Scenario,
  server: Server,
  answer: 'preflight' | 'response',
  compilePattern: CompilePattern,
): readonly string[] {
  const client = clientOf(scenario.page);
  const { method, headers } = scenario.request;
  const names = headers.map(([name]) => name.toLowerCase());
  const raw =
    server.answers === 'raw'
      ? server.raw
      : rawFrom(server, client ? serializeOrigin(client.origin) : 'null', method, names, compilePattern);
  const { status, lines } = raw[answer];
  const written = lines.split(/\r?\n/).filter((line) => line.trim() !== '');
  return [`${status} ${reasonPhrase(Number(status))}`.trim(), ...written];
}

/** More lines than this are not compared one by one. */
const MOST_LINES = 300;

/** Lines that stay are shown so near to one that does not. */
const CONTEXT = 1;

/** The lines of two texts as one, those that went before those that came; far from any change they are left out. Empty where nothing changed. */
export function diffOf(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end++;
  }
  const same = (text: string): DiffLine => ({ kind: 'same', text });
  return nearChanges([
    ...before.slice(0, start).map(same),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ]);
}

function nearChanges(lines: readonly DiffLine[]): readonly DiffLine[] {
  const changed = lines.flatMap(({ kind }, i) => (kind === 'same' ? [] : [i]));
  if (changed.length === 0) return [];
  const near = new Set(
    changed.flatMap((i) => Array.from({ length: 2 * CONTEXT + 1 }, (_, offset) => i + offset - CONTEXT)),
  );
  const kept: DiffLine[] = [];
  let skipped = 0;
  const skip = (): void => {
    if (skipped > 0) kept.push({ kind: 'skipped', text: String(skipped) });
    skipped = 0;
  };
  lines.forEach((line, i) => {
    if (!near.has(i)) {
      skipped++;
      return;
    }
    skip();
    kept.push(line);
  });
  skip();
  return kept;
}

function middle(before: readonly string[], after: readonly string[]): DiffLine[] {
  const gone = (text: string): DiffLine => ({ kind: 'gone', text });
  const come = (text: string): DiffLine => ({ kind: 'new', text });
  if (before.length > MOST_LINES || after.length > MOST_LINES)
    return [...before.map(gone), ...after.map(come)];
  // The longest row of lines that both share.
  const width = after.length + 1;
  const longest = new Uint16Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        before[i] === after[j]
          ? (longest[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0);
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      lines.push({ kind: 'same', text: old });
      i++;
      j++;
    } else if (
      old !== undefined &&
      (now === undefined || (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0))
    ) {
      lines.push(gone(old));
      i++;
    } else if (now !== undefined) {
      lines.push(come(now));
      j++;
    }
  }
  return lines;
}
