// The built site in Chromium. First the JavaScript up to the first diagram, gzipped (the bar: 110 kB). Then, with the
// CPU slowed fourfold, the time from a keystroke to the verdict it makes being painted (the bar: 50 ms at the 95th
// percentile). A machine busy with something else makes that longer, so its load is told.

import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { chromium, type Locator, type Page } from '@playwright/test';
import { build, preview, type Rolldown } from 'vite';
import { findBrowser, launchFlags } from '../../scripts/browser.mjs';

const SLOWDOWN = 4;
/** A fast typist's pace in milliseconds; the next key comes whether or not the last one is done with. */
const PACE = 100;
/** How often each text is typed and deleted again. */
const ROUNDS = 3;

const outDir = join(process.cwd(), '.test', 'site');
const built = await build({ logLevel: 'warn', build: { outDir, emptyOutDir: true } });
const server = await preview({
  logLevel: 'warn',
  build: { outDir },
  preview: { host: '127.0.0.1', port: 0 },
});
const address = server.resolvedUrls?.local[0];
if (!address) throw new Error('The built site could not be served');
const executablePath = await findBrowser();
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: launchFlags() });

try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await measureScripts(page, address, built as Rolldown.RolldownOutput);
  await measureTyping(page);
} finally {
  await browser.close();
  await server.close();
}

/** What the entry imports, and all that has been asked for when the first event is about to be painted. */
async function measureScripts(page: Page, url: string, { output }: Rolldown.RolldownOutput): Promise<void> {
  const chunks = new Map(output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file]] : [])));
  const sizeOf = (file: string): number => gzipSync(chunks.get(file)?.code ?? '', { level: 9 }).length;
  const needed = new Set([...chunks.values()].flatMap((chunk) => (chunk.isEntry ? [chunk.fileName] : [])));
  for (const file of needed) for (const imported of chunks.get(file)?.imports ?? []) needed.add(imported);

  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('#conversation li[data-state]')) return;
      observer.disconnect();
      requestAnimationFrame(() => performance.mark('first diagram'));
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(url);
  await fieldAt(page, 'request.url').waitFor();
  const asked = await page.evaluate(() => {
    const shown = performance.getEntriesByName('first diagram')[0]?.startTime ?? Number.NaN;
    return performance
      .getEntriesByType('resource')
      .filter(({ name, startTime }) => name.endsWith('.js') && startTime < shown)
      .map(({ name }) => name);
  });
  const print = (what: string, files: readonly string[]): void => {
    const total = files.reduce((sum, file) => sum + sizeOf(file), 0);
    console.log(`${what}: ${(total / 1000).toFixed(1)} kB gzip (${files.join(', ')})`);
  };
  print('JavaScript that the first diagram needs', [...needed]);
  print(
    'JavaScript asked for before it is painted',
    asked.map((script) => script.slice(url.length)),
  );
}

/** Types at several places of a scenario: first as the example has it, then with many headers. */
async function measureTyping(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('button', { name: /^Preflighted POST/ }).click();
  await page.evaluate(watchKeys);
  await measureFields(page, 'Preflighted POST');
  for (let i = 2; i < 20; i++) {
    await page.getByRole('button', { name: 'Add a header', exact: true }).first().click();
    await fieldAt(page, `request.headers.${i}.name`).fill(`X-Header-${i + 1}`);
    await fieldAt(page, `request.headers.${i}.value`).fill(`value ${i + 1}`);
  }
  await measureFields(page, 'The same with 20 headers');
}

async function measureFields(page: Page, scenario: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  console.log(`\n${scenario}, CPU slowed ${SLOWDOWN} times:`);
  const all = [
    ...(await measureField(page, 'request.headers.0.name', 'End', '-of-the-person')),
    ...(await measureField(page, 'request.url', 'End', '/of/the/person')),
    ...(await measureField(page, 'servers.0.origin', 'End', '.eu-west.test')),
    ...(await measureField(page, 'servers.0.policy.headers.0', 'End', '-of-the-person')),
    ...(await measureField(page, 'servers.0.response.status', 'Home', '2')),
  ];
  report('all of them', all);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await devtools.detach();
}

async function measureField(
  page: Page,
  path: string,
  caret: 'Home' | 'End',
  text: string,
): Promise<readonly Key[]> {
  await fieldAt(page, path).focus();
  await page.keyboard.press(caret);
  await page.evaluate(() => window.corscopeKeys.splice(0));
  const pressed: Promise<void>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const key of [...text, ...[...text].map(() => 'Backspace')]) {
      pressed.push(page.keyboard.press(key));
      await wait(PACE);
    }
  }
  await Promise.all(pressed);
  await wait(5 * PACE);
  const keys = await page.evaluate(() => window.corscopeKeys);
  report(path, keys);
  return keys;
}

function fieldAt(page: Page, path: string): Locator {
  return page.locator(`:is(input, textarea)[data-path="${path}"]`);
}

function report(what: string, keys: readonly Key[]): void {
  const times = keys.map(({ took }) => took).sort((a, b) => a - b);
  const changed = keys.filter(({ verdict }) => verdict === 'another').length;
  const at = (share: number): string => (times[Math.ceil(times.length * share) - 1] ?? Number.NaN).toFixed(0);
  console.log(
    `${what.padEnd(28)} median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, slowest ${at(1)} ms; ` +
      `${keys.length} keystrokes, ${changed} with another verdict; load ${loadavg()[0]?.toFixed(1)}`,
  );
}

interface Key {
  readonly at: number;
  /** Milliseconds until the field and, where it changes, the verdict were painted. */
  took: number;
  verdict: 'the same' | 'another';
}

declare global {
  interface Window {
    corscopeKeys: Key[];
  }
}

/** Runs in the page: notes each keystroke and how long it took. */
function watchKeys(): void {
  const keys: Key[] = [];
  window.corscopeKeys = keys;
  const notePaint = (): void => {
    const key = keys.at(-1);
    // What an animation frame posts to come before all else comes once that frame is painted.
    requestAnimationFrame(() => {
      const painted = () => {
        if (key) key.took = performance.now() - key.at;
      };
      scheduler.postTask(painted, { priority: 'user-blocking' });
    });
  };
  const noteKey = (event: KeyboardEvent): void => {
    keys.push({ at: event.timeStamp, took: Number.NaN, verdict: 'the same' });
  };
  addEventListener('keydown', noteKey, { capture: true });
  addEventListener('input', notePaint);
  const band = document.getElementById('verdict')?.closest('section');
  if (!band) throw new Error('No verdict on the page');
  new MutationObserver(() => {
    const key = keys.at(-1);
    if (key) key.verdict = 'another';
    notePaint();
  }).observe(band, { attributes: true, childList: true, characterData: true, subtree: true });
}
