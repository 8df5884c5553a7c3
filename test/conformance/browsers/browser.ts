import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A browser that is there to be driven. */
export interface Browser {
  readonly version: string;
  /** Opens a page in a fresh profile; gives what ends it. */
  open(url: string): Promise<() => Promise<void>>;
}

/** How a browser is found; a sentence on how to get it where there is none. */
export type FindBrowser = () => Promise<Browser | string>;

/** The first of some programs that there is: names are looked up in the path. */
export function programOf(candidates: readonly string[]): string | null {
  for (const candidate of candidates) {
    if (candidate.includes('/')) {
      if (existsSync(candidate)) return candidate;
      continue;
    }
    const folder = (process.env.PATH ?? '').split(':').find((path) => existsSync(join(path, candidate)));
    if (folder !== undefined) return join(folder, candidate);
  }
  return null;
}

/** What a program says of its version. */
export function versionOf(program: string, args: readonly string[] = ['--version']): string {
  const { stdout } = spawnSync(program, args, { encoding: 'utf8', timeout: 20_000 });
  return /[\d.]{3,}/.exec(stdout ?? '')?.[0] ?? 'unknown';
}

/** Starts a program of a browser with a folder of its own, which goes when it ends. */
export function start(
  program: string,
  argumentsIn: (folder: string) => readonly string[],
  env: Readonly<Record<string, string>> = {},
): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'corscope-browser-'));
  const child = spawn(program, argumentsIn(folder), {
    stdio: 'ignore',
    // A group of its own, so that all of its processes can be ended together.
    detached: true,
    env: { ...process.env, HOME: folder, ...env },
  });
  return async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    return; // It has gone by itself.
  }
  await exit;
}
