import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openChromium } from './browsers/chromium';
import { curlVerbose } from './browsers/curl';
import { openFirefox } from './browsers/firefox';
import { openWebKit } from './browsers/webkit';
import { type BrowserName, PLAYS } from './plays';
import type { Recorder } from './recorder';
import { type Stage, startStage } from './stage';

const BROWSERS: Readonly<Record<BrowserName, (stage: Stage) => Promise<Recorder | string>>> = {
  chromium: openChromium,
  firefox: openFirefox,
  webkit: openWebKit,
};

const USAGE = 'npm run situations -- [--browser chromium|firefox|webkit] [--only 14-tracing]';

/** Plays each situation in each browser there is, and writes what people could copy of it into a folder. Gives the exit code. */
export async function run(args: readonly string[], folder: string): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      browser: { type: 'string', multiple: true, default: Object.keys(BROWSERS) },
      only: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  const wished = values.browser.filter((name): name is BrowserName => name in BROWSERS);
  const plays = PLAYS.filter(
    ({ id }) => values.only.length === 0 || values.only.some((start) => id.startsWith(start)),
  );
  if (values.help || wished.length < values.browser.length || plays.length === 0) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const stage = await startStage(PLAYS);
  let code = 0;
  try {
    for (const play of plays.filter(({ curl }) => curl !== undefined)) {
      stage.set(play);
      save(folder, play.id, 'curl-v.txt', await curlVerbose(stage, play));
    }
    for (const name of wished) {
      const recorder = await BROWSERS[name](stage);
      if (typeof recorder === 'string') {
        console.log(recorder);
        continue;
      }
      for (const play of plays.filter(({ browsers = wished }) => browsers.includes(name))) {
        try {
          stage.set(play);
          const seen = await recorder.witness(play);
          save(folder, play.id, `${name}.console.txt`, seen.console);
          if (seen.har !== undefined) save(folder, play.id, `${name}.har`, seen.har);
          if (seen.curl !== undefined) save(folder, play.id, `${name}.curl.txt`, seen.curl);
          if (seen.fetch !== undefined) save(folder, play.id, `${name}.fetch.txt`, seen.fetch);
          console.log(`${name} ${play.id}: ${seen.console.split('\n', 1)[0] ?? ''}`);
        } catch (error) {
          console.error(`${name} ${play.id}:`, error);
          code = 1;
        }
      }
      await recorder.close();
      noteVersion(folder, name, recorder.version);
    }
  } finally {
    await stage.close();
  }
  return code;
}

function save(folder: string, id: string, name: string, text: string): void {
  const path = join(folder, id, name);
  mkdirSync(join(folder, id), { recursive: true });
  if (text === '') rmSync(path, { force: true });
  else writeFileSync(path, text.endsWith('\n') ? text : `${text}\n`);
}

/** Notes which version of a browser this is of. */
function noteVersion(folder: string, name: BrowserName, version: string): void {
  const path = join(folder, 'browsers.json');
  let known: Readonly<Record<string, string>> = {};
  try {
    known = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  } catch {
    // The first of them.
  }
  writeFileSync(path, `${JSON.stringify({ ...known, [name]: version }, null, 2)}\n`);
}
