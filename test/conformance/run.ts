import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Addresses } from '../../src/lab/addresses';
import { startLab } from '../../src/lab/lab';
import { createLibraries } from '../../src/scenario/libraries';
import type { Scenario } from '../../src/scenario/scenario';
import { parseScenario } from '../../src/scenario/shape';
import { type Browser, type FindBrowser, type Opened, PUBLIC_HOSTS } from './browsers/browser';
import { findChromium } from './browsers/chromium';
import { findFirefox } from './browsers/firefox';
import { findWebKit } from './browsers/webkit';
import { NOT_REPORTED, type Performance, type Played, startConductor, type Unplayed } from './conductor';
import { byScenario } from './console';
import { generate } from './generate';
import { type BrowserName, type Judgement, judge } from './judge';
import { digestOf, playsOf, saveRecording } from './recording';

const BROWSERS: Readonly<Record<BrowserName, FindBrowser>> = {
  chromium: findChromium,
  firefox: findFirefox,
  webkit: findWebKit,
};

/** A full run, of which a recording is kept. */
const FULL = { count: 7000, seed: 1 } as const;

const USAGE = `npm run conformance -- [--browser chromium|firefox|webkit] [--count ${FULL.count}] [--seed ${FULL.seed}] [--record] [--file scenario.json]`;

export interface Scripts {
  /** `runner.ts` and `worker.ts` as JavaScript modules. */
  readonly runner: string;
  readonly worker: string;
}

/**
 * Plays generated scenarios in each browser there is, prints how it agrees with the engine, and writes what is
 * unexplained as scenario files into a folder. Gives the exit code.
 */
export async function run(args: readonly string[], scripts: Scripts, folder: string): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      browser: { type: 'string', multiple: true },
      count: { type: 'string', default: String(FULL.count) },
      seed: { type: 'string', default: String(FULL.seed) },
      record: { type: 'boolean', default: false },
      file: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  const [count, seed] = [Number(values.count), Number(values.seed)];
  const named = values.browser ?? Object.keys(BROWSERS);
  const wished = named.filter((name): name is BrowserName => name in BROWSERS);
  const isOdd = !(count > 0) || !Number.isInteger(seed) || (values.record && values.file.length > 0);
  if (values.help || wished.length < named.length || isOdd) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const scenarios = values.file.length > 0 ? values.file.map(readScenario) : generate(count, seed);
  // Else what was started would go on by itself.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const rows: Record<string, object> = {};
  let code = 0;
  for (const name of wished) {
    const browser = await BROWSERS[name]();
    if (typeof browser === 'string') {
      console.log(browser);
      rows[name] = { version: 'missing' };
      // One that was asked for by name is missed.
      if (values.browser) code = 1;
      continue;
    }
    try {
      const started = performance.now();
      const { all, again, addresses } = await playAll(name, browser, scenarios, scripts);
      const seconds = Math.round((performance.now() - started) / 1000);
      const { tally, explained } = report(name, all, scenarios, join(folder, name));
      rows[name] = {
        version: browser.version,
        scenarios: all.played.length,
        ...tally,
        'played again': again,
        seconds,
      };
      if (tally.unexplained > 0 || all.unplayed.some(isLost)) code = 1;
      if (!values.record) continue;
      if (tally.unexplained > 0 || all.unplayed.some(isLost)) {
        console.log(`${name}: not recorded, as something is unexplained or lost`);
        continue;
      }
      const size = saveRecording({
        browser: name,
        version: browser.version,
        userAgent: all.played[0]?.observed.userAgent ?? '',
        count,
        seed,
        digest: digestOf(scenarios),
        hosts: addresses.hosts,
        names: addresses.names ?? [],
        explained,
        plays: playsOf(all, addresses),
      });
      console.log(`${name}: recorded, ${Math.round(size / 1024)} KiB`);
    } catch (error) {
      console.error(`${name}:`, error);
      rows[name] = { version: browser.version, failed: String(error) };
      code = 1;
    }
  }
  console.table(rows);
  return code;
}

/** Throws where it is no scenario. */
function readScenario(file: string): Scenario {
  const parsed = parseScenario(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.ok) return parsed.scenario;
  throw new Error(`${file}: ${parsed.problems.map(({ path, code }) => `${code} at ${path}`).join(', ')}`);
}

/** How often a scenario is played at most: a browser loses a connection now and then, or comes to an end. */
const MOST_PLAYS = 3;

function isLost({ reasons }: Unplayed): boolean {
  return reasons.includes(NOT_REPORTED);
}

/** Plays all in one browser, and what is odd or lost again before it counts. */
async function playAll(
  name: BrowserName,
  browser: Browser,
  scenarios: readonly Scenario[],
  scripts: Scripts,
): Promise<{ readonly all: Performance; readonly again: number; readonly addresses: Addresses }> {
  const libraries = createLibraries();
  const conductor = await startConductor(libraries);
  const runner = [
    scripts.runner,
    scripts.worker,
    // The page makes `corscope` right after this.
    `setTimeout(() => { if (globalThis.corscope) work(${JSON.stringify(conductor.urls)}[location.protocol]); });`,
  ].join('\n');
  const lab = await startLab({
    runner,
    names: browser.names,
    publicHosts: PUBLIC_HOSTS,
    domain: 'localhost',
    patience: 8000,
    scenarios: 500,
  });
  const play = async (some: readonly Scenario[]): Promise<Performance> => {
    const show = (done: number): void => {
      if (process.stdout.isTTY) process.stdout.write(`\r${name}: ${done} of ${some.length} `);
    };
    const performing = await conductor.perform(lab, some, show);
    const opened = await browser.open(performing.pageUrl, lab.addresses);
    try {
      const seen = await performing.outcome;
      const lines = byScenario(await restingConsole(opened), new Set(seen.played.map(({ id }) => id)));
      const played = seen.played.map((each) => ({ ...each, printed: lines.get(each.id) ?? [] }));
      return { ...seen, played };
    } finally {
      await opened.close();
    }
  };
  try {
    const played = new Map<number, Played>();
    const unplayed = new Map<number, Unplayed>();
    let due = [...scenarios.keys()];
    const again = new Set<number>();
    for (let plays = 0; due.length > 0 && plays < MOST_PLAYS; plays++) {
      const seen = await play(due.flatMap((at) => scenarios[at] ?? []));
      const odd: number[] = [];
      for (const each of seen.played) {
        const at = due[each.at] ?? 0;
        played.set(at, { ...each, at });
        unplayed.delete(at);
        const { mapped, observed, record, printed } = each;
        const { verdict } = judge(mapped, name, observed, record, printed, libraries);
        if (verdict === 'unexplained') odd.push(at);
      }
      for (const each of seen.unplayed) {
        const at = due[each.at] ?? 0;
        if (!played.has(at)) unplayed.set(at, { ...each, at });
        if (isLost(each)) odd.push(at);
      }
      due = odd.sort((a, b) => a - b);
      if (plays + 1 < MOST_PLAYS) for (const at of due) again.add(at);
    }
    const inOrder = <T extends { readonly at: number }>(some: ReadonlyMap<number, T>): T[] =>
      [...some.values()].sort((a, b) => a.at - b.at);
    return {
      all: { played: inOrder(played), unplayed: inOrder(unplayed) },
      again: again.size,
      addresses: lab.addresses,
    };
  } finally {
    if (process.stdout.isTTY) process.stdout.write('\r');
    await lab.close();
    await conductor.close();
  }
}

/** Milliseconds without a new message after which a console has said what it has to say. */
const REST = 300;

/** How often it is listened to at most: a page may print and print. */
const MOST_LISTENS = 100;

async function restingConsole({ console }: Opened): Promise<readonly string[]> {
  for (let before = -1, listens = 0; listens < MOST_LISTENS; listens++) {
    const { length } = await console();
    if (length === before) break;
    before = length;
    await new Promise((resolve) => setTimeout(resolve, REST));
  }
  return console();
}

interface Tally {
  agreed: number;
  explained: number;
  unexplained: number;
  'not played': number;
}

/** Judges a performance, prints its classes, and writes what is unexplained into a folder. */
function report(
  name: BrowserName,
  { played, unplayed }: Performance,
  scenarios: readonly Scenario[],
  folder: string,
): { readonly tally: Tally; readonly explained: readonly number[] } {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const libraries = createLibraries();
  const tally: Tally = { agreed: 0, explained: 0, unexplained: 0, 'not played': unplayed.length };
  const fields = new Map<string, number>();
  const classes = new Map<string, number>();
  const explained: number[] = [];
  for (const { at, mapped, observed, record, printed } of played) {
    const original = scenarios[at];
    const judgement = judge(mapped, name, observed, record, printed, libraries);
    const { verdict, differences } = judgement;
    tally[verdict]++;
    if (verdict === 'explained') {
      explained.push(at);
      for (const field of judgement.fields) countOne(fields, field);
    }
    if (verdict !== 'unexplained' || !original) continue;
    countOne(classes, classOf(judgement));
    const write = (file: string, value: unknown): void =>
      writeFileSync(join(folder, file), `${JSON.stringify(value, null, 2)}\n`);
    const title = `${name} ${original.title}`;
    write(`${at}.json`, { ...original, title, browser: { ...original.browser, profile: name } });
    write(`${at}.seen.json`, { differences, observed, record, printed, mapped });
  }
  const reasons = new Map<string, number>();
  for (const reason of unplayed.flatMap((each) => each.reasons)) countOne(reasons, reason);
  printCounts(`${name}: explained, with these fields of its profile at work`, fields);
  printCounts(`${name}: not played`, reasons);
  printCounts(`${name}: unexplained, see ${folder}`, classes);
  return { tally, explained };
}

/** What differs, without numbers: differences of one class have one cause as a rule. */
function classOf({ differences }: Judgement): string {
  const [first] = differences;
  if (!first) return '';
  const plain = (text: string | null): string =>
    (text ?? 'nothing').replace(/\w+:\/\/[^ ]*/g, 'URL').slice(0, 60);
  return `${first.field}: ${plain(first.predicted)} predicted, ${plain(first.observed)} seen`;
}

function countOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function printCounts(title: string, counts: ReadonlyMap<string, number>): void {
  if (counts.size === 0) return;
  console.log(`\n${title}`);
  for (const [key, count] of [...counts].sort(([, a], [, b]) => b - a)) {
    console.log(`${String(count).padStart(6)}  ${key}`);
  }
}
