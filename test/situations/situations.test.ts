import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Trace } from '../../src/engine/trace';
import type { Wish } from '../../src/explain/fixes';
import { plain } from '../../src/explain/rich';
import type { Entry } from '../../src/share/import/imported';
import { artefact, follow, type Lead, lastRun, playOf } from './lead';
import { PLAYS } from './plays';
import { NOT_TOLD, type Row, TABLE } from './table';

const FOLDER = fileURLToPath(new URL('./artefacts/', import.meta.url));

/** What people have in hand, and what it has to lead to. */
describe.each(TABLE.map(({ number, title, rows }) => [number, title, rows] as const))(
  'situation %i: %s',
  (_, __, rows) => {
    const cases = rows.flatMap((row) => row.from.map((name) => [`${row.play}/${name}`, name, row] as const));

    test.each(cases)('%s', async (_path, name, row) => {
      const lead = await follow(artefact(row.play, name), (entries) => placeOf(entries, row.pick));
      const { diagnosis } = lead;
      expect(diagnosis.cause).toBe(row.cause);
      expect(diagnosis.actor).toBe(row.actor);
      expect(diagnosis.at).toBe(row.at);
      if (row.trap !== undefined) expect(diagnosis.traps.map((trap) => trap.name)).toContain(row.trap);
      if (row.says !== undefined) expect(words(lead)).toMatch(row.says);
      isMended(lead, row);
      isAboutThePlay(lead, row, name);
    });
  },
);

function placeOf(entries: readonly Entry[], pick: string | undefined): number {
  return pick === undefined ? 0 : entries.findIndex(({ method, url }) => `${method} ${url}` === pick);
}

/** All that is said about it. */
function words({ diagnosis, report }: Lead): string {
  const { verdict } = diagnosis;
  const ran = { yes: 'The server ran the request.', no: '', unknown: '' }[verdict.ran];
  return [
    ...[verdict.sentence, verdict.why, verdict.change, diagnosis.plain, diagnosis.sees, diagnosis.noMore],
    ...diagnosis.traps.flatMap(({ text, change }) => [text, change]),
    ...[report.protected, report.elsewhere?.says],
    ...report.fixes.map(({ says }) => says),
  ]
    .map((text) => (text ? plain(text) : ''))
    .concat(ran)
    .join('\n');
}

/** A fix that the engine finds to work; or the right words where there is none. */
function isMended(lead: Lead, { mended }: Row): void {
  const { report, libraries } = lead;
  if (typeof mended === 'object') {
    expect(words(lead)).toMatch(mended.words);
    return;
  }
  const fixes = report.fixes.filter(({ wish }) => wish.kind === mended);
  expect(fixes.length, 'a fix').toBeGreaterThan(0);
  for (const { wish, scenario, says } of fixes) {
    expect(fulfils(lastRun(scenario, libraries), wish), plain(says)).toBe(true);
  }
}

/** Whether a run is what was wished for, by the trace alone. */
function fulfils(trace: Trace, wish: Wish): boolean {
  const { outcome, script, steps } = trace;
  switch (wish.kind) {
    case 'read': {
      if (outcome.type !== 'response') return false;
      if (script.kind === 'element')
        return script.event === 'load' && (script.pixels === null || script.pixels === 'clean');
      return outcome.response.type === 'cors' || outcome.response.type === 'basic';
    }
    case 'header': {
      if (outcome.type !== 'response') return false;
      const names = outcome.response.headers.map(([name]) => name.toLowerCase());
      return wish.names.every((name) => names.includes(name));
    }
    case 'cookie sent': {
      const last = steps.findLast((step) => step.type === 'request');
      const cookies = last?.request.headers.find(([name]) => name === 'Cookie')?.[1] ?? '';
      return cookies.split('; ').some((cookie) => cookie.startsWith(`${wish.name}=`));
    }
    case 'cookie stored':
      return trace.state.cookies.some(({ name }) => name === wish.name);
    case 'no preflight':
      return trace.state.preflightCache.length > 0;
    case 'cache': {
      const answer = steps.findLast((step) => step.type === 'answer')?.answer;
      return answer !== undefined && 'headers' in answer && answer.headers.some(([name]) => name === 'Vary');
    }
  }
}

/** What was imported is what was played, as far as it names it. */
function isAboutThePlay({ imported }: Lead, { play }: Row, name: string): void {
  const { page, servers } = playOf(play);
  const { scenario, known } = imported;
  if (known.includes('page.url') && scenario.page.kind === 'document' && !page.startsWith('file:'))
    expect(new URL(scenario.page.url).origin).toBe(new URL(page).origin);
  if (known.includes('request.url') && name !== 'page.js' && servers.length > 0) {
    const asked = new URL(scenario.request.url, scenario.page.url).origin;
    expect([...servers.map(({ origin }) => origin), new URL(page).origin]).toContain(asked);
  }
}

describe('the table', () => {
  test('has all 32 situations, each with an artefact', () => {
    expect(TABLE.map(({ number }) => number)).toEqual(Array.from({ length: 32 }, (_, i) => i + 1));
    for (const { rows } of TABLE) expect(rows.flatMap(({ from }) => from)).not.toHaveLength(0);
  });

  test('follows everything that was recorded, or says why not', () => {
    const recorded = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => /\.(console\.txt|har)$/.test(path));
    const followed = TABLE.flatMap(({ rows }) =>
      rows.flatMap(({ play, from }) => from.map((name) => `${play}/${name}`)),
    );
    const excused = Object.values(NOT_TOLD).flat();
    expect(recorded.filter((path) => !followed.includes(path) && !excused.includes(path))).toEqual([]);
    expect(excused.filter((path) => followed.includes(path) || !recorded.includes(path))).toEqual([]);
  });

  test('knows every play', () => {
    const plays = TABLE.flatMap(({ rows }) => rows.map(({ play }) => play));
    expect(PLAYS.filter(({ id }) => !plays.includes(id) && id !== '23-same-site')).toEqual([]);
  });
});
