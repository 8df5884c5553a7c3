// Finds the Chromium that the journeys are played in, and gets one where there is none.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, posix, win32 } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './run.mjs';

/** What a server's or a container's root needs: no sandbox of its own, and no calls home. */
export const rootFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const isRoot = () => process.platform === 'linux' && process.getuid?.() === 0;

/** The flags to start the browser with, here. */
export const launchFlags = () => (isRoot() ? rootFlags : []);

/**
 * Where a machine's own Chromium or Chrome may lie, the most welcome first. Nothing is looked up.
 * @param {NodeJS.Platform} platform
 * @param {Record<string, string | undefined>} env
 * @param {string} home
 * @returns {string[]}
 */
export function machineCandidates(platform, env, home) {
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
      (it) => it !== undefined,
    );
    const programs = ['Chromium\\Application\\chrome.exe', 'Google\\Chrome\\Application\\chrome.exe'];
    return programs.flatMap((program) => folders.map((folder) => win32.join(folder, program)));
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  const folders = (env.PATH ?? '').split(':').filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => posix.join(folder, name)));
  if (platform !== 'darwin') return onPath;
  const apps = ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome'];
  return [
    ...onPath,
    ...apps.flatMap((app) =>
      ['/Applications', posix.join(home, 'Applications')].map((at) => posix.join(at, app)),
    ),
  ];
}

/**
 * Some systems put a script there that only says how to install the real thing, so ask it for its version.
 * @param {string} path
 */
function works(path) {
  if (!existsSync(path)) return false;
  // On Windows the question would open a window.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/** The browser that Playwright downloaded, if it did. */
async function playwrightsOwn() {
  try {
    const { chromium } = await import('@playwright/test');
    const path = chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @returns {Promise<string | undefined>} the path of a Chromium that is already on this machine
 * @throws when CORSCOPE_CHROMIUM names one that does not work: a wish is not to be overruled in silence
 */
export async function findBrowser() {
  const wished = process.env.CORSCOPE_CHROMIUM;
  if (wished !== undefined && wished !== '') {
    if (works(wished)) return wished;
    throw new Error(`CORSCOPE_CHROMIUM is "${wished}", which is no browser that starts.`);
  }
  return machineCandidates(process.platform, process.env, homedir()).find(works) ?? (await playwrightsOwn());
}

/** Whether `name` is a program of this machine. */
const hasProgram = (/** @type {string} */ name) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(posix.join(folder, name)));

/**
 * Ways to get a browser, the least intrusive first. Nothing of the system is touched unless we are root on it.
 * @type {(() => Promise<unknown>)[]}
 */
const installers = [
  () => run('npx', ['playwright', 'install', 'chromium']),
  async () => {
    if (!isRoot() || !hasProgram('apt-get')) return;
    const quietly = { DEBIAN_FRONTEND: 'noninteractive' };
    if ((await run('apt-get', ['-qq', 'update'], quietly)) !== 0) return;
    await run('apt-get', ['-qq', 'install', '-y', 'chromium'], quietly);
  },
];

/**
 * Finds a browser, or gets one.
 * @returns {Promise<string | undefined>} its path; where there is none to be had, a sentence has said what to do
 */
export async function ensureBrowser() {
  try {
    let found = await findBrowser();
    for (const install of installers) {
      if (found !== undefined) break;
      console.log('No Chromium found; trying to get one ...');
      await install();
      found = await findBrowser();
    }
    if (found !== undefined) return found;
    console.error(
      'The journeys need Chromium or Chrome: install one, or set CORSCOPE_CHROMIUM to the path of its program.',
    );
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  return undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = await ensureBrowser();
  if (found === undefined) process.exitCode = 1;
  else console.log(`Browser: ${found}`);
}
