// Makes node_modules what package-lock.json says, so that every other command works on a fresh clone and after a pull.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run } from './run.mjs';

/** @typedef {{ packages?: Record<string, { version?: string, integrity?: string, optional?: boolean }> }} Lock */

/**
 * Whether what is installed is what the lock file asks for.
 * @param {Lock} wanted package-lock.json
 * @param {Lock} installed the list npm keeps in node_modules
 */
export function isInstalled(wanted, installed) {
  const want = Object.entries(wanted.packages ?? {}).filter(([path]) => path !== '');
  const have = installed.packages ?? {};
  const known = new Set(want.map(([path]) => path));
  return (
    want.every(([path, entry]) => {
      const found = have[path];
      // Packages for another system are optional, and npm leaves them out.
      if (found === undefined) return entry.optional === true;
      return found.version === entry.version && found.integrity === entry.integrity;
    }) && Object.keys(have).every((path) => known.has(path))
  );
}

/**
 * @param {string} version such as 20.19.0
 * @returns {boolean} whether this Node is new enough for the tools
 */
export function isSupportedNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
}

/**
 * @param {string} path
 * @returns {Lock | undefined}
 */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Ends the process, with a sentence that says why, where the packages cannot be had. */
export async function ensure() {
  if (!isSupportedNode(process.versions.node)) {
    console.error(`Corscope needs Node 20.19, or 22.12 and newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const wanted = readLock(join(root, 'package-lock.json'));
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'));
  if (wanted !== undefined && installed !== undefined && isInstalled(wanted, installed)) return;

  console.log('Installing packages (npm ci) ...');
  // Mermaid asks for a newer Node than we do, but only ever runs in the browser: keep that warning out of sight.
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    console.error('npm ci failed, so nothing else can run.');
    process.exit(code);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await ensure();
